"""The index as the platform sees it: the port's words, and errors for staff."""

import fcntl
import gc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dossier.adapters.search import DiskSearch
from dossier.kernel.errors import Unavailable
from dossier.ports import Entry, SearchHit, SearchIndex, SearchQuery
from dossier_search import ENGINES, EngineName

CASE = Entry(
    id="case-1",
    kind="case",
    unit_path="0001/0003/",
    title="王桂兰低保",
    text="申请最低生活保障",
    keywords={"case_no": "DB-2026-0001"},
    day=date(2026, 3, 9),
)
EVERYTHING = SearchQuery("", scopes=("0001/",))


# Whoosh leaves damaged files open until the garbage collector comes.
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*_io.FileIO:pytest.PytestUnraisableExceptionWarning",
    "ignore:unclosed file:ResourceWarning",
)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


@pytest.fixture
def search(engine: EngineName, tmp_path: Path) -> Iterator[DiskSearch]:
    adapter = DiskSearch(tmp_path / "index", engine)
    yield adapter
    adapter.close()


def test_it_is_a_search_index(search: DiskSearch) -> None:
    index: SearchIndex = search
    index.put([CASE])
    assert index.count() == 1
    found = index.search(
        SearchQuery(
            "最低生活", scopes=("0001/",), kinds=("case",), keywords={"case_no": "DB-2026-0001"}
        )
    )
    (hit,) = found.items
    assert found.total == 1
    assert hit == SearchHit("case-1", "case", "王桂兰低保", hit.score, CASE.text, ((2, 6),))
    assert index.search(SearchQuery("最低生活", scopes=())).total == 0
    index.remove(["case-1"])
    assert index.count() == 0
    index.put([CASE])
    index.clear()
    assert index.search(EVERYTHING).total == 0


def test_a_damaged_index_stops_searching_and_a_rebuild_repairs_it(
    search: DiskSearch, engine: EngineName, tmp_path: Path
) -> None:
    search.put([CASE])
    search.close()
    for path in (tmp_path / "index" / "files").iterdir():
        path.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(Unavailable, match="dossier reindex") as caught:
            search.search(EVERYTHING)
        assert caught.value.code == "search-unusable"
    search.rebuild(iter([CASE]))
    assert search.search(EVERYTHING).total == 1


def test_changing_the_engine_asks_for_a_rebuild_and_then_works(
    search: DiskSearch, engine: EngineName, tmp_path: Path
) -> None:
    search.put([CASE])
    (other,) = set(ENGINES) - {engine}
    changed = DiskSearch(tmp_path / "index", other)
    with pytest.raises(Unavailable, match="dossier reindex"):
        changed.count()
    changed.rebuild([CASE])
    assert changed.search(SearchQuery("王桂兰", scopes=("0001/",))).total == 1
    changed.close()


def test_a_damaged_index_can_be_cleared(search: DiskSearch, tmp_path: Path) -> None:
    search.put([CASE])
    (tmp_path / "index" / "index.json").write_text("{")
    search.clear()
    assert search.count() == 0


def test_a_folder_that_cannot_be_used_is_unavailable(
    engine: EngineName, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    search = DiskSearch(tmp_path / "file" / "index", engine)
    with pytest.raises(Unavailable, match="检索索引目录"):
        search.put([CASE])


def test_a_busy_index_is_unavailable_for_writing_only(
    search: DiskSearch, engine: EngineName, tmp_path: Path
) -> None:
    search.put([CASE])
    hasty = DiskSearch(tmp_path / "index", engine, wait_seconds=0.05)
    with (tmp_path / "index" / "write.lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        writes: list[Callable[[], None]] = [
            lambda: hasty.put([CASE]),
            hasty.clear,
            lambda: hasty.rebuild([]),
        ]
        for write in writes:
            with pytest.raises(Unavailable, match="稍后再试") as caught:
                write()
            assert caught.value.code == "search-busy"
        assert hasty.count() == 1
    hasty.close()


def test_a_write_that_fails_is_unavailable_and_harms_nothing(
    search: DiskSearch, tmp_path: Path
) -> None:
    search.put([CASE])
    files = tmp_path / "index" / "files"
    files.rename(tmp_path / "elsewhere")
    with pytest.raises(Unavailable, match="写入检索索引失败") as caught:
        search.put([CASE])
    assert caught.value.code == "search-write-failed"
    (tmp_path / "elsewhere").rename(files)
    assert search.count() == 1
