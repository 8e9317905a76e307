"""Versions of a service: published once, in force on their days, told apart in words."""

import json
import shutil
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from catalogue_sample import DAY, catalogue, dibao, tiny
from typer.testing import CliRunner

from dossier.catalogue import load
from dossier.catalogue.changes import Change, changes, for_the_counter, lines, sentence
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition, Fee, Limit
from dossier.catalogue.publishing import publish
from dossier.catalogue.versions import (
    all_present,
    find_newer,
    find_present,
    get_present,
    in_force,
    standing_of,
    title_of,
)
from dossier.cli.catalogue import app
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.settings import form_schemas_folder

STUDY, FILE = "gov.study-training", "services/gov/study-training.yaml"
NAME = f"{STUDY}@1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The definitions of an office with one service, not published yet."""
    copy = tmp_path / "form_schemas"
    shipped = form_schemas_folder()
    shutil.copytree(
        shipped, copy, ignore=shutil.ignore_patterns("services", "documents", "published.json")
    )
    (copy / "services/gov").mkdir(parents=True)
    (copy / "documents").mkdir()
    text = (shipped / FILE).read_text("utf-8")
    (copy / FILE).write_text(text.replace("related: [gov.performance-assessment]", ""), "utf-8")
    return copy


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words], env={"COLUMNS": "200"})
    return result.exit_code, result.output


def edit(folder: Path, old: str, new: str) -> None:
    text = (folder / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")


def second_version(folder: Path, *edits: tuple[str, str]) -> None:
    """Write version 2 beside version 1."""
    text = (folder / FILE).read_text("utf-8").replace("\nversion: 1\n", "\nversion: 2\n")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "services/gov/study-training.v2.yaml").write_text(text, "utf-8")


def of(*versions: Definition) -> Catalogue:
    """A catalogue in which ``versions`` are published."""
    return replace(
        catalogue(),
        definitions={(one.code, one.version): one for one in versions},
        published={f"{one.code}@{one.version}": one.digest for one in versions},
    )


def one(version: int, since: date | None = None, until: date | None = None) -> Definition:
    return replace(tiny(version=version), valid_from=since, valid_to=until)


# -- publishing


def test_publishing_writes_the_digest_once_and_keeps_the_others(folder: Path) -> None:
    (folder / "published.json").write_text('{"z.last@1": "1", "a.first@1": "2"}', "utf-8")
    assert publish(folder, STUDY).done
    written = (folder / "published.json").read_bytes()
    digests = json.loads(written)
    assert [*digests] == ["a.first@1", NAME, "z.last@1"]
    assert digests[NAME] == load(folder).get(STUDY).digest
    assert not publish(folder, STUDY, 1).done
    assert (folder / "published.json").read_bytes() == written
    assert not [*folder.glob(".published*")]


def test_the_shipped_list_is_as_publishing_would_write_it() -> None:
    text = (form_schemas_folder() / "published.json").read_text("utf-8")
    given = json.loads(text)
    assert text == json.dumps(given, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_a_published_version_is_never_published_with_another_content(folder: Path) -> None:
    publish(folder, STUDY)
    before = (folder / "published.json").read_bytes()
    edit(folder, "title_zh: 学习培训记录", "title_zh: 学习记录")
    with pytest.raises(Refused, match="第2版") as refused:
        publish(folder, STUDY)
    assert refused.value.code == "catalogue.published_changed"
    assert (folder / "published.json").read_bytes() == before
    status, text = run("publish", STUDY, "--folder", str(folder))
    assert (status, "不能改" in text) == (2, True)


def test_a_version_with_errors_is_not_published(folder: Path) -> None:
    edit(folder, "cel: session_date <= today()", "cel: session_dat <= today()")
    made = publish(folder, STUDY)
    assert {each.code for each in made.errors} >= {"cel.invalid"}
    assert not (folder / "published.json").exists()
    status, text = run("publish", STUDY, "--folder", str(folder))
    assert (status, "没有发布" in text) == (1, True)
    status, text = run("publish", STUDY, "--folder", str(folder), "--json")
    assert (status, json.loads(text)["published"]) == (1, False)


def test_a_file_of_the_wrong_form_is_not_published(folder: Path) -> None:
    edit(folder, "kind: register\n", "kind: register\nstranger: 1\n")
    assert {each.code for each in publish(folder, STUDY).errors} == {"meta.unknown"}


def test_errors_of_another_service_do_not_forbid_publishing(folder: Path) -> None:
    text = (folder / FILE).read_text("utf-8")
    other = text.replace("gov.study-training", "gov.other").replace("<= today()", "<= nowhere")
    (folder / "services/gov/other.yaml").write_text(other, "utf-8")
    assert publish(folder, STUDY).done


def test_the_command_says_what_it_did(folder: Path) -> None:
    where = ("--folder", str(folder))
    status, text = run("publish", STUDY, *where)
    assert (status, "已发布" in text) == (0, True)
    status, text = run("publish", STUDY, *where)
    assert (status, "什么也没有改" in text) == (0, True)
    status, text = run("publish", STUDY, *where, "--json")
    told = json.loads(text)
    assert (status, told["published"], told["written"]) == (0, True, False)
    second_version(folder, ("kind: register\n", "kind: register\nvalid_from: 2026-07-01\n"))
    status, text = run("publish", STUDY, "--version", "2", *where)
    assert (status, "自2026年7月1日起施行" in text) == (0, True)
    assert run("publish", "no.such", *where)[0] == 2


def test_a_folder_that_cannot_be_written_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def barred(self: Path, target: Path) -> Path:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "replace", barred)
    status, text = run("publish", STUDY, "--folder", str(folder))
    assert (status, "写不进" in text) == (2, True)


# -- effective dates


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(1), None, False),
        (None, DAY - timedelta(1), False),
    ],
)
def test_a_version_holds_from_its_first_to_its_last_day(
    since: date | None, until: date | None, *, holds: bool
) -> None:
    assert in_force(one(1, since, until), DAY) is holds


def test_the_newest_version_in_force_is_the_one_that_counts() -> None:
    july = date(2026, 7, 1)
    told = of(one(1, None, date(2026, 6, 30)), one(2, july), one(3, date(2027, 1, 1)))
    days = (DAY, date(2026, 6, 30), july, date(2027, 1, 1))
    assert [get_present(told, "trial.small", day).version for day in days] == [1, 1, 2, 3]
    assert [each.version for each in all_present(told, july)] == [2]
    assert told.get("trial.small").version == 3


def test_an_older_version_that_was_not_ended_gives_way_to_the_newer() -> None:
    told = of(one(1), one(2, date(2026, 7, 1)))
    assert get_present(told, "trial.small", date(2026, 6, 30)).version == 1
    assert get_present(told, "trial.small", date(2026, 7, 1)).version == 2


def test_a_service_that_has_not_begun_says_since_when() -> None:
    told = of(one(1, date(2026, 7, 1)), one(2, date(2027, 1, 1)))
    with pytest.raises(Refused, match="自2026年7月1日起") as refused:
        get_present(told, "trial.small", DAY)
    assert (refused.value.code, refused.value.facts) == (
        "service_not_yet",
        {"since": "2026-07-01"},
    )
    assert all_present(told, DAY) == ()
    assert find_present(told, "trial.small", DAY) is None


def test_a_service_that_has_ended_says_until_when() -> None:
    with pytest.raises(Refused, match="已于2026年1月31日停止办理") as refused:
        get_present(of(one(1, None, date(2026, 1, 31))), "trial.small", DAY)
    assert refused.value.facts == {"until": "2026-01-31"}
    pause = of(one(1, None, date(2026, 1, 31)), one(2, date(2026, 7, 1)))
    with pytest.raises(Refused, match=r"已于2026年1月31日停止办理，自2026年7月1日起"):
        get_present(pause, "trial.small", DAY)


def test_only_what_is_published_and_unchanged_is_offered() -> None:
    draft = replace(of(one(1), one(2)), published={"trial.small@1": one(1).digest})
    assert get_present(draft, "trial.small", DAY).version == 1
    for published in ({}, {"trial.small@1": "another", "trial.small@2": "another"}):
        with pytest.raises(Refused) as refused:
            get_present(replace(draft, published=published), "trial.small", DAY)
        assert refused.value.code == "service_not_published"
    with pytest.raises(NotFound):
        get_present(draft, "no.such", DAY)


def test_each_version_has_its_standing() -> None:
    given = [one(1, None, date(2026, 1, 1)), one(2), one(3, date(2027, 1, 1))]
    told = of(*given)
    assert [standing_of(told, each, DAY) for each in given] == ["已停止", "已发布", "尚未施行"]
    assert standing_of(replace(told, published={}), given[1], DAY) == "草稿"
    touched = replace(told, published={"trial.small@2": "another"})
    assert standing_of(touched, given[1], DAY) == "发布后被改动"


def test_a_newer_version_is_one_that_is_in_force() -> None:
    told = of(one(1), one(2, date(2026, 7, 1)))
    first = one(1)
    assert find_newer(told, "trial.small", 1, first.digest, DAY) is None
    found = find_newer(told, "trial.small", 1, first.digest, date(2026, 7, 1))
    assert found is not None
    assert found.version == 2
    assert find_newer(told, "trial.small", 2, found.digest, date(2026, 7, 1)) is None


def test_a_lost_version_keeps_a_title() -> None:
    told = of(one(2))
    assert title_of(told, "trial.small", 2) == "试验"
    assert title_of(told, "trial.small", 1) == "试验"
    assert title_of(told, "no.such", 1) == "no.such"


def test_the_list_marks_what_is_not_in_force(folder: Path) -> None:
    where = ("--folder", str(folder))
    assert "草稿" in run("list", *where)[1]
    edit(folder, "kind: register\n", "kind: register\nvalid_from: 2026-07-01\n")
    publish(folder, STUDY)
    assert "尚未施行" in run("list", *where, "--day", "2026-06-30")[1]
    assert "已发布" in run("list", *where, "--day", "2026-07-01")[1]
    (told,) = json.loads(run("list", *where, "--day", "2026-06-30", "--json")[1])["services"]
    assert (told["in_force"], told["valid_from"], told["valid_to"]) == (
        False,
        "2026-07-01",
        None,
    )


# -- differences


def test_the_same_version_differs_in_nothing() -> None:
    assert changes(dibao(), replace(dibao(), version=2)) == ()


def other(value: object) -> object:
    """Something else of about the same kind."""
    if isinstance(value, tuple):
        return value[1:] if value else ("x",)
    if isinstance(value, dict):
        return dict([*value.items()][1:]) if value else {"x": {"y": "z"}}
    if value is None or isinstance(value, date):
        return date(2030, 1, 1)
    return None if not isinstance(value, str) else f"{value}x"


@pytest.mark.parametrize(
    "name",
    [one.name for one in fields(Definition) if one.name not in ("code", "version", "digest")],
)
def test_no_change_of_any_part_goes_untold(name: str) -> None:
    before = dibao()
    if name == "form":
        after = replace(before, form={**before.form, "title": "另一个"})
    else:
        after = replace(before, **{name: other(getattr(before, name))})  # type: ignore[arg-type]
    told = changes(before, after)
    assert told
    assert all(sentence(each) for each in told)
    assert changes(after, before)


def test_changes_are_told_in_the_words_of_the_office() -> None:
    before = dibao()
    form = json.loads(json.dumps(dict(before.form)))
    form["properties"]["applicant_phone"]["title"] = "手机号"
    form["properties"]["wechat"] = {"type": "string", "title": "微信号"}
    form["properties"]["household_members"]["items"]["properties"].pop("has_children")
    form["required"].remove("bank_name")
    first, *rest = before.materials
    assert before.limit is not None
    after = replace(
        before,
        form=form,
        materials=(
            replace(first, copies=first.copies + 1, form="copy"),
            *rest[:-1],
            replace(rest[0], code="new_paper", title_zh="新材料"),
        ),
        limit=replace(before.limit, value=33),
        fee=Fee(500, "每件5元"),
        parameters=before.parameters[1:],
        title_zh="低保申请",
        valid_from=date(2026, 7, 1),
        examples=before.examples[1:],
    )
    told = lines(changes(before, after))
    for line in (
        "字段“手机号”的名称：联系电话 → 手机号",
        "新增字段“微信号”：文字",
        "去掉字段“有子女”",
        f"材料“{first.title_zh}”的份数：{first.copies} → {first.copies + 1}",
        "期限的数值：20 → 33"
        if before.limit.value == 20
        else f"期限的数值：{before.limit.value} → 33",
        "收费的金额（分）：（无） → 500"
        if before.fee is None
        else "收费的说明：免费 → 每件5元",
        f"去掉参数“{before.parameters[0]}”",
        "文字的名称：低保、边缘户申请 → 低保申请",
        "施行日期的从哪天起施行：（无） → 2026-07-01",
        f"去掉材料“{rest[-1].title_zh}”",
    ):
        assert line in told
    assert any(line.startswith("新增材料“新材料”") for line in told)
    assert any("必填：是 → 否" in line for line in told)
    assert any("要件形式" in line and line.endswith("→ 复印件") for line in told)
    assert any(line.startswith("去掉样例") for line in told)
    met = lines(for_the_counter(changes(before, after)))
    assert "新增字段“微信号”：文字" in met
    assert not any("样例" in line for line in met)


def test_the_order_of_items_and_added_parts_are_told() -> None:
    before = tiny()
    after = replace(
        before,
        limit=Limit(20, "working_day", "20个工作日"),
        persons={},
        papers={**before.papers, "second": before.papers["id_card"]},
    )
    told = lines(changes(before, after))
    assert "去掉人员“成员”" in told
    assert any("期限" in line for line in told)
    turned = replace(dibao(), materials=dibao().materials[::-1])
    (order,) = changes(dibao(), turned)
    assert order.property_zh == "顺序"
    swapped = replace(dibao(), parameters=dibao().parameters[::-1])
    assert [each.property_zh for each in changes(dibao(), swapped)] == ["顺序"]
    doubled = replace(dibao(), from_document=(*dibao().from_document, dibao().from_document[0]))
    assert [each.kind for each in changes(dibao(), doubled)] == ["added"]
    assert sentence(Change("环节", "removed", "1", "受理")) == "去掉环节“受理”"


def test_the_command_compares_two_versions(folder: Path) -> None:
    where = ("--folder", str(folder))
    assert run("diff", STUDY, *where)[0] == 2
    second_version(folder, ("title: 主讲人", "title: 授课人"))
    status, text = run("diff", STUDY, *where)
    assert (status, "主讲人 → 授课人" in text) == (0, True)
    status, text = run("diff", STUDY, "--from", "2", "--to", "1", *where, "--json")
    told = json.loads(text)
    assert (told["from"], told["to"]) == (2, 1)
    assert [each["text"] for each in told["changes"]] == ["字段“主讲人”的名称：授课人 → 主讲人"]
    assert "没有不同" in run("diff", STUDY, "--from", "1", "--to", "1", *where)[1]
    assert run("diff", STUDY, "--to", "9", *where)[0] == 2
