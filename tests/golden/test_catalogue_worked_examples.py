"""The worked examples of the sources, through ``dossier catalogue try`` as a clerk would.

Figures marked 说明用 are the source's own illustration, not anybody's standard.  One worked
example has no form to stand on: the pension of the resident scheme is the personal account
divided by 139, and the enrolment form knows no account; the insurance computes it.
"""

import json
from pathlib import Path

import pytest
from catalogue_sample import catalogue
from typer.testing import CliRunner

from dossier.catalogue.model import Definition, Example
from dossier.cli.catalogue import app
from dossier.kernel.settings import form_schemas_folder

SCALE = {"fen": 100, "per_mille": 1000}
YUAN = [
    # 《全科社区工作者必读》社会保障 3: one counts as two, two as three; four is derived
    ("social-security.gongzu", "单身一人", 144.00),
    ("social-security.gongzu", "两人按3人", 216.00),
    ("social-security.gongzu", "三口之家", 216.00),
    ("social-security.gongzu", "四人按4人", 288.00),
    ("social-security.gongzu", "六人也按4人", 288.00),
    # 说明用: (600 - 350) x 3
    ("social-security.dibao", "三人，标准600元", 750.00),
    # 说明用: two thirds of 900
    ("social-security.flexible-employment-subsidy", "900元", 600.00),
    # 说明用: 600 x 1.3, nothing for care
    ("social-assistance.wubao-sanwu", "只发基本生活标准780元", 780.00),
    # 说明用: 12000 x 70 %
    ("social-assistance.dibao-medical", "自付12000元", 8400.00),
    # 说明用: 40000 / 12 x 2
    ("elderly.funeral-proof", "儿子为去世的企业退休父亲", 6666.67),
    # 中组发〔2008〕3号: the whole base by its class, not in steps
    ("party.dues-ledger", "4200元全额乘1%", 42.00),
    ("party.dues-ledger", "工资3000元", 15.00),
    ("party.dues-ledger", "工资3001元", 30.01),
    ("party.dues-ledger", "工资10000元", 150.00),
    ("party.dues-ledger", "离退休5000元", 25.00),
]
MONTHS = [  # 失业保险条例 art. 17
    ("缴费7年", 18),
    ("正好缴费12个月", 12),
    ("缴费59个月", 12),
    ("缴费60个月", 18),
    ("缴费120个月", 24),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped definitions, with these services alone: they load in no time."""
    folder, shipped = tmp_path_factory.mktemp("schemas"), form_schemas_folder()
    for name in ("meta", "parameters", "retention", "organisation", "documents"):
        (folder / name).symlink_to(shipped / name)
    for code in {"employment.unemployment-benefit", *(code for code, _, _ in YUAN)}:
        group, _, name = code.partition(".")
        (folder / "services" / group).mkdir(parents=True, exist_ok=True)
        path = Path("services", group, f"{name}.yaml")
        (folder / path).symlink_to(shipped / path)
    return folder


def tried(definition: Definition, example: Example, folder: Path) -> dict[str, object]:
    """What the command says of an example."""
    path = folder / "form.json"
    path.write_text(json.dumps(dict(example.form), ensure_ascii=False), "utf-8")
    words = ["try", definition.code, "--form", str(path), "--json", "--day", str(example.day)]
    words += ["--folder", str(folder)]
    for code, value in example.parameters.items():
        unit = catalogue().parameters[code].unit
        words += ["--set", f"{code}={value / SCALE.get(unit, 1):g}"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert isinstance(told, dict)
    return told


def titled(code: str, part: str) -> tuple[Definition, Example]:
    definition = catalogue().get(code)
    return definition, next(each for each in definition.examples if part in each.title_zh)


@pytest.mark.parametrize(("code", "part", "yuan"), YUAN)
def test_a_worked_example_gives_its_amount(
    code: str, part: str, yuan: float, folder: Path
) -> None:
    benefit = tried(*titled(code, part), folder)["benefit"]
    assert isinstance(benefit, dict)
    assert benefit["amount_fen"] == round(yuan * 100)
    assert benefit["working"]


@pytest.mark.parametrize(("part", "months"), MONTHS)
def test_a_worked_example_gives_its_months(part: str, months: int, folder: Path) -> None:
    told = tried(*titled("employment.unemployment-benefit", part), folder)
    derived = told["derived"]
    assert isinstance(derived, dict)
    assert derived["/benefit_months"] == months
