"""What the lint tells whoever writes a document type."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import pytest
import yaml

from dossier_ocr.linting.type_lint import TypeFinding, check_type, loaded, slow_on

SHIPPED = Path(__file__).parents[2] / "form_schemas"
Data = dict[str, Any]
Change = Callable[[Data], object]
TYPE = """
code: library_card
version: 1
title_zh: 读者证
title_en: Library card
issuer_zh: 图书馆
confidence: high
to_confirm: false
sensitivity: personal
masking: '-'
validity: one year
layout: card
joined: true
parts:
  - code: front
    title_zh: 正面
    anchors: [{text: 读者证, weight: 4, title: true}, {text: 借阅, weight: 1}]
    needs: 5
    fields:
      - {name: name, label_zh: 姓名, value_type: name, labels: [姓名, 读者], required: true}
      - {name: card_no, label_zh: 证号, value_type: cert_number, labels: [读者证号], pattern: 'D[0-9]{6}'}
      - {name: valid_to, label_zh: 有效期, value_type: date, labels: [有效期至]}
valid: {until: valid_to}
masks: {name: surname_star}
drawn: card
examples:
  - part: front
    rows: [读者证, 姓名：王桂兰, 读者证号：D001234, 有效期至：2027年1月1日]
    fields: {name: 王桂兰, card_no: D001234, valid_to: '2027-01-01'}
  - rows: [办证须知, 一、居民身份证, 二、旧读者证]
    to_be: unknown
"""


def findings(tmp_path: Path, change: Change | None = None) -> list[TypeFinding]:
    data = yaml.safe_load(TYPE)
    if change is not None:
        change(data)
    file = tmp_path / "library_card.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    folder = tmp_path / "form_schemas"
    if not folder.exists():
        copytree(SHIPPED / "meta", folder / "meta")
        (folder / "documents").mkdir()
        copy(SHIPPED / "documents" / "id_card.yaml", folder / "documents")
    types, broken = loaded(folder, (file,))
    found = types.by_code.get("library_card")
    return broken + (check_type(found, types) if found else [])


def test_a_type_that_nobody_knew_needs_no_code(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


def field(data: Data, number: int) -> Data:
    found: Data = data["parts"][0]["fields"][number]
    return found


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda data: data.update(valid={"until": "nothing"}), "broken"),
        (lambda data: data.update(valid={"until": "valid_to", "fresh": True}), "broken"),
        (lambda data: data.update(valid={"from": "valid_to"}), "broken"),
        (lambda data: data.update(masks={"name": "blackened"}), "broken"),
        (lambda data: field(data, 1).update(pattern="D("), "broken"),
        (lambda data: data["parts"][0].update(needs=9), "unreachable"),
        (lambda data: field(data, 1).update(labels=["姓 名"]), "shadowed"),
        (lambda data: data["parts"][0].update(stops=["姓名"]), "shadowed"),
        (lambda data: field(data, 0).update(labels=["姓名", "姓名"]), "twice"),
        (lambda data: field(data, 2).update(name="name"), "broken"),
        (lambda data: field(data, 1).update(in_text=["(?P<v>(?:[0-9]+)+)x"]), "slow_pattern"),
        (lambda data: data["examples"].pop(0), "no_example"),
        (lambda data: data["examples"][0].update(to_be="id_card"), "wrong_type"),
        (lambda data: data["examples"][1].update(to_be="no_such"), "no_such_type"),
        (lambda data: data["examples"][0]["rows"].pop(0), "wrong_type"),
        (lambda data: data["examples"][0]["fields"].update(name="李静"), "wrong_value"),
        (lambda data: data["examples"][0]["fields"].pop("name"), "wrong_value"),
        (lambda data: field(data, 0).update(value_type="choice"), "no_choices"),
    ],
)
def test_a_fault_is_told_by_its_rule(tmp_path: Path, change: Change, rule: str) -> None:
    assert rule in {finding.rule for finding in findings(tmp_path, change)}


def test_a_pattern_that_runs_away_is_named_with_a_text_that_shows_it() -> None:
    assert slow_on(r"(?:\d+)+x") is not None
    assert slow_on(r"(?P<v>\d{4}年\d{1,2}月)") is None
