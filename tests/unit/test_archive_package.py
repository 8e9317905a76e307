"""Building packages."""

from dataclasses import replace
from pathlib import Path

import pytest
from archive_sample import CODE, WRITTEN, a_content, an_evidence

from dossier.archive.content import PackageFile
from dossier.archive.package import BUILDING, build_package, read_file
from dossier.kernel.errors import Conflict, Refused


def test_a_package_stands_under_fonds_year_and_code(tmp_path: Path) -> None:
    package = build_package(tmp_path, a_content())
    assert package.folder == f"Z109/2026/{WRITTEN}"
    assert "data/form/form.json" in package.files
    assert "bag-info.txt" in package.files
    assert package.size_bytes > 0
    assert read_file(tmp_path, package.folder, "form/form.json") == b'{"applicant_name":"x"}'


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    first = build_package(tmp_path / "a", a_content())
    second = build_package(tmp_path / "b", a_content())
    assert first == second
    for name in first.files:
        one = (tmp_path / "a" / first.folder / name).read_bytes()
        assert one == (tmp_path / "b" / second.folder / name).read_bytes()


def test_building_again_is_harmless_even_when_the_log_has_grown(tmp_path: Path) -> None:
    first = build_package(tmp_path, a_content())
    assert build_package(tmp_path, a_content(evidence=an_evidence(log=40))) == first


def test_another_content_never_takes_a_code_that_is_used(tmp_path: Path) -> None:
    first = build_package(tmp_path, a_content())
    with pytest.raises(Conflict):
        build_package(tmp_path, a_content(form=b'{"applicant_name":"y"}'))
    assert build_package(tmp_path, a_content()) == first


def test_a_damaged_package_is_not_taken_for_done(tmp_path: Path) -> None:
    package = build_package(tmp_path, a_content())
    (tmp_path / package.folder / "manifest-sha256.txt").unlink()
    with pytest.raises(Refused):
        build_package(tmp_path, a_content())


def test_what_a_crash_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / BUILDING / WRITTEN / "data"
    left.mkdir(parents=True)
    (left / "half.json").write_bytes(b"{")
    package = build_package(tmp_path, a_content())
    assert "data/half.json" not in package.files
    assert not left.exists()


@pytest.mark.parametrize(
    "file",
    [
        PackageFile("originals/王桂兰.png", b"x"),
        PackageFile("form/form.json", b"twice"),
        PackageFile("metadata/metadata.json", b"{}"),
        PackageFile("originals/009-original.png", b""),
    ],
)
def test_a_file_that_may_not_stand_there_is_refused_and_nothing_is_left(
    tmp_path: Path, file: PackageFile
) -> None:
    content = a_content()
    with pytest.raises(Refused):
        build_package(tmp_path, replace(content, files=(*content.files, file)))
    assert not (tmp_path / "Z109").exists()


def test_names_hold_no_person_and_codes_are_the_folder(tmp_path: Path) -> None:
    second = replace(CODE, item=2)
    package = build_package(tmp_path, a_content(second))
    assert package.folder.endswith("-0002")
    assert all(name.isascii() for name in package.files)
