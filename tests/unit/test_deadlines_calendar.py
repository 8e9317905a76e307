"""The table that the office edits."""

from datetime import date
from pathlib import Path

import pytest

from dossier.deadlines import add_working_days, load_calendar
from dossier.deadlines.published import OVERRIDES
from dossier.kernel.errors import Refused
from dossier.kernel.settings import form_schemas_folder

YEAR = """
years:
  - year: 2027
    source: 示例
    holidays:
      - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
    working_weekends: [2027-01-09]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "overrides.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_table_is_valid_and_claims_no_year_of_its_own() -> None:
    calendar = load_calendar(form_schemas_folder() / OVERRIDES)
    assert calendar.is_known(date(2026, 12, 31))
    assert not calendar.is_known(date(2027, 1, 1))
    assert calendar.is_working(date(2026, 1, 4))
    assert not calendar.is_working(date(2026, 1, 1))


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    shipped = load_calendar(form_schemas_folder() / OVERRIDES)
    assert load_calendar(written(tmp_path, "")) == shipped


def test_a_year_that_the_office_entered_is_no_longer_provisional(tmp_path: Path) -> None:
    calendar = load_calendar(written(tmp_path, YEAR))
    deadline = add_working_days(date(2026, 12, 31), 1, calendar)
    assert (deadline.day, deadline.provisional) == (date(2027, 1, 4), False)
    assert calendar.is_working(date(2027, 1, 9))


def test_an_entered_year_replaces_the_whole_built_in_year(tmp_path: Path) -> None:
    calendar = load_calendar(
        written(tmp_path, YEAR.replace("2027", "2026").replace("-09", "-10"))
    )
    assert not calendar.is_working(date(2026, 1, 1))
    assert calendar.is_working(date(2026, 10, 1))


def test_a_single_day_wins_over_everything(tmp_path: Path) -> None:
    text = YEAR + (
        "days:\n"
        "  - {day: 2027-01-01, working: true, reason: 值班, source: 通知}\n"
        "  - {day: 2026-07-06, working: false, reason: 暴雨, source: 通知}\n"
    )
    calendar = load_calendar(written(tmp_path, text))
    assert calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2026, 7, 6))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "文件：应为"),
        ("year: []", "文件：不认识的字段 year"),
        ("years: 2027", "years：应为列表"),
        ("years: [2027]", "years 第1项：应为"),
        ("years: [{year: abc}]", "year 应为四位年份"),
        ("years: [{year: true}]", "year 应为四位年份"),
        ("years: [{year: 27}]", "year 应为四位年份"),
        (YEAR.replace("source: 示例", "source: ''"), "years 第1项：缺少 source"),
        (YEAR.replace("name: 元旦, ", ""), "holidays 第1项：缺少 name"),
        (YEAR.replace("from: 2027-01-01", "from: 元旦"), "from 和 to 应为"),
        (YEAR.replace("to: 2027-01-03", "to: 2026-12-31"), "to 应不早于 from"),
        (YEAR.replace("to: 2027-01-03", "to: 2027-03-01"), "不超过 31 天"),
        (YEAR.replace("from: 2027-01-01", "from: 2026-12-31"), "2026-12-31 不在 2027 年"),
        (YEAR.replace("[2027-01-09]", "[2027-01-08]"), "2027-01-08 不是周末"),
        (YEAR.replace("[2027-01-09]", "[2027-01-03]"), "既是假日又是上班日"),
        (YEAR.replace("[2027-01-09]", "[一月九日]"), "working_weekends 第1项"),
        (YEAR.replace("[2027-01-09]", "[2027-01-09 10:00:00]"), "working_weekends 第1项"),
        ("years: [{year: 2027, source: 示例, holidays: []}]", "holidays 不能为空"),
        (YEAR + YEAR.replace("years:\n", ""), "2027 年写了不止一次"),
        ("days: [{day: 2027-01-01, working: 1, reason: 甲, source: 乙}]", "working 应为 true"),
        ("days: [{day: 明天, working: true, reason: 甲, source: 乙}]", "day 应为"),
        ("days: [{day: 2027-01-01, working: true, source: 乙}]", "缺少 reason"),
        (
            "days:\n" + "  - {day: 2027-01-01, working: true, reason: 甲, source: 乙}\n" * 2,
            "2027-01-01 写了不止一次",
        ),
        ("days: [", "无法读取"),
        ("days: [{day: 2027-02-31}]", "无法读取"),
    ],
)
def test_a_faulty_table_is_refused_with_the_place(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(Refused, match=message) as caught:
        load_calendar(written(tmp_path, text))
    assert "overrides.yaml" in caught.value.message


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="有 4 处错误"):
        load_calendar(
            written(tmp_path, "years: [{year: 1}]\ndays: [{day: 甲, x: 1, source: 乙}]")
        )


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="无法读取"):
        load_calendar(tmp_path / "missing.yaml")
    path = tmp_path / "gbk.yaml"
    path.write_bytes("days: [] # 中文".encode("gbk"))
    with pytest.raises(Refused, match="UTF-8"):
        load_calendar(path)
