"""The one-time code that lets the first administrator in.

It is printed on the console of whoever started the service; the data folder keeps its digest.
"""

import json
import os
import secrets
from hmac import compare_digest
from pathlib import Path
from threading import Lock

from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.errors import Refused

FILE = "setup.code"
TRIES = 10
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 4, 4
_one_at_a_time = Lock()


def issue_setup_code(home: Path) -> str:
    """Return a new one-time code for the empty ``home``; an earlier one is void.

    The file has mode 600 and holds only the code's digest and the tries that are left.
    """
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    with _one_at_a_time:
        _write(home, sha256_hex("".join(letters).encode()), TRIES)
    groups = ("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))
    return "-".join(groups)


def check_setup_code(home: Path, code: str) -> None:
    """Raise Refused unless ``code`` is the one that was issued; a wrong one costs a try."""
    plain = "".join(code.upper().replace("-", " ").split())
    with _one_at_a_time:
        digest, left = _read(home)
        if not left:
            raise Refused(
                "设置码已经失效。请重新启动 dossier serve，使用控制台上新的设置码。",
                code="forbidden_setup_code_void",
            )
        if compare_digest(digest, sha256_hex(plain.encode())):
            return
        _write(home, digest, left - 1)
    raise Refused(
        f"设置码不对，还可以试 {left - 1} 次。请照控制台上显示的设置码输入。",
        code="forbidden_setup_code_wrong",
    )


def forget_setup_code(home: Path) -> None:
    """Make the code void for good."""
    (home / FILE).unlink(missing_ok=True)


def _read(home: Path) -> tuple[str, int]:
    try:
        kept = json.loads((home / FILE).read_bytes())
        return str(kept["sha256"]), int(kept["tries"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return "", 0


def _write(home: Path, digest: str, tries: int) -> None:
    fresh = home / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(canonical_json({"sha256": digest, "tries": tries}))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(home / FILE)
