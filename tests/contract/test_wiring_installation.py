"""One installation is built from its settings: a folder for the owner alone, every part real."""

import stat
import threading
from pathlib import Path

import pytest

from dossier import wiring
from dossier.adapters.disk import DiskObjects
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Refused
from dossier.kernel.settings import Settings
from dossier.ports import SearchQuery
from dossier.work import look


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path / "home"))
    return wiring.load()


def test_the_data_folder_is_for_its_owner_alone(settings: Settings) -> None:
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700
    settings.home.chmod(0o755)
    wiring.load()
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700


def test_a_new_home_is_migrated_and_built_and_built_again(
    settings: Settings, clock: FixedClock
) -> None:
    wiring.migrate(settings)
    wiring.migrate(settings)
    keys = []
    for _ in range(2):
        parts = wiring.build(settings, clock=clock, demonstration=True)
        try:
            blob = parts.blobs.put("batch", b"%PDF-")
            assert parts.blobs.get(blob.name) == b"%PDF-"
            assert isinstance(parts.objects, DiskObjects)
            assert parts.index.search(SearchQuery(text="王桂兰", scopes=("0001/",))).total == 0
            assert parts.house.catalogue is parts.catalogue
            assert parts.house.demonstration
            assert parts.archive_folder == settings.home / "archive"
            keys.append((blob.name, parts.signing_key.verifying))
            with look(parts.sessions) as session:
                assert session.get_bind().dialect.name == "sqlite"
        finally:
            parts.close()
    assert keys[0] == keys[1]


def test_two_that_migrate_at_once_wait_for_each_other(settings: Settings) -> None:
    failures: list[Exception] = []

    def migrate() -> None:
        try:
            wiring.migrate(settings)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the test tells it
            failures.append(failure)

    threads = [threading.Thread(target=migrate) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    wiring.open_sessions(settings).kw["bind"].dispose()


def test_a_home_that_lost_its_keys_is_not_opened_as_if_nothing_were(
    settings: Settings, clock: FixedClock
) -> None:
    wiring.migrate(settings)
    parts = wiring.build(settings, clock=clock)
    parts.blobs.put("batch", b"%PDF-")
    parts.close()
    for key in (settings.home / "keys").iterdir():
        key.unlink()
    with pytest.raises(Refused):
        wiring.build(settings, clock=clock)


def test_every_module_of_rows_is_known_to_the_migrations() -> None:
    names = {module.__name__ for module in wiring.TABLES}
    folder = Path(str(wiring.__file__)).parent
    there = {f"dossier.{path.parent.name}.{path.stem}" for path in folder.glob("*/*tables.py")}
    assert names == there
