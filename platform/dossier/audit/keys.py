"""The key file with which checkpoints are signed."""

import os
import secrets
from pathlib import Path

from dossier.audit.note import SigningKey, is_key_name, parse_signing_key
from dossier.kernel.errors import NotFound, Refused

SIGNING_KEY_FILE = "audit.key"
VERIFYING_KEY_FILE = "audit.pub"


def create_key(folder: Path, name: str) -> SigningKey:
    """Make a key in ``folder`` (mode 700; the key file 600) unless there is one; return it.

    name: of the log, such as ``chunhui.heping.example/audit``; only used for a new key.
    Raises Refused for a name that no key can have.
    """
    if not is_key_name(name):
        raise Refused("审计密钥名称不能为空，也不能含空格或加号。", code="audit_key_name")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    key = SigningKey(name, secrets.token_bytes(32))
    if not _write_once(folder / SIGNING_KEY_FILE, key.text + "\n"):
        return open_key(folder)
    (folder / VERIFYING_KEY_FILE).write_text(key.verifying.text + "\n", encoding="utf-8")
    return key


def open_key(folder: Path) -> SigningKey:
    """Read the key in ``folder``; raises NotFound when there is none, Refused when it is damaged."""
    try:
        text = (folder / SIGNING_KEY_FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(
            "尚未生成审计签名密钥，请先运行系统初始化。", code="audit_key_missing"
        ) from None
    return parse_signing_key(text)


def _write_once(path: Path, content: str) -> bool:
    """Write and synchronise ``path`` unless it exists; a half-written file is never seen."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(fresh)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
