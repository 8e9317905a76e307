"""Sealed blobs: encrypted, named by keyed digest, erasable; on both databases."""

import os
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pyrage
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from dossier.adapters.disk import DiskObjects
from dossier.adapters.sealed import (
    ObjectKeyRow,
    SealedBlobs,
    load_or_create_keys,
    open_sealed,
)
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import NotFound, Refused, Unavailable
from dossier.kernel.ids import SYSTEM
from dossier.work import begin

Sessions = sessionmaker[Session]
SCAN = "身份证扫描件 王桂兰 210106197001010029".encode() * 50


@pytest.fixture
def objects(tmp_path: Path) -> DiskObjects:
    return DiskObjects(tmp_path / "objects")


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def blobs(
    objects: DiskObjects, sessions: Sessions, keys_folder: Path, clock: FixedClock
) -> SealedBlobs:
    return open_sealed(objects, sessions, keys_folder, clock)


def row(sessions: Sessions, name: str) -> ObjectKeyRow:
    with sessions(expire_on_commit=False) as session:
        found = session.get_one(ObjectKeyRow, name)
        session.expunge(found)
        return found


def destroy(blobs: SealedBlobs, sessions: Sessions, name: str, clock: FixedClock) -> None:
    with begin(sessions, SYSTEM, clock) as work:
        blobs.destroy(work.session, name)


@pytest.mark.parametrize("content", [b"", b"x", SCAN, os.urandom(3_000_000)])
def test_what_was_put_is_got(blobs: SealedBlobs, content: bytes) -> None:
    blob = blobs.put("batch-1", content)
    assert blobs.get(blob.name) == content
    assert blob.size_bytes == len(content)


def test_neither_bytes_nor_digest_can_be_seen_in_the_store(
    blobs: SealedBlobs, objects: DiskObjects
) -> None:
    blob = blobs.put("batch-1", SCAN)
    assert list(objects.names()) == [blob.name]
    sealed = objects.get(blob.name)
    assert "王桂兰".encode() not in sealed
    assert blob.sha256 not in blob.name
    assert sealed.startswith(b"age-encryption.org/v1\n")


def test_the_same_bytes_in_the_same_scope_are_the_same_object(
    blobs: SealedBlobs, objects: DiskObjects
) -> None:
    first = blobs.put("batch-1", SCAN)
    assert blobs.put("batch-1", SCAN) == first
    assert list(objects.names()) == [first.name]
    assert blobs.get(first.name) == SCAN


def test_no_two_scopes_share_an_object(blobs: SealedBlobs, objects: DiskObjects) -> None:
    names = {blobs.put(scope, SCAN).name for scope in ("batch-1", "batch-2", "batch-")}
    assert len(names) == 3
    assert set(objects.names()) == names


def test_no_two_installations_name_alike(
    blobs: SealedBlobs,
    objects: DiskObjects,
    sessions: Sessions,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    other = SealedBlobs(
        objects, sessions, load_or_create_keys(tmp_path / "other", in_use=False), clock
    )
    assert other.put("batch-1", SCAN).name != blobs.put("batch-1", SCAN).name


def test_every_object_has_a_key_of_its_own(blobs: SealedBlobs, objects: DiskObjects) -> None:
    first, second = blobs.put("batch-1", b"one"), blobs.put("batch-1", b"two")
    objects.put(first.name, objects.get(second.name))
    with pytest.raises(Unavailable, match="文件已损坏"):
        blobs.get(first.name)
    assert blobs.get(second.name) == b"two"


def test_a_name_that_was_never_kept_is_not_found(blobs: SealedBlobs) -> None:
    with pytest.raises(NotFound):
        blobs.get("0" * 64)
    with pytest.raises(NotFound):
        blobs.get("../../etc/passwd")


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "prolonged"])
def test_damaged_bytes_are_never_handed_out(
    blobs: SealedBlobs, objects: DiskObjects, damage: str
) -> None:
    blob = blobs.put("batch-1", SCAN)
    sealed = objects.get(blob.name)
    middle = len(sealed) // 2
    objects.put(
        blob.name,
        {
            "flipped": sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :],
            "cut": sealed[:middle],
            "emptied": b"",
            "prolonged": sealed + b"\0",
        }[damage],
    )
    with pytest.raises(Unavailable, match="文件已损坏"):
        blobs.get(blob.name)
    blobs.put("batch-1", SCAN)  # a repeated upload heals it
    assert blobs.get(blob.name) == SCAN


def test_a_genuine_file_with_other_content_is_noticed(
    blobs: SealedBlobs, objects: DiskObjects, sessions: Sessions
) -> None:
    blob = blobs.put("batch-1", SCAN)
    with sessions.begin() as session:
        session.get_one(ObjectKeyRow, blob.name).sha256 = "0" * 64
    with pytest.raises(Unavailable, match="文件已损坏"):
        blobs.get(blob.name)


def test_a_lost_object_is_told_apart_from_an_unknown_one(
    blobs: SealedBlobs, objects: DiskObjects
) -> None:
    blob = blobs.put("batch-1", SCAN)
    objects.delete(blob.name)
    with pytest.raises(Unavailable, match="从备份恢复"):
        blobs.get(blob.name)


def test_keys_cannot_be_swapped_between_rows(blobs: SealedBlobs, sessions: Sessions) -> None:
    first, second = blobs.put("batch-1", b"one"), blobs.put("batch-1", b"two")
    foreign = row(sessions, second.name).wrapped_key
    with sessions.begin() as session:
        session.get_one(ObjectKeyRow, first.name).wrapped_key = foreign
    with pytest.raises(Unavailable) as caught:
        blobs.get(first.name)
    assert caught.value.code == "object-key-swapped"


def test_a_destroyed_object_can_never_be_read_again(
    blobs: SealedBlobs, objects: DiskObjects, sessions: Sessions, clock: FixedClock
) -> None:
    blob, other = blobs.put("batch-1", SCAN), blobs.put("batch-1", b"other")
    destroy(blobs, sessions, blob.name, clock)
    assert objects.exists(blob.name)
    with pytest.raises(NotFound, match="销毁"):
        blobs.get(blob.name)
    stub = row(sessions, blob.name)
    assert (stub.wrapped_key, stub.sha256, stub.size_bytes) == (None, blob.sha256, len(SCAN))
    assert stub.destroyed_at == clock()
    assert blobs.get(other.name) == b"other"


def test_destroying_is_part_of_the_callers_transaction(
    blobs: SealedBlobs, sessions: Sessions, clock: FixedClock
) -> None:
    blob = blobs.put("batch-1", SCAN)

    def destroy_and_fail() -> None:
        with begin(sessions, SYSTEM, clock) as work:
            blobs.destroy(work.session, blob.name)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        destroy_and_fail()
    assert blobs.get(blob.name) == SCAN


def test_destroying_twice_is_harmless_and_keeps_the_first_day(
    blobs: SealedBlobs, sessions: Sessions, clock: FixedClock
) -> None:
    blob = blobs.put("batch-1", SCAN)
    first = clock()
    destroy(blobs, sessions, blob.name, clock)
    clock.advance(first - first.replace(year=2025))
    destroy(blobs, sessions, blob.name, clock)
    assert row(sessions, blob.name).destroyed_at == first
    with pytest.raises(NotFound):
        destroy(blobs, sessions, "0" * 64, clock)


def test_erased_content_cannot_come_back_in_its_scope_but_in_another(
    blobs: SealedBlobs, sessions: Sessions, clock: FixedClock
) -> None:
    blob = blobs.put("batch-1", SCAN)
    destroy(blobs, sessions, blob.name, clock)
    with pytest.raises(Refused, match="新建批次"):
        blobs.put("batch-1", SCAN)
    assert blobs.get(blobs.put("batch-2", SCAN).name) == SCAN


def test_a_sweep_deletes_what_cannot_be_read_and_nothing_else(
    blobs: SealedBlobs, objects: DiskObjects, sessions: Sessions, clock: FixedClock
) -> None:
    gone, kept = blobs.put("batch-1", b"gone"), blobs.put("batch-1", b"kept")
    destroy(blobs, sessions, gone.name, clock)
    assert blobs.sweep() == 1
    assert list(objects.names()) == [kept.name]
    assert blobs.sweep() == 0
    with pytest.raises(NotFound, match="销毁"):
        blobs.get(gone.name)


def test_a_sweep_goes_on_after_what_cannot_be_deleted_yet(
    sessions: Sessions, keys_folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    class Locked(DiskObjects):
        """Refuses to delete one object, as under object lock."""

        def delete(self, name: str) -> None:
            if name == locked:
                raise Unavailable("保留期未满", code="objects_unavailable")
            super().delete(name)

    objects = Locked(tmp_path / "locked")
    blobs = open_sealed(objects, sessions, keys_folder, clock)
    names = [blobs.put("batch-1", bytes([n])).name for n in range(3)]
    locked = names[1]
    for name in names:
        destroy(blobs, sessions, name, clock)
    for _ in range(2):
        with pytest.raises(Unavailable, match="保留期未满"):
            blobs.sweep()
        assert list(objects.names()) == [locked]
    locked = ""
    assert blobs.sweep() == 1
    assert list(objects.names()) == []


def test_no_key_stays_in_the_pages_of_a_sqlite_file(
    blobs: SealedBlobs, sessions: Sessions, clock: FixedClock
) -> None:
    blob, *_ = (blobs.put("batch-1", SCAN + bytes([n])) for n in range(8))
    wrapped = row(sessions, blob.name).wrapped_key
    assert wrapped is not None
    destroy(blobs, sessions, blob.name, clock)
    engine = sessions.kw["bind"]
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:  # PostgreSQL overwrites it at the next VACUUM
            count = sa.select(sa.func.count()).where(ObjectKeyRow.wrapped_key.is_not(None))
            assert connection.scalar(count) == 7
        return
    engine.dispose()
    path = Path(engine.url.database)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    pages = path.read_bytes()
    assert not any(wrapped[at : at + 24] in pages for at in range(40, len(wrapped) - 24))


def test_many_putting_the_same_at_once_agree_on_one_key(
    objects: DiskObjects, sessions: Sessions, keys_folder: Path, clock: FixedClock
) -> None:
    results: list[str] = []
    start = Barrier(6)

    def put() -> None:
        blobs = open_sealed(objects, sessions, keys_folder, clock)
        start.wait()
        results.append(blobs.put("batch-1", SCAN).name)

    load_or_create_keys(keys_folder, in_use=False)
    threads = [Thread(target=put) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert len(set(results)) == 1
    assert open_sealed(objects, sessions, keys_folder, clock).get(results[0]) == SCAN


def test_no_connection_is_held_while_bytes_are_written(
    sessions: Sessions, keys_folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    class Watching(DiskObjects):
        """Looks at the pool in the middle of a put."""

        def put(self, name: str, content: bytes) -> None:
            held.append(sessions.kw["bind"].pool.checkedout())
            super().put(name, content)

    held: list[int] = []
    watching = Watching(tmp_path / "watched")
    open_sealed(watching, sessions, keys_folder, clock).put("batch-1", SCAN)
    assert held == [0]


def test_a_put_that_fails_half_way_can_be_repeated(
    sessions: Sessions,
    objects: DiskObjects,
    keys_folder: Path,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    class Full(DiskObjects):
        """A disk without room."""

        def put(self, name: str, content: bytes) -> None:
            raise Unavailable("磁盘空间不足", code="disk_full")

    with pytest.raises(Unavailable, match="磁盘空间不足"):
        open_sealed(Full(tmp_path / "full"), sessions, keys_folder, clock).put("b", SCAN)
    blobs = open_sealed(objects, sessions, keys_folder, clock)
    assert blobs.get(blobs.put("b", SCAN).name) == SCAN


def test_the_public_age_tool_opens_everything(
    blobs: SealedBlobs,
    objects: DiskObjects,
    sessions: Sessions,
    keys_folder: Path,
    tmp_path: Path,
) -> None:
    age = shutil.which("age")
    assert age, "the age tool is missing: apt-get install age"
    blob = blobs.put("batch-1", SCAN)
    wrapped = row(sessions, blob.name).wrapped_key
    assert wrapped is not None

    def decrypt(identity: Path, sealed: bytes) -> bytes:
        command = [str(age), "--decrypt", "--identity", str(identity)]
        return subprocess.run(command, input=sealed, capture_output=True, check=True).stdout

    inside = decrypt(keys_folder / "installation.agekey", wrapped).decode()
    name, secret = inside.split("\n")
    assert name == blob.name
    own = tmp_path / "object.agekey"
    own.write_text(secret)
    assert decrypt(own, objects.get(blob.name)) == SCAN


def test_keys_are_made_once_and_readable_by_us_only(keys_folder: Path) -> None:
    first = load_or_create_keys(keys_folder, in_use=False)
    again = load_or_create_keys(keys_folder, in_use=True)
    assert (str(first.identity), first.naming) == (str(again.identity), again.naming)
    assert str(first.identity) not in repr(first)
    assert keys_folder.stat().st_mode & 0o777 == 0o700
    files = sorted(keys_folder.iterdir())
    assert [path.name for path in files] == ["installation.agekey", "naming.key"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_several_first_starts_at_once_agree_on_the_keys(keys_folder: Path) -> None:
    made: list[tuple[str, bytes]] = []
    start = Barrier(8)

    def make() -> None:
        start.wait()
        keys = load_or_create_keys(keys_folder, in_use=False)
        made.append((str(keys.identity), keys.naming))

    threads = [Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert len(list(keys_folder.iterdir())) == 2


@pytest.mark.parametrize("lost", ["installation.agekey", "naming.key"])
def test_no_new_keys_are_made_while_objects_need_the_lost_ones(
    blobs: SealedBlobs,
    objects: DiskObjects,
    sessions: Sessions,
    keys_folder: Path,
    clock: FixedClock,
    lost: str,
) -> None:
    blobs.put("batch-1", SCAN)
    (keys_folder / lost).unlink()
    with pytest.raises(Refused, match="备份"):
        open_sealed(objects, sessions, keys_folder, clock)
    assert not (keys_folder / lost).exists()


def test_the_keys_of_another_installation_are_noticed_at_the_start(
    blobs: SealedBlobs,
    objects: DiskObjects,
    sessions: Sessions,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    blobs.put("batch-1", SCAN)
    load_or_create_keys(tmp_path / "other", in_use=False)
    with pytest.raises(Unavailable, match="不符"):
        open_sealed(objects, sessions, tmp_path / "other", clock)


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "AGE-SECRET-KEY-1BROKEN\n", "a\nb\n", "ab\n"]
)
@pytest.mark.parametrize("name", ["installation.agekey", "naming.key"])
def test_a_damaged_key_file_is_unavailable(keys_folder: Path, name: str, text: str) -> None:
    load_or_create_keys(keys_folder, in_use=False)
    (keys_folder / name).write_text(text)
    with pytest.raises(Unavailable, match="备份"):
        load_or_create_keys(keys_folder, in_use=True)


def test_a_key_folder_that_cannot_be_used_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="密钥目录"):
        load_or_create_keys(tmp_path / "file" / "keys", in_use=False)


def test_a_wrapped_key_that_is_no_key_is_unavailable(keys_folder: Path) -> None:
    keys = load_or_create_keys(keys_folder, in_use=False)
    recipient = keys.identity.to_public()
    for inside in (b"name\nnot a key", b"no line break", b"\xff\xfe", b"a\nb\nc"):
        with pytest.raises(Unavailable, match="不符"):
            keys.unwrap("name", pyrage.encrypt(inside, [recipient]))
    assert keys.unwrap("name", keys.wrap("name", str(keys.identity)))
    assert replace(keys, naming=b"x" * 32).name("s", "d") != keys.name("s", "d")
