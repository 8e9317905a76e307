"""One suite for both engines: whatever a page relies on, each of them gives."""

import gc
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest
import tantivy
from whoosh.fields import TEXT, Schema
from whoosh.index import create_in

from dossier_search import (
    ENGINES,
    EngineName,
    Entry,
    Index,
    IndexBusy,
    IndexUnusable,
    Query,
    open_index,
    reset_index,
)

CITY = ("0001/",)
CODE = "Z109-WS·2026·D30·社区-0001"

WIDOW = Entry(
    id="case-1",
    kind="case",
    unit_path="0001/0003/0007/",
    title="王桂兰 最低生活保障",
    text="申请人王　桂　兰，女，56岁，身份证号210106197001010029。\n家住丁香社区3号楼2单元，"
    "因肢体残疾二级申请低保。月收入3000元，长期居住。",
    day=date(2026, 3, 9),
    keywords={"service": "social-security.dibao", "case_no": "DB-2026-0001", "year": "2026"},
)
TENANT = Entry(
    id="case-2",
    kind="case",
    unit_path="0001/0003/0008/",
    title="李明 公租房补贴",
    text="申请人李明，男。申请公租房补贴。家住春晖社区。低保金另行申请",
    day=date(2026, 3, 10),
    keywords={"service": "social-security.gongzu", "case_no": "GZ-2026-0002", "year": "2026"},
)
FILE = Entry(
    id="archive-1",
    kind="archive",
    unit_path="0001/0003/0007/",
    title="王桂兰低保档案",
    text="低保审批表、收入证明。阿依古丽·买买提为见证人。",
    day=date(2025, 12, 31),
    keywords={"reference_code": CODE, "year": "2025"},
)
NEIGHBOUR = Entry(
    id="case-3",
    kind="case",
    unit_path="0001/00030/0001/",
    title="张三 老年证",
    text="低保户张三办理老年证。",
    day=date(2026, 1, 5),
    keywords={"reference_code": "Z109-WS·2026·D30·社区-0002"},
)
ALL = (WIDOW, TENANT, FILE, NEIGHBOUR)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


@pytest.fixture
def index(engine: EngineName, tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "index", engine) as opened:
        opened.put(ALL)
        yield opened


def found(index: Index, text: str, **conditions: object) -> set[str]:
    query = replace(Query(text, scopes=CITY), **conditions)  # type: ignore[arg-type]
    hits = index.search(query)
    assert hits.total == len(hits.items)
    return {hit.id for hit in hits.items}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("低保", {"case-1", "case-2", "archive-1", "case-3"}),
        ("王桂兰", {"case-1", "archive-1"}),
        ("王 桂 兰", {"case-1", "archive-1"}),
        ("王桂兰 残疾", {"case-1"}),
        ("王桂兰　公租房", set()),
        ("兰", {"case-1", "archive-1"}),
        ("张", {"case-3"}),
        ("低保申请", set()),
        ("申请低保", {"case-1"}),
        ("申请公租房补贴", {"case-2"}),
        ("補貼", set()),
        ("3000元", {"case-1"}),
        ("３０００元", {"case-1"}),
        ("3号楼", {"case-1"}),
        ("3号楼2单元", {"case-1"}),
        ("210106197001010029", {"case-1"}),
        ("21010619700101", {"case-1"}),
        ("10106197001010029", set()),
        ("阿依古丽·买买提", {"archive-1"}),
        ("阿依古丽•买买", {"archive-1"}),
        ("古丽 买买提", {"archive-1"}),
        ("长期居住", {"case-1"}),
        ("dibao", {"case-1"}),
        ("DIBAO", {"case-1"}),
        (CODE, {"archive-1"}),
        ("Z109-WS·2026·D30·社区-0002", {"case-3"}),
        ("Z109-WS·2026", {"archive-1", "case-3"}),
        ("z109-ws.20", {"archive-1", "case-3"}),
        ("Z109-WS·2026·D30·社", {"archive-1", "case-3"}),
        ("Z109-WS·2026·D30·社区-000", {"archive-1", "case-3"}),
        ("Z109 2026", {"archive-1", "case-3"}),
        ("109", set()),
        ("GZ-2026-0002", {"case-2"}),
        ("0001", {"case-1", "archive-1"}),
        ("不存在", set()),
    ],
)
def test_text_is_found_as_staff_expect(index: Index, text: str, ids: set[str]) -> None:
    assert found(index, text) == ids


def test_a_phrase_with_very_many_endings_is_found(index: Index) -> None:
    crowd = " ".join(f"b{n:04d}" for n in range(1500))
    index.put(
        [
            replace(WIDOW, id="crowd", title=crowd, text="", keywords={}),
            replace(WIDOW, id="pair", title="a-b0007", text="", keywords={}),
        ]
    )
    assert found(index, "a-b") == {"pair"}
    assert found(index, "a-b00") == {"pair"}
    assert found(index, "a-b0007") == {"pair"}
    assert found(index, "b0007-b") == {"crowd", "pair"}  # 1500 endings: anywhere in the title
    assert found(index, "b1499") == {"crowd"}


def test_what_stands_on_two_sides_of_a_comma_is_no_phrase(index: Index) -> None:
    index.put([replace(WIDOW, id="comma", title="", text="收入，证明", keywords={})])
    assert "comma" not in found(index, "收入证明")
    assert "comma" in found(index, "收入 证明")


@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "(", "低保 AND", "低保 OR 王", "NOT", "*", "低保*", "?", "~", "a~2", "^", "title:",
        "title:王", "id:case-1", "[a TO b]", "{", "\\", "a\\", "+低保", "-低保", "!", "||", "&&", "/.*/",
        ".*", "\0", "\ud800", "😀", "\u200b", "低保\u200b", "王" * 5000, "a " * 500, "%", "--", ";",
        "' OR 1=1 --", "<script>", "a" * 3000, "〇", "\ue000", "𠮷", "1", "e\u0301", "ﬁ", "…", "\n",
    ],
)  # fmt: skip
def test_signs_in_a_query_are_text_and_never_an_operator(index: Index, text: str) -> None:
    everyone = found(index, "")
    hits = index.search(Query(text, scopes=CITY))
    assert {hit.id for hit in hits.items} <= everyone
    if not any(character.isalnum() for character in text) and text.strip():
        assert hits.total == 0


def test_operators_do_not_widen_a_search(index: Index) -> None:
    assert found(index, "王桂兰 OR 公租房") == set()
    assert found(index, "公租房 -申请") == {"case-2"}
    assert found(index, "id:case-1") == set()


@pytest.mark.parametrize(
    ("scopes", "ids"),
    [
        ((), set()),
        (("0001/",), {"case-1", "case-2", "archive-1", "case-3"}),
        (("0001/0003/",), {"case-1", "case-2", "archive-1"}),
        (("0001/0003/0007/",), {"case-1", "archive-1"}),
        (("0001/0003/0007/", "0001/00030/"), {"case-1", "archive-1", "case-3"}),
        (("0001/0003/0007/0009/",), set()),
        (("0003/",), set()),
        (("0002/",), set()),
        (("0001/000/",), set()),
    ],
)
def test_only_what_lies_below_a_scope_is_found(
    index: Index, scopes: tuple[str, ...], ids: set[str]
) -> None:
    assert found(index, "低保", scopes=scopes) == ids
    assert found(index, "", scopes=scopes) == ids


@pytest.mark.parametrize("path", ["", "/", "0001", "0001//", "0001/0003", " /", "00 01/", "*"])
def test_a_malformed_scope_is_refused_and_never_means_everything(path: str) -> None:
    with pytest.raises(ValueError, match="unit path"):
        Query("低保", scopes=(path,))
    with pytest.raises(ValueError, match="unit path"):
        replace(WIDOW, unit_path=path)


def test_filters_are_exact(index: Index) -> None:
    assert found(index, "", kinds=("archive",)) == {"archive-1"}
    assert found(index, "", kinds=("archive", "case")) == {e.id for e in ALL}
    assert found(index, "", keywords={"year": "2026"}) == {"case-1", "case-2"}
    assert found(index, "", keywords={"year": "202"}) == set()
    assert found(index, "", keywords={"reference_code": CODE}) == {"archive-1"}
    assert found(index, "", keywords={"reference_code": CODE.lower()}) == set()
    assert found(index, "低保", keywords={"year": "2026", "case_no": "DB-2026-0001"}) == {
        "case-1"
    }
    assert found(index, "", since=date(2026, 3, 9)) == {"case-1", "case-2"}
    assert found(index, "", until=date(2025, 12, 31)) == {"archive-1"}
    assert found(index, "", since=date(2026, 1, 5), until=date(2026, 3, 9)) == {
        "case-1",
        "case-3",
    }


def test_blank_text_lists_the_newest_first(index: Index) -> None:
    hits = index.search(Query("  ", scopes=CITY))
    assert [hit.id for hit in hits.items] == ["case-2", "case-1", "case-3", "archive-1"]


def test_the_title_counts_more_and_scores_fall(index: Index) -> None:
    index.put(
        [
            replace(
                WIDOW, id="in-text", title="情况说明", text="关于老年证的说明", keywords={}
            ),
            replace(
                WIDOW, id="in-title", title="老年证的说明", text="情况说明，见附件", keywords={}
            ),
        ]
    )
    hits = index.search(Query("老年证", scopes=CITY))
    ids = [hit.id for hit in hits.items]
    assert ids.index("in-title") < ids.index("in-text")
    assert [h.score for h in hits.items] == sorted((h.score for h in hits.items), reverse=True)


def test_the_whole_word_stands_before_the_longer_one(index: Index) -> None:
    index.put(
        [
            replace(WIDOW, id="longer", title="编号 D305", text="", keywords={}),
            replace(WIDOW, id="whole", title="编号 D30", text="", keywords={}),
        ]
    )
    assert index.search(Query("编号 D30", scopes=CITY)).items[0].id == "whole"


def test_pages_do_not_overlap_and_the_total_is_of_all(index: Index) -> None:
    index.put(
        [
            replace(
                TENANT,
                id=f"p{n}",
                title=f"物业 {n}",
                text="",
                keywords={},
                day=date(2026, 4, 1),
            )
            for n in range(25)
        ]
    )
    pages = [
        index.search(Query("物业", scopes=CITY, limit=10, offset=offset))
        for offset in (0, 10, 20)
    ]
    assert [page.total for page in pages] == [25, 25, 25]
    assert [len(page.items) for page in pages] == [10, 10, 5]
    assert len({hit.id for page in pages for hit in page.items}) == 25
    assert index.search(Query("物业", scopes=CITY, limit=10, offset=30)).items == ()


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (1001, 0), (1, -1)])
def test_absurd_pages_are_refused(limit: int, offset: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        Query("", scopes=CITY, limit=limit, offset=offset)


def test_a_hit_shows_the_words_where_they_stand(index: Index) -> None:
    hit = index.search(Query("王桂兰 收入", scopes=CITY, kinds=("case",))).items[0]
    assert (hit.id, hit.kind, hit.title) == ("case-1", "case", WIDOW.title)
    shown = [hit.snippet[start:end] for start, end in hit.highlights]
    assert shown == ["王　桂　兰", "收入"]
    assert "\n" not in hit.snippet


def test_putting_the_same_id_replaces(index: Index) -> None:
    index.put([replace(WIDOW, text="已撤回", title="撤回", keywords={})])
    assert index.count() == len(ALL)
    assert found(index, "王桂兰") == {"archive-1"}
    assert found(index, "撤回") == {"case-1"}


def test_of_one_id_twice_in_a_batch_the_later_counts(index: Index) -> None:
    index.put([replace(WIDOW, text="旧文"), replace(WIDOW, text="新文")])
    assert index.count() == len(ALL)
    assert (found(index, "旧文"), found(index, "新文")) == (set(), {"case-1"})


def test_removed_and_cleared_things_are_gone(index: Index) -> None:
    index.remove(["case-1", "never-there"])
    assert index.count() == 3
    assert found(index, "王桂兰") == {"archive-1"}
    index.clear()
    assert (index.count(), found(index, "")) == (0, set())
    index.put([WIDOW])
    assert found(index, "王桂兰") == {"case-1"}


def test_nothing_to_do_is_harmless(index: Index) -> None:
    index.put([])
    index.remove([])
    assert index.count() == len(ALL)


def test_an_empty_index_answers(engine: EngineName, tmp_path: Path) -> None:
    with open_index(tmp_path, engine) as index:
        assert (index.count(), found(index, "低保"), found(index, "Z109-W")) == (
            0,
            set(),
            set(),
        )


def test_the_index_survives_closing(engine: EngineName, index: Index, tmp_path: Path) -> None:
    index.close()
    with open_index(tmp_path / "index", engine) as again:
        assert found(again, "王桂兰") == {"case-1", "archive-1"}


def test_every_open_index_sees_what_another_wrote(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    with open_index(tmp_path / "index", engine) as other:
        assert other.count() == len(ALL)
        index.remove(["case-3"])
        assert (other.count(), found(other, "张三")) == (3, set())


def test_a_rebuild_replaces_everything_at_once(index: Index) -> None:
    index.rebuild(iter([TENANT, replace(WIDOW, id="new")]))
    assert found(index, "") == {"case-2", "new"}


def test_a_batch_that_fails_half_way_leaves_nothing_behind(index: Index) -> None:
    def half() -> Iterator[Entry]:
        yield replace(TENANT, id="half")
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        index.rebuild(half())
    with pytest.raises(ValueError, match="came twice"):
        index.rebuild([WIDOW, WIDOW])
    assert found(index, "") == {entry.id for entry in ALL}
    index.put([replace(TENANT, id="afterwards")])
    assert index.count() == len(ALL) + 1


def test_odd_text_is_kept_and_found(index: Index) -> None:
    odd = (
        "\0 \ud800 \x1b[31m 𠮷野家\u200b店 \ue123某 café ﬁnal ①号 Ⅳ级 葛\U000e0100城 "
        + "x" * 90000
    )
    index.put([replace(WIDOW, id="odd", title=odd[:80], text=odd, keywords={"k": odd, "": ""})])
    for text in (
        "𠮷野家店", "\ue123某", "CAFE", "cafe\u0301", "final", "1号", "iv级", "葛城", "𠮷", "x" * 300,
    ):  # fmt: skip
        assert "odd" in found(index, text), text
    assert found(index, "", keywords={"k": odd}) == {"odd"}


def test_a_second_writer_is_refused_clearly(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    inside, leave = Event(), Event()

    def slowly() -> Iterator[Entry]:
        yield TENANT
        inside.set()
        leave.wait(10)

    thread = Thread(target=index.rebuild, args=(slowly(),))
    thread.start()
    assert inside.wait(10)
    with open_index(tmp_path / "index", engine, wait_seconds=0.05) as other:
        with pytest.raises(IndexBusy, match="稍后再试"):
            other.put([WIDOW])
        assert other.count() == len(ALL)  # reading goes on
    leave.set()
    thread.join()
    assert index.count() == 1


def test_a_second_writer_that_may_wait_gets_its_turn(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    with open_index(tmp_path / "index", engine) as other:
        threads = [
            Thread(target=each.put, args=([replace(TENANT, id=f"{n}-{k}") for k in range(3)],))
            for n, each in enumerate((index, other, index, other))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert index.count() == other.count() == len(ALL) + 12


WRITER = """
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from dossier_search import Entry, open_index

entry = Entry(id="", kind="case", unit_path="0001/", title="", text="", day=date(2026, 1, 1))
with open_index(Path(sys.argv[1]), sys.argv[2]) as index:
    for batch in range(int(sys.argv[3])):
        index.put([replace(entry, id=str(n), title=f"第{batch}批") for n in range(10)])
"""


def test_a_reader_sees_whole_batches_while_another_process_writes(
    engine: EngineName, tmp_path: Path
) -> None:
    with open_index(tmp_path, engine) as index:
        index.put([replace(TENANT, id=str(n), title="原批") for n in range(10)])
        arguments = [sys.executable, "-c", WRITER, str(tmp_path), engine, "12"]
        with subprocess.Popen(arguments) as writer:
            done = False
            while not done:
                done = writer.poll() is not None
                hits = index.search(Query("批", scopes=CITY))
                assert (hits.total, len({hit.title for hit in hits.items})) == (10, 1)
        assert writer.returncode == 0
        assert hits.items[0].title == "第11批"


def test_an_index_of_another_version_or_engine_says_to_reindex(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    index.close()
    manifest = tmp_path / "index" / "index.json"
    (other,) = set(ENGINES) - {engine}
    with pytest.raises(IndexUnusable, match="dossier reindex"):
        open_index(tmp_path / "index", other)
    for broken in (f'{{"engine": "{engine}", "format": 0}}', "{", "[]", "{}", "\0"):
        manifest.write_text(broken)
        with pytest.raises(IndexUnusable, match="dossier reindex"):
            open_index(tmp_path / "index", engine)


def test_an_index_with_other_fields_says_to_reindex(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    index.close()
    files = tmp_path / "index" / "files"
    shutil.rmtree(files)
    files.mkdir()
    if engine == "tantivy":
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body")
        tantivy.Index(builder.build(), path=str(files))
    else:
        create_in(files, Schema(body=TEXT)).close()
    with pytest.raises(IndexUnusable, match="字段"):
        open_index(tmp_path / "index", engine)


def test_a_folder_of_something_else_is_left_alone(engine: EngineName, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("important")
    with pytest.raises(IndexUnusable, match=r"letters\.txt"):
        open_index(tmp_path, engine)
    assert (tmp_path / "letters.txt").read_text() == "important"


def test_an_index_whose_making_was_cut_short_is_made_again(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    index.close()
    (tmp_path / "index" / "index.json").unlink()
    with open_index(tmp_path / "index", engine) as again:
        assert again.count() == 0


def open_and_search(folder: Path, engine: EngineName) -> None:
    with open_index(folder, engine) as index:
        index.search(Query("王桂兰", scopes=CITY))


@pytest.fixture
def collected() -> Iterator[None]:
    """Close the files that Whoosh leaves open, while that is still ignored."""
    yield
    gc.collect()


LEAKS_WHEN_DAMAGED = pytest.mark.filterwarnings(
    "ignore:.*_io.FileIO:pytest.PytestUnraisableExceptionWarning",  # Whoosh, on damaged files
    "ignore:unclosed file:ResourceWarning",
)


def put_in_place(path: Path, content: bytes) -> None:
    """Put a damaged file in place of ``path``; the old one stays whole for whoever has it mapped.

    An index that was closed is unmapped by a thread of its own, some time later.
    """
    damaged = path.parents[1] / "damaged"
    damaged.write_bytes(content)
    damaged.replace(path)


@LEAKS_WHEN_DAMAGED
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("damage", ["emptied", "halved", "scrambled", "gone"])
def test_damaged_files_give_a_typed_error_and_a_reset_repairs(
    engine: EngineName, index: Index, tmp_path: Path, damage: str
) -> None:
    index.close()
    folder = tmp_path / "index"
    for path in (folder / "files").iterdir():
        content = path.read_bytes()
        if damage == "gone":
            path.unlink()
        elif damage == "scrambled":
            put_in_place(path, bytes(byte ^ 0x5A for byte in content))
        else:
            put_in_place(path, content[: len(content) // 2 if damage == "halved" else 0])
    with pytest.raises(IndexUnusable, match="dossier reindex"):
        open_and_search(folder, engine)
    with reset_index(folder, engine) as repaired:
        repaired.put(ALL)
        assert found(repaired, "王桂兰") == {"case-1", "archive-1"}


@LEAKS_WHEN_DAMAGED
@pytest.mark.usefixtures("collected")
def test_a_flipped_byte_is_noticed_or_harmless(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    index.close()
    folder = tmp_path / "index"
    for path in sorted((folder / "files").iterdir()):
        content = path.read_bytes()
        if not content:
            continue
        for at in range(0, len(content), max(1, len(content) // 6)):
            put_in_place(path, content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
            with suppress(IndexUnusable):
                open_and_search(folder, engine)
        put_in_place(path, content)


def test_an_open_index_goes_on_after_a_reset_elsewhere(
    engine: EngineName, index: Index, tmp_path: Path
) -> None:
    with reset_index(tmp_path / "index", engine) as other:
        assert (index.count(), other.count()) == (0, 0)
        other.put([FILE])
        assert found(index, "档案") == {"archive-1"}
        index.put([WIDOW])
        assert found(other, "王桂兰") == {"case-1", "archive-1"}
