"""A bundle is the same bytes for the same content, and every altered byte is noticed."""

import io
import struct
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dossier.catalogue.editing.bundles import (
    FILE_BYTES_MAX,
    FORMAT,
    NAMESPACE,
    Bundle,
    BundleItem,
    Manifest,
    pack,
    unpack,
)
from dossier.catalogue.editing.ssh_signatures import (
    BadKey,
    BadSignature,
    fingerprint,
    key_text,
    parse_key,
    public_of,
    sign,
    signer_of,
)
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import Refused

SEED, OTHER = b"s" * 32, b"o" * 32
TEXTS = ("code: a.b\nversion: 1\n", "code: a.c\nversion: 2\n标题: 中文\n")
Files = dict[str, bytes]


def item(code: str, version: int, text: str) -> BundleItem:
    return BundleItem(
        code=code,
        version=version,
        title_zh="服务",
        digest="0" * 64,
        sha256=sha256_hex(text.encode()),
        parameters=("p",),
        document_types=("id_card",),
    )


def manifest(*items: BundleItem, form: str = FORMAT) -> Manifest:
    return Manifest(
        format=form,
        office="和安区民政局",
        made_at=datetime(2026, 3, 9, 1, 0, tzinfo=UTC),
        items=items or (item("a.b", 1, TEXTS[0]), item("a.c", 2, TEXTS[1])),
        parameters=(),
    )


def packed(seed: bytes = SEED) -> bytes:
    return pack(manifest(), TEXTS, seed)


def files_of(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files, method: int = zipfile.ZIP_STORED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def altered(change: Callable[[Files], object], seed: bytes | None = None) -> bytes:
    """The bundle with its files changed; seed: signed anew by its holder."""
    files = files_of(packed())
    change(files)
    if seed is not None:
        files["manifest.json.sig"] = sign(seed, NAMESPACE, files["manifest.json"]).encode()
    return zipped(files)


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        unpack(content)
    assert refused.value.message.endswith("重新索取。")
    return refused.value.code


# -- the bundle


def test_what_was_packed_is_unpacked() -> None:
    bundle = unpack(packed())
    assert isinstance(bundle, Bundle)
    assert bundle.manifest == manifest()
    assert bundle.texts == {"a.b": TEXTS[0], "a.c": TEXTS[1]}
    assert bundle.signer == public_of(SEED)
    assert bundle.sha256 == sha256_hex(packed())


def test_the_same_content_gives_the_same_bytes() -> None:
    assert packed() == packed()
    assert packed() != packed(OTHER)
    names = list(files_of(packed()))
    assert names == [
        "manifest.json",
        "manifest.json.sig",
        "services/a.b@1.yaml",
        "services/a.c@2.yaml",
    ]


def test_every_altered_byte_of_what_it_says_is_noticed() -> None:
    for name, content in files_of(packed()).items():
        if name.endswith(".sig"):
            continue
        for at in range(0, len(content), 7):
            wrong = bytes([content[at] ^ 1])

            def change(
                files: Files, name: str = name, at: int = at, wrong: bytes = wrong
            ) -> None:
                files[name] = files[name][:at] + wrong + files[name][at + 1 :]

            assert code_of(altered(change)) in ("bundle_signature", "bundle_altered")


def test_any_altered_byte_of_the_file_is_noticed_or_changes_nothing() -> None:
    whole = packed()
    for at in range(0, len(whole), 11):
        try:
            bundle = unpack(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        except Refused:
            continue
        assert (bundle.manifest, bundle.texts) == (manifest(), unpack(whole).texts)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"x" * 100, b"code: a.b"])
def test_what_is_no_bundle_is_refused(content: bytes) -> None:
    assert code_of(content) == "bundle_malformed"


def test_a_large_file_is_refused_before_it_is_looked_into() -> None:
    assert code_of(b"x" * (FILE_BYTES_MAX + 1)) == "bundle_too_large"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "services/../../x.yaml",
        "/services/a.b@1.yaml",
        "services/a.b@1.yaml/",
        "services\\a.b@1.yaml",
        "services/A.b@1.yaml",
        "more.txt",
    ],
)
def test_a_file_that_has_no_business_here_is_refused(name: str) -> None:
    assert code_of(altered(lambda files: files.update({name: b"x"}))) == "bundle_files"


def test_a_file_that_is_not_in_the_list_is_refused() -> None:
    more = altered(lambda files: files.update({"services/a.d@1.yaml": b"x"}))
    assert code_of(more) == "bundle_files"
    fewer = altered(lambda files: files.pop("services/a.b@1.yaml"))
    assert code_of(fewer) == "bundle_files"


def test_what_is_packed_tightly_is_not_unpacked() -> None:
    bomb = zipped(
        {**files_of(packed()), "services/a.b@1.yaml": b"0" * 400_000}, zipfile.ZIP_DEFLATED
    )
    assert code_of(bomb) == "bundle_files"
    large = altered(lambda files: files.update({"services/a.b@1.yaml": b"0" * 600_000}))
    assert code_of(large) == "bundle_files"


def test_a_file_that_lies_about_its_size_is_refused() -> None:
    whole = bytearray(packed())
    at = whole.rindex(b"PK\x01\x02")
    struct.pack_into("<L", whole, at + 24, 10)
    assert code_of(bytes(whole)) in ("bundle_malformed", "bundle_altered")


def test_a_file_twice_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files_of(packed()).items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("services/a.b@1.yaml", "code: evil")
    assert code_of(held.getvalue()) == "bundle_files"


def test_a_locked_archive_is_refused() -> None:
    whole = bytearray(packed())
    at = whole.index(b"PK\x01\x02")
    whole[at + 8] |= 1
    assert code_of(bytes(whole)) == "bundle_files"


def test_a_service_twice_or_another_format_is_refused() -> None:
    twice = manifest(item("a.b", 1, TEXTS[0]), item("a.b", 2, TEXTS[1]))
    assert code_of(pack(twice, TEXTS, SEED)) == "bundle_manifest"
    later = manifest(form="dossier-bundle/2")
    assert code_of(pack(later, TEXTS, SEED)) in ("bundle_manifest", "bundle_files")

    def more(files: Files) -> None:
        files["manifest.json"] = files["manifest.json"].replace(b'"office"', b'"officer"')

    assert code_of(altered(more, SEED)) == "bundle_manifest"


def test_a_text_that_is_no_text_is_refused() -> None:
    wrong = b"\xff\xfe"
    listed = item("a.b", 1, "").model_copy(update={"sha256": sha256_hex(wrong)})
    files = files_of(pack(manifest(listed), [""], SEED))
    files["services/a.b@1.yaml"] = wrong
    assert code_of(zipped(files)) == "bundle_altered"


# -- signatures


def test_a_signature_is_checked_by_the_public_tool(tmp_path: Path) -> None:
    for name, content in files_of(packed()).items():
        if not name.startswith("services/"):
            (tmp_path / name).write_bytes(content)
    allowed = tmp_path / "allowed"
    line = key_text(public_of(SEED), "和安区民政局")
    allowed.write_text(f'office namespaces="{NAMESPACE}" {line}\n', "utf-8")
    words = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "office", "-n", NAMESPACE]
    words += ["-s", str(tmp_path / "manifest.json.sig")]
    body = (tmp_path / "manifest.json").read_bytes()
    good = subprocess.run(words, input=body, capture_output=True, check=False)
    assert good.returncode == 0, good.stderr
    assert fingerprint(public_of(SEED)).encode() in good.stdout
    bad = subprocess.run(words, input=body + b" ", capture_output=True, check=False)
    assert bad.returncode != 0


def test_a_signature_of_the_public_tool_is_checked_here(tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "other", "-f", str(key)],
        check=True,
    )
    (tmp_path / "m").write_bytes(b"message")
    subprocess.run(
        [
            "ssh-keygen",
            "-q",
            "-Y",
            "sign",
            "-f",
            str(key),
            "-n",
            NAMESPACE,
            str(tmp_path / "m"),
        ],
        check=True,
    )
    made = (tmp_path / "m.sig").read_text("utf-8")
    public = parse_key((tmp_path / "key.pub").read_text("utf-8"))
    assert signer_of(made, NAMESPACE, b"message") == public
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", str(tmp_path / "key.pub")], capture_output=True, check=True
    )
    assert fingerprint(public) in shown.stdout.decode()
    assert parse_key(key_text(public, "a name")) == public


def test_a_signature_for_another_purpose_or_message_is_none() -> None:
    made = sign(SEED, NAMESPACE, b"message")
    assert signer_of(made, NAMESPACE, b"message") == public_of(SEED)
    for text, namespace, message in (
        (made, "file", b"message"),
        (made, NAMESPACE, b"messagE"),
        ("", NAMESPACE, b"message"),
        (made.replace("BEGIN SSH", "BEGIN PGP"), NAMESPACE, b"message"),
        (made.replace("\n", "\n!", 1), NAMESPACE, b"message"),
        (f"{made.splitlines()[0]}\nAAAA\n{made.splitlines()[-1]}", NAMESPACE, b"message"),
        ("\n".join([*made.splitlines()[:2], made.splitlines()[-1]]), NAMESPACE, b"message"),
    ):
        with pytest.raises(BadSignature):
            signer_of(text, namespace, message)


@pytest.mark.parametrize(
    "text", ["", "ssh-rsa AAAA", "ssh-ed25519", "ssh-ed25519 !!", "ssh-ed25519 AAAA", "a\nb c"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        parse_key(text)
