"""Packages please the public's tools, which know nothing of us."""

import subprocess
import sys
from pathlib import Path

import pytest
from archive_sample import a_content

from dossier.archive.package import build_package

BAGIT = Path(sys.executable).with_name("bagit.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / build_package(tmp_path, a_content()).folder


def run(*command: str | Path, within: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=within, capture_output=True, text=True, check=False)


def test_the_library_of_congress_s_tool_accepts_it(folder: Path) -> None:
    answer = run(sys.executable, BAGIT, "--validate", folder, within=folder)
    assert answer.returncode == 0, answer.stderr


def test_the_library_of_congress_s_tool_sees_a_change(folder: Path) -> None:
    form = folder / "data/form/form.json"
    form.chmod(0o600)
    form.write_bytes(b"{}")
    answer = run(sys.executable, BAGIT, "--validate", folder, within=folder)
    assert answer.returncode == 1


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_sha256sum_checks_the_manifests(folder: Path, name: str) -> None:
    answer = run("sha256sum", "--check", "--strict", name, within=folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_openssl_finds_the_sm3_digests(folder: Path) -> None:
    lines = (folder / "sm3-manifest.txt").read_text().splitlines()
    assert lines
    for line in lines:
        digest, _, path = line.partition("  ")
        answer = run("openssl", "dgst", "-sm3", path, within=folder)
        assert answer.stdout.strip().endswith(digest), answer.stderr
