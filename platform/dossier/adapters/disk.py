"""Objects on the local disk."""

import errno
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dossier.kernel.errors import NotFound, Unavailable

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_UNFINISHED = ".part"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def check_object_name(name: str) -> None:
    """Raise ValueError for a name that could mean another place: names are ours, never typed."""
    if not _NAME.fullmatch(name) or name.endswith(_UNFINISHED):
        raise ValueError(f"not an object name: {name!r}")


class DiskObjects:
    """An ``ObjectStore`` in a folder: 256 sub-folders, one file per object, readable by us only.

    An object appears under its name when all of it is on the disk, and not before: it is
    written to a file beside it, both file and folder are synchronised, then it is renamed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _disk():
            _make_folder(folder)
            self._drop_unfinished()

    def put(self, name: str, content: bytes) -> None:
        """Keep ``content``; on return it survives a power cut.  Raises Unavailable."""
        target = self._path(name)
        unfinished = target.with_name(f".{secrets.token_hex(8)}{_UNFINISHED}")
        with _disk():
            _make_folder(target.parent)
            try:
                _write(unfinished, content, target)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            _synchronise(target.parent)

    def get(self, name: str) -> bytes:
        """Return the bytes.  Raises NotFound, Unavailable."""
        path = self._path(name)
        with _disk():
            try:
                return path.read_bytes()
            except FileNotFoundError as error:
                raise NotFound(
                    "没有找到这个文件，可能已被删除。", code="object_not_found"
                ) from error

    def exists(self, name: str) -> bool:
        """Tell whether ``name`` is kept.  Raises Unavailable."""
        path = self._path(name)
        with _disk():
            return path.is_file()

    def delete(self, name: str) -> None:
        """Forget ``name``; no error when there is none.  Raises Unavailable."""
        path = self._path(name)
        with _disk(), suppress(FileNotFoundError):
            path.unlink()
            _synchronise(path.parent)

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield every kept name that begins with ``prefix``.  Raises Unavailable."""
        with _disk():
            found = sorted(path.name for path in self._files() if path.suffix != _UNFINISHED)
        yield from (name for name in found if name.startswith(prefix))

    def check(self) -> None:
        """Write, read and delete an object.  Raises Unavailable."""
        name = f"check-{secrets.token_hex(8)}"
        self.put(name, name.encode())
        kept = self.get(name)
        self.delete(name)
        if kept != name.encode():
            raise _unavailable(None)

    def _path(self, name: str) -> Path:
        check_object_name(name)
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:2] / name

    def _files(self) -> Iterator[Path]:
        for shard in self._folder.iterdir():
            yield from shard.iterdir()

    def _drop_unfinished(self) -> None:
        """Delete what writers that have died left; a living one holds a lock on its file."""
        for path in self._files():
            if path.suffix == _UNFINISHED:
                with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()


def _write(unfinished: Path, content: bytes, target: Path) -> None:
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(handle, "wb", buffering=0) as file:  # noqa: PTH123 (a handle, not a path)
        fcntl.flock(file, fcntl.LOCK_EX)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
        unfinished.replace(target)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _synchronise(folder.parent)


def _synchronise(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unavailable(error.errno) from error


def _unavailable(number: int | None) -> Unavailable:
    if number in _FULL:
        return Unavailable(
            "磁盘空间不足，文件没有保存。请管理员清理磁盘后重新上传。", code="disk_full"
        )
    return Unavailable(
        "文件存储目录无法读写，文件没有保存。请管理员检查磁盘和目录权限后重试。",
        code="objects_unavailable",
    )
