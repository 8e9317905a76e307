"""Signed notes and checkpoints that the public's tools can check.

Source: C2SP signed-note and tlog-checkpoint (https://c2sp.org); the keys are written as Go's
``golang.org/x/mod/sumdb/note`` reads them.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from dossier.kernel.errors import Refused

_ED25519 = b"\x01"
_DASH = "— "
_KEY_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half; text: ``name+keyid+base64``, made to be printed and handed out."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, line feed, algorithm and key."""
        content = self.name.encode() + b"\n" + _ED25519 + self.public
        return hashlib.sha256(content).digest()[:_KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key as Go's ``note.NewVerifier`` reads it."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half; seed: 32 bytes of Ed25519."""

    name: str
    seed: bytes

    @property
    def verifying(self) -> VerifyingKey:
        """The public half."""
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifyingKey(self.name, private.public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The key as Go's ``note.NewSigner`` reads it.  A secret."""
        key_id = self.verifying.key_id.hex()
        return f"PRIVATE+KEY+{self.name}+{key_id}+{_base64(_ED25519 + self.seed)}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its name in the world, how many events, and the root of their tree."""

    origin: str
    size: int
    root: bytes


def is_key_name(name: str) -> bool:
    """Tell whether ``name`` may name a key: not empty, without blanks, line breaks and plus."""
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name)


def parse_verifying_key(text: str) -> VerifyingKey:
    """Read the text of a public key; raises Refused when it is none."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    content = _decode(encoded)
    key = VerifyingKey(name, content[1:])
    if (
        not is_key_name(name)
        or content[:1] != _ED25519
        or len(content) != 33
        or key.key_id.hex() != key_id
    ):
        raise Refused("验证公钥格式不正确，请核对后重新录入。", code="audit_key_malformed")
    return key


def parse_signing_key(text: str) -> SigningKey:
    """Read the text of a private key; raises Refused when it is none."""
    parts = text.strip().split("+", 4)
    content = _decode(parts[4]) if len(parts) == 5 and parts[:2] == ["PRIVATE", "KEY"] else b""
    if content[:1] != _ED25519 or len(content) != 33:
        raise Refused("签名私钥文件已损坏，请从备份恢复。", code="audit_key_malformed")
    key = SigningKey(parts[2], content[1:])
    if not is_key_name(key.name) or key.verifying.key_id.hex() != parts[3]:
        raise Refused("签名私钥文件已损坏，请从备份恢复。", code="audit_key_malformed")
    return key


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Return ``checkpoint`` as a signed note."""
    assert checkpoint.origin
    assert "\n" not in checkpoint.origin
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{_base64(checkpoint.root)}\n"
    signature = Ed25519PrivateKey.from_private_bytes(key.seed).sign(text.encode())
    return f"{text}\n{_DASH}{key.name} {_base64(key.verifying.key_id + signature)}\n"


def parse_checkpoint(note: str) -> Checkpoint:
    """Read the checkpoint of a note without looking at its signatures; Refused when malformed."""
    lines = note.partition("\n\n")[0].split("\n")
    root = _decode(lines[2]) if len(lines) >= 3 else b""
    if len(root) != 32 or not lines[0] or not _is_size(lines[1]):
        raise Refused("检查点内容格式不正确，请核对原件。", code="audit_checkpoint_malformed")
    return Checkpoint(lines[0], int(lines[1]), root)


def is_signed_by(note: str, key: VerifyingKey) -> bool:
    """Tell whether ``note`` bears a good signature of ``key``; others' signatures are ignored."""
    text, gap, signatures = note.rpartition("\n\n")
    if not gap:
        return False
    signed = (text + "\n").encode()
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        content = _decode(encoded)
        if (
            not line.startswith(_DASH)
            or name != key.name
            or content[:_KEY_ID_BYTES] != key.key_id
        ):
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(
                content[_KEY_ID_BYTES:], signed
            )
        except InvalidSignature:
            return False
        return True
    return False


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
