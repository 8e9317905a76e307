"""Signed notes, and the files of their keys."""

import stat
from pathlib import Path

import pytest

from dossier.audit.keys import SIGNING_KEY_FILE, VERIFYING_KEY_FILE, create_key, open_key
from dossier.audit.note import (
    Checkpoint,
    SigningKey,
    VerifyingKey,
    is_signed_by,
    parse_checkpoint,
    parse_signing_key,
    parse_verifying_key,
    sign_checkpoint,
)
from dossier.kernel.errors import NotFound, Refused

# The example of golang.org/x/mod/sumdb/note.
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
KEY = SigningKey("demo.example/audit", bytes(range(32)))
STATE = Checkpoint("demo.example/audit", 3, bytes(32))


def test_the_published_example_is_signed_by_its_key() -> None:
    assert is_signed_by(NOTE, parse_verifying_key(PUBLIC))
    assert not is_signed_by(
        NOTE.replace("problem is", "problem was"), parse_verifying_key(PUBLIC)
    )


def test_keys_are_printed_as_they_were_read() -> None:
    assert parse_verifying_key(PUBLIC).text == PUBLIC
    assert parse_signing_key(PRIVATE).text == PRIVATE
    assert parse_signing_key(PRIVATE).verifying.text == PUBLIC


def test_a_checkpoint_has_the_public_format() -> None:
    lines = sign_checkpoint(STATE, KEY).split("\n")
    assert lines[:4] == ["demo.example/audit", "3", "A" * 43 + "=", ""]
    assert lines[4].startswith("— demo.example/audit ")
    assert parse_checkpoint(sign_checkpoint(STATE, KEY)) == STATE


def test_a_signature_counts_for_its_own_key_and_text_only() -> None:
    note = sign_checkpoint(STATE, KEY)
    other = SigningKey("demo.example/audit", bytes(32)).verifying
    assert is_signed_by(note, KEY.verifying)
    assert not is_signed_by(note, other)
    assert not is_signed_by(note, VerifyingKey("other.example", KEY.verifying.public))
    assert not is_signed_by(note.replace("\n3\n", "\n4\n"), KEY.verifying)
    assert not is_signed_by("no note at all", KEY.verifying)
    assert not is_signed_by("text\n\n— broken\n", KEY.verifying)


def test_a_second_signature_by_a_stranger_does_no_harm() -> None:
    note = sign_checkpoint(STATE, KEY)
    stranger = sign_checkpoint(STATE, SigningKey("witness", bytes(32))).split("\n\n")[1]
    text, own = note.split("\n\n")
    assert is_signed_by(f"{text}\n\n{stranger}{own}", KEY.verifying)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        PUBLIC.replace("c74f20a3", "c74f20a4"),
        PUBLIC[:-4],
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_damaged_public_key_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_verifying_key(text)


@pytest.mark.parametrize(
    "text",
    ["", PUBLIC, PRIVATE[:-4], PRIVATE.replace("c74f20a3", "c74f20a4"), PRIVATE.replace("AYEK", "???")],
)  # fmt: skip
def test_a_damaged_private_key_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_signing_key(text)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "origin\n3\n",
        f"origin\n03\n{'A' * 43}=\n",
        f"\n3\n{'A' * 43}=\n",
        "origin\n3\nAAAA\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(Refused):
        parse_checkpoint(note)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    key = create_key(folder, "demo.example/audit")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / SIGNING_KEY_FILE).stat().st_mode) == 0o600
    assert create_key(folder, "another") == key == open_key(folder)
    public = (folder / VERIFYING_KEY_FILE).read_text(encoding="utf-8")
    assert parse_verifying_key(public) == key.verifying
    assert sorted(path.name for path in folder.iterdir()) == [
        SIGNING_KEY_FILE,
        VERIFYING_KEY_FILE,
    ]


def test_a_missing_key_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_key(tmp_path)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak"])
def test_a_key_name_that_no_tool_could_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused):
        create_key(tmp_path, name)
