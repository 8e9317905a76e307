"""Objects in any S3-compatible service."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import InvalidResponseError, S3Error, ServerError
from minio.helpers import check_bucket_name
from minio.objectlockconfig import DAYS, ObjectLockConfig

from dossier.adapters.disk import check_object_name
from dossier.kernel.errors import NotFound, Refused, Unavailable

_OWNED = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})
_FAILURES = (
    S3Error,
    ServerError,
    InvalidResponseError,
    urllib3.exceptions.HTTPError,
    OSError,
    ValueError,  # an answer that lacks something
    ParseError,  # an answer that is no XML
)


class S3Objects:
    """An ``ObjectStore`` in one bucket.

    Every wait is bounded: ``connect_seconds`` for the connection, ``read_seconds`` for each
    part of an answer, two attempts.
    """

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        bucket: str,
        secure: bool = True,
        connect_seconds: float = 5.0,
        read_seconds: float = 60.0,
    ) -> None:
        """Connect to nothing yet.  Raises Refused when the settings make no sense."""
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=connect_seconds, read=read_seconds),
            maxsize=16,
            retries=urllib3.Retry(
                total=1, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504)
            ),
        )
        try:
            if not endpoint:
                raise ValueError("empty endpoint")
            check_bucket_name(bucket, strict=True)
            self._client = Minio(
                endpoint,
                access_key=access_key,
                secret_key=secret_key,
                secure=secure,
                region="us-east-1",  # otherwise each bucket is asked where it is
                http_client=self._pool,
            )
        except ValueError as error:
            raise Refused(
                f"对象存储的设置有误（{error}）。请检查 DOSSIER_S3_ENDPOINT（写作 主机:端口）"
                "和 DOSSIER_S3_BUCKET（3 至 63 个小写字母、数字、点或短横）。",
                code="objects_settings",
            ) from error
        self._bucket = bucket

    def ensure_bucket(self, *, locked_days: int = 0) -> None:
        """Make the bucket unless it is there.

        locked_days: more than 0 makes a bucket with versions and object lock, in which nobody
            can delete or replace a version for so long (COMPLIANCE); only when it is made.
        Raises Unavailable.
        """
        with _service():
            if self._client.bucket_exists(self._bucket):
                return
            try:
                self._client.make_bucket(self._bucket, object_lock=locked_days > 0)
            except S3Error as error:
                if error.code not in _OWNED:
                    raise
            if locked_days > 0:
                lock = ObjectLockConfig(COMPLIANCE, locked_days, DAYS)
                self._client.set_object_lock_config(self._bucket, lock)

    def put(self, name: str, content: bytes) -> None:
        """Keep ``content``; on return the service has acknowledged it.  Raises Unavailable."""
        check_object_name(name)
        with _service():
            kept = self._client.put_object(
                self._bucket, name, io.BytesIO(content), len(content)
            )
        if not kept.etag:  # somebody answered "200 OK", but no object store
            raise _unavailable()

    def get(self, name: str) -> bytes:
        """Return the bytes.  Raises NotFound, Unavailable."""
        check_object_name(name)
        with _service():
            response = self._client.get_object(self._bucket, name)
            try:
                return bytes(response.data)
            finally:
                response.close()
                response.release_conn()

    def exists(self, name: str) -> bool:
        """Tell whether ``name`` is kept.  Raises Unavailable."""
        check_object_name(name)
        try:
            with _service():
                self._client.stat_object(self._bucket, name)
        except NotFound:
            return False
        return True

    def delete(self, name: str) -> None:
        """Forget ``name``; no error when there is none.  Raises Unavailable."""
        check_object_name(name)
        with _service():
            self._client.remove_object(self._bucket, name)

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield every kept name that begins with ``prefix``.  Raises Unavailable."""
        with _service():
            for item in self._client.list_objects(self._bucket, prefix=prefix, recursive=True):
                if item.object_name is not None:
                    yield item.object_name

    def check(self) -> None:
        """Raise Unavailable when the service does not answer or the bucket is missing."""
        with _service():
            there = self._client.bucket_exists(self._bucket)
        if not there:
            raise _unavailable()

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


@contextmanager
def _service() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in {"NoSuchKey", "NoSuchObject"}:
            raise NotFound(
                "没有找到这个文件，可能已被删除。", code="object_not_found"
            ) from error
        raise _unavailable() from error
    except _FAILURES as error:
        raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable(
        "文件存储服务没有响应或拒绝了请求，文件没有保存。请稍后重试；仍不行时请管理员检查对象存储服务。",
        code="objects_unavailable",
    )
