"""Passwords: how they are kept, and which are good enough."""

import re
from itertools import pairwise
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from dossier.kernel.errors import Refused

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""Source: OWASP Password Storage Cheat Sheet, argon2id."""
SHORTEST, LONGEST = 10, 128
_DISTINCT_LEAST = 4
_TELLING_LOGIN = 4  # a shorter login stands in many words by chance

_hashes = PasswordHash((Argon2Hasher(PASSES, MEMORY_KIB, LANES),))
_room = BoundedSemaphore(4)  # each hashing takes 19 MiB

NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "qUWv4sNW5Q+4l+q9ZwLTCw$KauvQl2+ZAa/vNEvay9kpDxWK/2SEy6gleOcnDl5vNI"
)
"""The hash of a password that nobody knows: what an unknown login is compared with."""

_OFTEN_USED = """
1234567890 0123456789 0987654321 9876543210 1234554321 1122334455 123456789a a123456789
a1234567890 12345678910 qwertyuiop qwerty12345 qwerty123456 1q2w3e4r5t 1qaz2wsx3edc
q1w2e3r4t5 asdfghjkl1 zxcvbnm123 abcdefghij abc1234567 abcd123456 abc123456789 password12
password123 password1234 passw0rd123 p@ssw0rd123 administrator admin12345 admin123456
admin@12345 root123456 welcome123 letmein1234 iloveyou123 woaini1314 woaini520520
woaini521521 5201314520 1314520520 wang123456 zhang123456 dossier123
"""
_COMMON = frozenset(_OFTEN_USED.split())


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``, with a salt of its own."""
    with _room:
        return _hashes.hash(password)


def fits(password: str, password_hash: str) -> bool:
    """Tell whether ``password`` is the one that was hashed; takes as long either way."""
    with _room:
        return _hashes.verify(password[: LONGEST + 1], password_hash)


def check_password(password: str, login: str) -> None:
    """Raise Refused when ``password`` is too easily guessed for the account ``login``.

    login: in lower case.
    """
    plain = password.casefold()
    if len(password) < SHORTEST:
        raise _weak(f"密码太短：至少要 {SHORTEST} 个字符。请换一个更长的密码。")
    if len(password) > LONGEST:
        raise _weak(f"密码太长：最多 {LONGEST} 个字符。请换一个短一些的密码。")
    if plain == login or (len(login) >= _TELLING_LOGIN and login in plain):
        raise _weak("密码里不能包含登录名。请换一个密码。")
    if plain in _COMMON or len(set(plain)) < _DISTINCT_LEAST or _is_run(plain):
        raise _weak("这个密码太常见，容易被猜中。请换一个密码，例如几个不相干的词连在一起。")


def check_login(login: str) -> str:
    """Return ``login`` in lower case; raise Refused when it is none."""
    lower = login.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9._-]{1,31}", lower):
        raise Refused(
            "登录名要用 2 到 32 个字母、数字、点、横线或下划线，并以字母开头。请改一个登录名。",
            code="login_malformed",
        )
    return lower


def _is_run(plain: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return len(steps) == 1


def _weak(message: str) -> Refused:
    return Refused(message, code="password_weak")
