"""A builder that is killed leaves a whole package or none."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive_sample import KEY, WRITTEN, a_content

from dossier.archive.judging import audit_judge
from dossier.archive.package import BUILDING, build_package
from dossier.archive.verify import verify_package

HERE = Path(__file__).resolve().parents[1]
SCANS = 60
BUILDER = f"""
import sys
from pathlib import Path
from archive_sample import a_content
from dossier.archive.package import build_package
print("begun", flush=True)
build_package(Path(sys.argv[1]), a_content(scans={SCANS}))
print("done", flush=True)
"""


def start(root: Path) -> subprocess.Popen[str]:
    paths = [str(HERE), str(HERE.parent / "platform")]
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(root)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        text=True,
    )


def standing(root: Path) -> list[Path]:
    return list((root / "Z109/2026").glob("*"))


@pytest.mark.parametrize("written", [1, SCANS // 2, SCANS])
def test_a_builder_killed_half_way_leaves_no_half_package(tmp_path: Path, written: int) -> None:
    builder = start(tmp_path)
    half = tmp_path / BUILDING / WRITTEN / "data" / "originals"
    deadline = time.monotonic() + 30
    while not half.exists() or len(list(half.iterdir())) < written:
        assert builder.poll() is None, "the builder was done before it could be killed"
        assert time.monotonic() < deadline
    builder.send_signal(signal.SIGKILL)
    assert builder.wait() == -signal.SIGKILL
    assert builder.stdout is not None
    builder.stdout.close()

    assert standing(tmp_path) == []
    assert half.exists(), "it was killed in the middle"

    package = build_package(tmp_path, a_content(scans=SCANS))
    assert [path.name for path in standing(tmp_path)] == [WRITTEN]
    assert not (tmp_path / BUILDING / WRITTEN).exists()
    results = verify_package(tmp_path / package.folder, audit_judge(KEY.verifying))
    assert [result for result in results if result.passed is False] == []


def test_rival_builders_of_one_package_make_one(tmp_path: Path) -> None:
    builders = [start(tmp_path) for _ in range(2)]
    for builder in builders:
        told, _ = builder.communicate(timeout=60)
        assert told.splitlines() == ["begun", "done"]
        assert builder.returncode == 0
    assert [path.name for path in standing(tmp_path)] == [WRITTEN]
