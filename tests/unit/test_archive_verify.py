"""Every way in which a package can be spoiled is found, and by the right check."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archive_sample import CASE, KEY, WRITTEN, a_content, a_metadata, an_evidence

from dossier.archive.content import Package, PackageContent, PackageFile
from dossier.archive.inspection import inspect_folder, inspect_item, inspect_register
from dossier.archive.judging import audit_judge
from dossier.archive.model import ArchiveItem, ItemState, Property
from dossier.archive.package import build_package
from dossier.archive.payload import manifest
from dossier.archive.verify import verify_package
from dossier.audit.note import SigningKey
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.ids import ArchiveItemId, CaseId, UserId

JUDGE = audit_judge(KEY.verifying)
NOW = datetime(2026, 4, 2, tzinfo=UTC)


def an_item(package: Package) -> ArchiveItem:
    return ArchiveItem(
        id=ArchiveItemId("item"),
        case_id=CaseId(CASE),
        reference_code=WRITTEN,
        title="低保、边缘户申请 2026-0001",
        year=2026,
        retention="D30",
        retention_to_confirm=False,
        unit_path="0001/0003/0007/",
        state=ItemState.FILED,
        reserved_at=NOW,
        package=package.folder,
        manifest_sha256=package.manifest_sha256,
        tagmanifest_sha256=package.tagmanifest_sha256,
        filed_at=NOW,
        filed_by=UserId("u"),
        destroy_after=None,
    )


def failed(folder: Path, item: ArchiveItem | None = None) -> set[str]:
    results = verify_package(folder, JUDGE, item=item)
    assert all(result.message for result in results)
    return {result.code for result in results if result.passed is False}


def spoil(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o440)


def reseal(folder: Path) -> None:
    """Write the lists anew, as somebody would who covers his traces."""
    data = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "data").rglob("*")
        if path.is_file()
    }
    spoil(folder / "manifest-sha256.txt", manifest(data, "sha256"))
    spoil(folder / "sm3-manifest.txt", manifest(data, "sm3"))
    oxum = f"{sum(map(len, data.values()))}.{len(data)}"
    info = (folder / "bag-info.txt").read_text().splitlines()
    kept = [
        f"Payload-Oxum: {oxum}" if line.startswith("Payload-Oxum") else line for line in info
    ]
    spoil(folder / "bag-info.txt", ("\n".join(kept) + "\n").encode())
    names = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "sm3-manifest.txt")
    tags = {name: (folder / name).read_bytes() for name in names}
    spoil(folder / "tagmanifest-sha256.txt", manifest(tags, "sha256"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Package]:
    root = tmp_path_factory.mktemp("archive")
    return root, build_package(root, a_content())


@pytest.fixture
def package(built: tuple[Path, Package]) -> Package:
    return built[1]


@pytest.fixture
def folder(tmp_path: Path, built: tuple[Path, Package]) -> Path:
    root, package = built
    shutil.copytree(root / package.folder, tmp_path / package.folder)
    return tmp_path / package.folder


def test_a_good_package_passes_all_four(folder: Path, package: Package) -> None:
    results = verify_package(folder, JUDGE, item=an_item(package))
    assert [result for result in results if result.passed is False] == []
    assert {result.property for result in results} == set(Property)
    assert [result.code for result in results if result.passed is None] == ["viruses"]


def test_an_outsider_without_register_and_key_is_told_what_did_not_run(folder: Path) -> None:
    results = verify_package(folder, audit_judge(None))
    silent = {result.code for result in results if result.passed is None}
    assert silent == {"record", "audit-signature", "viruses"}


@pytest.mark.parametrize(
    "name",
    [
        "data/originals/001-original.png",
        "data/form/form.json",
        "data/audit/events.jsonl",
        "data/metadata/catalogue.csv",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "sm3-manifest.txt",
        "tagmanifest-sha256.txt",
    ],
)
def test_an_altered_and_a_missing_file_are_found(
    folder: Path, package: Package, name: str
) -> None:
    whole = (folder / name).read_bytes()
    spoil(folder / name, whole[:-2] + b"9\n")
    found = failed(folder, an_item(package))
    assert {"digest-sha256", "digest-sm3", "tag-files", "record"} & found
    (folder / name).unlink()
    assert {"missing-files", "tag-files"} & failed(folder, an_item(package))


@pytest.mark.parametrize(
    "name",
    [
        "data/originals/003-original.png",
        "data/deep/er/file.txt",
        "notes.txt",
        "manifest-md5.txt",
        "data/.hidden",
    ],
)
def test_an_unlisted_file_is_found_wherever_it_lies(folder: Path, name: str) -> None:
    spoil(folder / name, b"x")
    assert "unlisted-files" in failed(folder)


def test_a_file_that_only_the_list_names_is_missing(folder: Path) -> None:
    lines = (folder / "manifest-sha256.txt").read_bytes()
    spoil(
        folder / "manifest-sha256.txt",
        lines + b"0" * 64 + b"  data/originals/009-original.png\n",
    )
    assert {"missing-files", "tag-files"} <= failed(folder)


def test_lines_that_lead_out_of_the_package_are_not_followed(folder: Path) -> None:
    lines = (folder / "manifest-sha256.txt").read_bytes()
    spoil(
        folder / "manifest-sha256.txt", lines + b"0" * 64 + b"  data/../../../../etc/passwd\n"
    )
    results = verify_package(folder, JUDGE)
    assert {r.code: r.passed for r in results}["bagit"] is None
    assert "tag-files" in failed(folder)


def test_links_are_found_and_not_followed(folder: Path) -> None:
    (folder / "data/originals/003-original.png").symlink_to("/etc/passwd")
    assert "names" in failed(folder)


def test_covering_the_traces_is_found_by_the_register(folder: Path, package: Package) -> None:
    spoil(folder / "data/form/form.json", b'{"applicant_name":"z"}')
    reseal(folder)
    assert "metadata-content" in failed(folder)
    assert "record" in failed(folder, an_item(package))


def test_a_package_replaced_whole_is_found_by_the_register_alone(
    tmp_path: Path, package: Package
) -> None:
    other = build_package(tmp_path / "other", a_content(form=b'{"applicant_name":"z"}'))
    folder = tmp_path / "other" / other.folder
    assert failed(folder) == set()
    assert failed(folder, an_item(package)) == {"record"}


def test_a_changed_event_is_found_by_its_proof(folder: Path) -> None:
    events = folder / "data/audit/events.jsonl"
    spoil(events, events.read_bytes().replace(b'"number": 2', b'"number": 7'))
    assert "audit-proofs" in failed(folder)


def test_a_removed_event_is_found(folder: Path) -> None:
    events = folder / "data/audit/events.jsonl"
    spoil(events, b"".join(events.read_bytes().splitlines(keepends=True)[:-1]))
    assert "audit-proofs" in failed(folder)


def test_an_empty_log_is_no_evidence(folder: Path) -> None:
    spoil(folder / "data/audit/events.jsonl", b"")
    spoil(folder / "data/audit/proofs.json", b'{"size":0,"root":"","events":[]}')
    assert "audit-proofs" in failed(folder)


def test_a_checkpoint_of_another_state_is_found(folder: Path) -> None:
    spoil(folder / "data/audit/checkpoint.note", an_evidence(log=30).checkpoint.encode())
    assert "audit-checkpoint" in failed(folder)


def test_what_is_no_checkpoint_is_found(folder: Path) -> None:
    spoil(folder / "data/audit/checkpoint.note", b"\xff\xfe")
    assert "audit-checkpoint" in failed(folder)


def test_a_stranger_s_signature_is_found(folder: Path) -> None:
    stranger = SigningKey("test/audit", bytes(32))
    results = verify_package(folder, audit_judge(stranger.verifying))
    assert {r.code for r in results if r.passed is False} == {"audit-signature"}


@pytest.mark.parametrize(
    "proofs",
    [
        b"",
        b"[]",
        b"{}",
        b'{"events":{}}',
        b'{"events":[1],"size":1,"root":""}',
        b'{"events":[],"size":true,"root":""}',
        b'{"events":[],"size":1,"root":"zz"}',
        b'{"events":[],"size":1,"root":5}',
        b'{"events":[{"seq":0,"leaf":"","hashes":{}}],"size":1,"root":""}',
        b'{"events":[],"root":""}',
    ],
)
def test_proofs_that_cannot_be_read_are_found(folder: Path, proofs: bytes) -> None:
    spoil(folder / "data/audit/proofs.json", proofs)
    assert "audit-proofs" in failed(folder)


def change_metadata(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = folder / "data/metadata/metadata.json"
    metadata = json.loads(path.read_bytes())
    change(metadata)
    spoil(path, json.dumps(metadata).encode())
    reseal(folder)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("题名", "", "mandatory-elements"),
        ("归档人", None, "mandatory-elements"),
        ("题名", "x\u0007", "metadata-values"),
        ("题名", "x" * 401, "metadata-values"),
        ("归档日期", "2026-02-30", "metadata-values"),
        ("归档日期", "2026-03-01", "metadata-values"),
        ("页数", "2", "metadata-values"),
        ("页数", True, "metadata-values"),
        ("件号", 2, "reference-code"),
        ("档号", "Z109-WS·2026-D30-社区-0002", "reference-code"),
        ("表单版本", 2, "form-version"),
    ],
)
def test_implausible_metadata_are_found_though_all_digests_agree(
    folder: Path, key: str, value: object, code: str
) -> None:
    def change(metadata: dict[str, object]) -> None:
        elements = metadata["elements"]
        assert isinstance(elements, dict)
        elements[key] = value

    change_metadata(folder, change)
    assert code in failed(folder)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("process", [], "process"),
        ("items", 9, "catalogue"),
        ("files", None, "metadata-content"),
        ("files", [5], "metadata-content"),
        ("elements", [], "metadata-readable"),
    ],
)
def test_broken_metadata_are_found(folder: Path, key: str, value: object, code: str) -> None:
    change_metadata(folder, lambda metadata: metadata.update({key: value}))
    assert code in failed(folder)


def test_a_folder_under_another_name_is_not_the_package(folder: Path) -> None:
    moved = folder.rename(folder.with_name("Z109-WS·2026-D30-社区-0009"))
    assert failed(moved) == {"reference-code"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("data/originals/001-original.png", b"GIF89a", "formats"),
        ("data/originals/001-original.png", b"", "sizes"),
        ("data/form/form.json", b"{", "formats"),
        ("data/form/schema.json", b"[]", "form-version"),
        ("data/decisions/actions.json", b"[]", "process"),
        ("data/metadata/catalogue.csv", b"\xff\xfe", "formats"),
        ("data/metadata/catalogue.csv", b"a,b\n1,2\n", "catalogue"),
        ("data/audit/events.jsonl", b"{\n", "formats"),
        ("data/originals/003-original.zip", b"PK", "formats"),
        ("data/originals/003-original.heic", b"\x00\x00\x00\x18nothing", "formats"),
        ("data/originals/003-original.png", b"\x89PNG\r\n\x1a\n", "catalogue"),
        ("data/letters/001-acceptance.pdf", b"%PDF-1.7 no more", "openable"),
    ],
)
def test_what_nobody_could_open_is_found_though_all_digests_agree(
    folder: Path, name: str, content: bytes, code: str
) -> None:
    spoil(folder / name, content)
    reseal(folder)
    assert code in failed(folder)


def test_a_gap_in_the_list_of_contents_is_found(folder: Path) -> None:
    path = folder / "data/metadata/catalogue.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    spoil(path, b"".join([lines[0], *lines[2:]]))
    assert "catalogue" in failed(folder)


def test_an_absent_part_is_found(tmp_path: Path) -> None:
    whole = a_content()
    files = tuple(file for file in whole.files if not file.path.startswith("decisions/"))
    package = build_package(tmp_path, replace(whole, files=files))
    assert {"parts", "process"} <= failed(tmp_path / package.folder)


def test_a_register_needs_no_originals_but_a_reading_does(tmp_path: Path) -> None:
    whole = a_content()
    of_scans = ("originals/", "readings/", "searchable/")
    none = tuple(file for file in whole.files if not file.path.startswith(of_scans))
    register = build_package(tmp_path / "register", replace(whole, files=none))
    assert "parts" not in failed(tmp_path / "register" / register.folder)
    lost = tuple(file for file in whole.files if not file.path.startswith("originals/"))
    package = build_package(tmp_path / "lost", replace(whole, files=lost))
    assert "parts" in failed(tmp_path / "lost" / package.folder)


def test_a_file_that_others_may_write_is_found(folder: Path) -> None:
    (folder / "data/form/form.json").chmod(0o666)
    assert failed(folder) == {"permissions"}


def test_a_scanner_is_asked_about_every_file(folder: Path) -> None:
    def scan(content: bytes) -> str | None:
        return "EICAR" if b"applicant" in content else None

    results = {r.code: r for r in verify_package(folder, JUDGE, scan=scan)}
    assert results["viruses"].paths == ("data/form/form.json",)
    clean = verify_package(folder, JUDGE, scan=lambda _: None)
    assert {r.code: r.passed for r in clean}["viruses"] is True


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"{}", b"[]", b"[" * 200_000])
def test_no_broken_file_stops_the_verifier(folder: Path, content: bytes) -> None:
    for path in list(folder.rglob("*")):
        if path.is_file():
            spoil(path, content)
    assert len(failed(folder)) > 5


def test_an_empty_and_an_absent_folder_are_found(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert len(failed(tmp_path / "empty")) > 5
    assert failed(tmp_path / "absent") == {"package"}


def test_inspections_name_the_package(tmp_path: Path, folder: Path, package: Package) -> None:
    assert inspect_folder(folder, JUDGE).reference_code == WRITTEN
    assert inspect_item(tmp_path, an_item(package), JUDGE).passed


def test_packages_that_nobody_registered_and_lost_numbers_are_found(
    tmp_path: Path, folder: Path, package: Package
) -> None:
    item = an_item(package)
    good = inspect_register(tmp_path, [item], ())
    assert all(result.passed for result in good)
    folder.with_name("stray").mkdir()
    bad = inspect_register(tmp_path, [item], ("Z109-WS·2026-D30-社区-0002",))
    assert [result.paths for result in bad] == [
        ("Z109-WS·2026-D30-社区-0002",),
        ("Z109/2026/stray",),
    ]


def test_further_elements_never_replace_ours(tmp_path: Path) -> None:
    content: PackageContent = replace(
        a_content(), metadata=a_metadata(further={"题名": "别的", "备注": "x"})
    )
    package = build_package(tmp_path, content)
    metadata = json.loads(
        (tmp_path / package.folder / "data/metadata/metadata.json").read_bytes()
    )
    assert metadata["elements"]["题名"] == "低保、边缘户申请 2026-0001"
    assert metadata["elements"]["备注"] == "x"


def test_a_pdf_of_ours_opens(tmp_path: Path) -> None:
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"trailer<</Root 1 0 R>>"
    )
    heic = PackageFile("originals/003-original.heic", b"\0\0\0\x18ftypheic", title="扫描件之3")
    content = a_content(pdf=pdf)
    package = build_package(tmp_path, replace(content, files=(*content.files, heic)))
    assert failed(tmp_path / package.folder) == set()
    assert sha256_hex(pdf) in (tmp_path / package.folder / "manifest-sha256.txt").read_text()
