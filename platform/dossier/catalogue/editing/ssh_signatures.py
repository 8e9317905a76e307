"""Signatures that ``ssh-keygen -Y verify`` checks: Ed25519 in OpenSSH's armour.

Source: OpenSSH, PROTOCOL.sshsig; RFC 4251 (strings), RFC 8709 (ssh-ed25519).
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_KIND = b"ssh-ed25519"
_HASH = b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE = 70


class BadSignature(Exception):
    """A signature that is none, or not of this message."""


class BadKey(Exception):
    """A text that is no Ed25519 key of OpenSSH."""


def sign(seed: bytes, namespace: str, message: bytes) -> str:
    """Return the armoured signature of ``message``; seed: 32 bytes of Ed25519."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    name = namespace.encode()
    signature = private.sign(_signed(name, message))
    blob = b"".join(
        (
            _MAGIC,
            _VERSION,
            _string(_wire(public)),
            _string(name),
            _string(b""),
            _string(_HASH),
            _string(_string(_KIND) + _string(signature)),
        )
    )
    encoded = base64.b64encode(blob).decode()
    lines = [encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def signer_of(armoured: str, namespace: str, message: bytes) -> bytes:
    """Return the public key that signed ``message``; raises BadSignature.

    Whether that key is trusted is for the caller to know.
    """
    text = armoured.strip()
    if not text.startswith(_BEGIN) or not text.endswith(_END):
        raise BadSignature("no armour")
    blob = _decoded("".join(text[len(_BEGIN) : -len(_END)].split()))
    if blob[:6] != _MAGIC or blob[6:10] != _VERSION:
        raise BadSignature("another format")
    try:
        wire, name, reserved, algorithm, inner = _strings(blob[10:], 5)
        kind, signature = _strings(inner, 2)
        public = _public(wire)
    except ValueError:
        raise BadSignature("cut short") from None
    if (name, reserved, algorithm, kind) != (namespace.encode(), b"", _HASH, _KIND):
        raise BadSignature("another purpose or algorithm")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(name, message))
    except (InvalidSignature, ValueError):
        raise BadSignature("not of this message") from None
    return public


def public_of(seed: bytes) -> bytes:
    """Return the public key of a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_text(public: bytes, comment: str = "") -> str:
    """Return a public key as one line of OpenSSH: ``ssh-ed25519 AAAA… comment``."""
    words = (_KIND.decode(), base64.b64encode(_wire(public)).decode(), *comment.split())
    return " ".join(words)


def parse_key(text: str) -> bytes:
    """Read one line of OpenSSH; raises BadKey."""
    words = text.split()
    try:
        if len(words) < 2 or words[0] != _KIND.decode() or len(text.strip().splitlines()) != 1:
            raise ValueError
        return _public(_decoded(words[1]))
    except (ValueError, BadSignature):
        raise BadKey from None


def fingerprint(public: bytes) -> str:
    """Return a key's fingerprint as ``ssh-keygen -l`` shows it: ``SHA256:…``."""
    digest = hashlib.sha256(_wire(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _signed(namespace: bytes, message: bytes) -> bytes:
    digest = hashlib.sha512(message).digest()
    parts = (namespace, b"", _HASH, digest)
    return _MAGIC + b"".join(_string(part) for part in parts)


def _wire(public: bytes) -> bytes:
    return _string(_KIND) + _string(public)


def _public(wire: bytes) -> bytes:
    kind, public = _strings(wire, 2)
    if kind != _KIND or len(public) != 32:
        raise ValueError("another kind of key")
    return public


def _string(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def _strings(content: bytes, wanted: int) -> list[bytes]:
    found = [*_read(content)]
    if len(found) != wanted:
        raise ValueError("another number of parts")
    return found


def _read(content: bytes) -> Iterator[bytes]:
    while content:
        size, rest = int.from_bytes(content[:4], "big"), content[4:]
        if len(content) < 4 or size > len(rest):
            raise ValueError("cut short")
        yield rest[:size]
        content = rest[size:]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature("no base64") from None
