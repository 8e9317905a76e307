"""A disk that is full, a writer that dies, a folder that is none."""

import errno
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier.adapters.disk import DiskObjects
from dossier.kernel.errors import Unavailable

CROWDED = """
import resource, sys
from pathlib import Path
from dossier.adapters.disk import DiskObjects
from dossier.kernel.errors import Unavailable

objects = DiskObjects(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    objects.put("big", b"x" * 200_000)
except Unavailable as error:
    print(error.code, error.__cause__.errno)
objects.put("small", b"fits")
"""

RESTLESS = """
import itertools, sys
from pathlib import Path
from dossier.adapters.disk import DiskObjects

objects = DiskObjects(Path(sys.argv[1]))
print("begun", flush=True)
for n in itertools.count():
    objects.put(f"object-{n}", bytes([n % 256]) * 2_000_000)
"""


def test_without_room_nothing_half_written_stays(tmp_path: Path) -> None:
    """The kernel refuses the write half-way, as on a full disk."""
    done = subprocess.run(
        [sys.executable, "-c", CROWDED, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["disk_full", str(errno.EFBIG)]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["small"]


def test_a_killed_writer_leaves_whole_objects_only(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RESTLESS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
        time.sleep(0.3)
        writer.kill()
    objects = DiskObjects(tmp_path)
    names = list(objects.names())
    assert names
    for name in names:
        number = int(name.removeprefix("object-"))
        assert objects.get(name) == bytes([number % 256]) * 2_000_000
    assert list(tmp_path.rglob("*.part")) == []


def test_opening_drops_what_the_dead_left_but_not_what_the_living_write(tmp_path: Path) -> None:
    objects = DiskObjects(tmp_path)
    objects.put("kept", b"content")
    (shard,) = tmp_path.iterdir()
    (shard / ".dead.part").write_bytes(b"half")
    living = shard / ".living.part"
    with subprocess.Popen(
        ["flock", str(living), "sh", "-c", "echo held; read line"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        DiskObjects(tmp_path)
        assert sorted(path.name for path in shard.iterdir()) == [".living.part", "kept"]
        holder.stdin.close()
    assert list(objects.names()) == ["kept"]


def test_a_folder_that_is_a_file_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="存储目录"):
        DiskObjects(tmp_path / "file" / "objects")


def test_a_folder_that_vanished_or_was_replaced_is_unavailable(tmp_path: Path) -> None:
    folder = tmp_path / "objects"
    objects = DiskObjects(folder)
    folder.rmdir()
    folder.write_text("")
    for act in (
        lambda: objects.put("scan", b""),
        lambda: objects.get("scan"),
        lambda: objects.delete("scan"),
        lambda: list(objects.names()),
        objects.check,
    ):
        with pytest.raises(Unavailable, match="存储目录"):
            act()
