"""Bytes in our keeping, encrypted under a key of their own.

Each object is an age file (age-encryption.org/v1) for a fresh X25519 identity, which is kept
in the database, wrapped for the installation's identity.  Whoever destroys the wrapped
identity has erased the object, wherever copies of its ciphertext lie.  Everything can be
opened with the public ``age`` tool and the installation's identity file.

An object's name is a keyed digest of its scope and content: the same bytes in the same scope
are the same object, no two scopes share one, and without the key nobody can tell whether
known bytes are kept.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from dossier.kernel.canonical import sha256_hex
from dossier.kernel.clock import Clock
from dossier.kernel.db import Base, UtcDateTime
from dossier.kernel.errors import NotFound, Refused, Unavailable
from dossier.kernel.ids import SYSTEM
from dossier.ports import Blob, ObjectStore
from dossier.work import begin, look

_IDENTITY_FILE = "installation.agekey"
_NAMING_FILE = "naming.key"
_NAMING_KEY_BYTES = 32


class ObjectKeyRow(Base):
    """The key of one object; wrapped_key is NULL once it is destroyed, the rest stays."""

    __tablename__ = "object_key"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    wrapped_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    swept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What the installation knows and the database does not."""

    identity: pyrage.x25519.Identity
    naming: bytes

    def name(self, scope: str, sha256: str) -> str:
        """Return the name of the content with digest ``sha256`` in ``scope``."""
        return hmac.new(self.naming, f"{scope}\0{sha256}".encode(), "sha256").hexdigest()

    def wrap(self, name: str, secret: str) -> bytes:
        """Encrypt the identity of the object ``name``; the name inside binds it to its row."""
        return bytes(pyrage.encrypt(f"{name}\n{secret}".encode(), [self.identity.to_public()]))

    def unwrap(self, name: str, wrapped: bytes) -> pyrage.x25519.Identity:
        """Return the identity of the object ``name``.  Raises Unavailable."""
        try:
            inside, secret = pyrage.decrypt(wrapped, [self.identity]).decode().split("\n")
            identity = pyrage.x25519.Identity.from_str(secret)
        except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
            raise _wrong_keys() from error
        if inside != name:
            raise _damaged("object-key-swapped")
        return identity


class SealedBlobs:
    """A ``BlobStore`` over any ``ObjectStore``."""

    def __init__(
        self, objects: ObjectStore, sessions: sessionmaker[Session], keys: Keys, clock: Clock
    ) -> None:
        self._objects = objects
        self._sessions = sessions
        self._keys = keys
        self._clock = clock

    def put(self, scope: str, content: bytes) -> Blob:
        """Take ``content`` into our keeping, in ``scope``.

        Opens a short transaction of its own, then writes with no connection held: call it
        before the first query of yours.  The key stands before the bytes do, so whoever
        comes second encrypts for the same key and it does not matter whose bytes stay.
        Raises Unavailable; Refused for content that was erased from this very scope.
        """
        blob = self._named(scope, content)
        identity = self._identity_for(blob)
        self._objects.put(blob.name, pyrage.encrypt(content, [identity.to_public()]))
        return blob

    def get(self, name: str) -> bytes:
        """Return the plaintext, checked.  Raises NotFound (never kept, or erased), Unavailable."""
        with look(self._sessions) as session:
            key = _find(session, name)
        if key is None:
            raise NotFound("没有找到这个文件。", code="object_not_found")
        wrapped, sha256 = key
        if wrapped is None:
            raise _erased(NotFound)
        try:
            sealed = self._objects.get(name)
        except NotFound as error:
            raise Unavailable(
                "文件存储中缺少这个文件，请管理员从备份恢复。", code="object_missing"
            ) from error
        return _opened(sealed, self._keys.unwrap(name, wrapped), sha256)

    def destroy(self, session: Session, name: str) -> None:
        """Destroy the key of ``name`` within ``session``; the bytes can never be read again.

        Destroying twice is harmless.  Raises NotFound when nothing of that name was kept.
        """
        row = session.get(ObjectKeyRow, name, with_for_update=True)
        if row is None:
            raise NotFound("没有找到这个文件。", code="object_not_found")
        if row.destroyed_at is None:
            if session.get_bind().dialect.name == "sqlite":
                # overwrite the key in its page, not only unlink it
                session.execute(sa.text("PRAGMA secure_delete=ON"))
            row.wrapped_key = None
            row.destroyed_at = self._clock()
            session.flush()

    def digest(self, kind: str, text: str) -> str:
        """Return a keyed digest of ``text``; objects are named in scopes that are ids."""
        return self._keys.name(f"digest:{kind}", sha256_hex(text.encode()))

    def sweep(self) -> int:
        """Delete the unreadable bytes of destroyed objects; return how many.

        Object lock may keep them for a while: then this raises Unavailable, and they are
        tried again next time.
        """
        with look(self._sessions) as session:
            names = session.scalars(
                sa.select(ObjectKeyRow.name).where(
                    ObjectKeyRow.destroyed_at.is_not(None), ObjectKeyRow.swept_at.is_(None)
                )
            ).all()
        failures: list[Unavailable] = []
        for name in names:
            try:
                self._objects.delete(name)
            except Unavailable as failure:
                failures.append(failure)
                continue
            with begin(self._sessions, SYSTEM, self._clock) as work:
                swept = sa.update(ObjectKeyRow).where(ObjectKeyRow.name == name)
                work.session.execute(swept.values(swept_at=work.now))
        if failures:
            raise failures[0]
        return len(names)

    def _named(self, scope: str, content: bytes) -> Blob:
        sha256 = sha256_hex(content)
        return Blob(self._keys.name(scope, sha256), sha256, len(content))

    def _identity_for(self, blob: Blob) -> pyrage.x25519.Identity:
        """Return the identity of ``blob``: the one that stands, or a new one."""
        fresh = self._keys.wrap(blob.name, str(pyrage.x25519.Identity.generate()))
        with begin(self._sessions, SYSTEM, self._clock) as work:
            if _find(work.session, blob.name) is None:
                _insert(work.session, blob, fresh, work.now)
            key = _find(work.session, blob.name)
            assert key is not None, "inserted just now, and rows are never deleted"
            wrapped, _ = key
        if wrapped is None:
            raise _erased(Refused)
        return self._keys.unwrap(blob.name, wrapped)


def open_sealed(
    objects: ObjectStore, sessions: sessionmaker[Session], folder: Path, clock: Clock
) -> SealedBlobs:
    """Return the blob store with the keys in ``folder``; on the very first start make them.

    Raises Refused when the keys are gone but objects are there, Unavailable when the keys
    are those of another installation.
    """
    columns = sa.select(ObjectKeyRow.name, ObjectKeyRow.wrapped_key)
    with look(sessions) as session:
        kept = session.execute(columns.limit(1)).first()
        readable = session.execute(
            columns.where(ObjectKeyRow.wrapped_key.is_not(None)).limit(1)
        ).first()
    keys = load_or_create_keys(folder, in_use=kept is not None)
    if readable is not None and readable.wrapped_key is not None:
        keys.unwrap(readable.name, readable.wrapped_key)
    return SealedBlobs(objects, sessions, keys, clock)


def load_or_create_keys(folder: Path, *, in_use: bool) -> Keys:
    """Return the installation's keys from ``folder``, made there unless they exist.

    in_use: objects are kept under these keys, so that new ones would lose all of them.
    Files are readable by us only.  Raises Refused, Unavailable.
    """
    try:
        identity = _load_or_create(folder / _IDENTITY_FILE, _new_identity, in_use=in_use)
        naming = _load_or_create(folder / _NAMING_FILE, _new_naming_key, in_use=in_use)
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            f"密钥目录 {folder} 无法读写，请管理员检查权限。", code="keys_unavailable"
        ) from error
    try:
        return Keys(pyrage.x25519.Identity.from_str(_secret(identity)), _naming_key(naming))
    except (pyrage.IdentityError, ValueError) as error:
        raise Unavailable(
            f"密钥目录 {folder} 中的文件已损坏，请从备份恢复。", code="keys_damaged"
        ) from error


def _load_or_create(path: Path, create: Callable[[], str], *, in_use: bool) -> str:
    if not path.exists():
        if in_use:
            raise Refused(
                f"找不到安装密钥 {path}，而数据库中已有用它加密的文件。请从备份恢复该密钥；"
                "没有它，这些文件无法打开。程序不会另建新密钥。",
                code="keys_missing",
            )
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, create())
    return path.read_text(encoding="utf-8")


def _write_once(path: Path, text: str) -> None:
    """Write ``path`` whole, on the disk, unless another process was first."""
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 (a handle, not a path)
            file.write(text)
            file.flush()
            os.fsync(handle)
        try:
            path.hardlink_to(unfinished)
        except FileExistsError:
            return
    finally:
        unfinished.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _new_identity() -> str:
    identity = pyrage.x25519.Identity.generate()
    return (
        "# 卷宗安装密钥（age 格式）。请离线备份：丢失它就永远打不开已保存的文件。\n"
        f"# public key: {identity.to_public()}\n{identity}\n"
    )


def _new_naming_key() -> str:
    return f"# 卷宗对象命名密钥，与安装密钥一起备份。\n{secrets.token_hex(_NAMING_KEY_BYTES)}\n"


def _naming_key(text: str) -> bytes:
    key = bytes.fromhex(_secret(text))
    if len(key) != _NAMING_KEY_BYTES:
        raise ValueError("the naming key is cut short")
    return key


def _secret(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    if len(lines) != 1:
        raise ValueError("one secret is expected")
    return lines[0]


def _find(session: Session, name: str) -> tuple[bytes | None, str] | None:
    """Return the wrapped key and the digest of the plaintext of ``name``."""
    columns = sa.select(ObjectKeyRow.wrapped_key, ObjectKeyRow.sha256)
    found = session.execute(columns.where(ObjectKeyRow.name == name)).one_or_none()
    return None if found is None else (found.wrapped_key, found.sha256)


def _insert(session: Session, blob: Blob, wrapped: bytes, now: datetime) -> None:
    """Insert the key of ``blob`` unless another transaction does so at this moment."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    session.execute(
        insert(ObjectKeyRow)
        .values(
            name=blob.name,
            wrapped_key=wrapped,
            sha256=blob.sha256,
            size_bytes=blob.size_bytes,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )


def _opened(sealed: bytes, identity: pyrage.x25519.Identity, sha256: str) -> bytes:
    try:
        content = bytes(pyrage.decrypt(sealed, [identity]))
    except (pyrage.DecryptError, ValueError) as error:
        raise _damaged("object-damaged") from error
    if not hmac.compare_digest(hashlib.sha256(content).hexdigest(), sha256):
        raise _damaged("object-damaged")
    return content


def _damaged(code: str) -> Unavailable:
    return Unavailable("文件已损坏，不能打开。请管理员从备份恢复该文件。", code=code)


def _wrong_keys() -> Unavailable:
    return Unavailable(
        "安装密钥与数据库中的文件不符，不能打开文件。请管理员恢复本安装自己的密钥。",
        code="keys_mismatch",
    )


def _erased(kind: type[NotFound] | type[Refused]) -> NotFound | Refused:
    return kind(
        "该文件已按规定销毁，不能再打开，也不能在同一批次中重新存入。如确有需要，请新建批次重新扫描。",
        code="object_erased",
    )
