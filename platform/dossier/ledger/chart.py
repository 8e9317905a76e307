"""Charts of accounts are data: ``form_schemas/accounts/<code>.yaml``."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dossier.kernel.errors import NotFound, Refused
from dossier.ledger.model import Account, AccountKind, Chart, Side

POSTINGS = ("cash", "bank", "grant", "benefit")
"""The accounts that the usual vouchers use; every chart names them."""


class _AccountFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[0-9]{3,4}(\.[0-9]{2})*$")
    title: str = Field(min_length=1)
    kind: AccountKind
    side: Side
    money: bool = False


class _ChartFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: int = Field(ge=1)
    title: str = Field(min_length=1)
    source: str = Field(min_length=1)
    confidence: str
    to_confirm: bool
    posting: dict[str, str]
    accounts: list[_AccountFile] = Field(min_length=1)


def read_chart(folder: Path, code: str) -> Chart:
    """Read the chart ``code`` from the folder of the charts.

    Raises NotFound when there is none, Refused when it is not a chart.
    """
    path = folder / f"{code}.yaml"
    if not code.isascii() or not code.replace("-", "").isalnum() or not path.is_file():
        raise NotFound(
            f"没有代码为“{code}”的会计科目表，请先在科目表目录中添加。", code="chart_missing"
        )
    try:
        file = _ChartFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as wrong:
        raise Refused(
            f"会计科目表“{code}”格式不正确，请按说明修改后重试。", code="chart_malformed"
        ) from wrong
    codes = {account.code for account in file.accounts}
    money = {account.code for account in file.accounts if account.money}
    if (
        file.code != code
        or len(codes) != len(file.accounts)
        or set(file.posting) != set(POSTINGS)
        or not codes.issuperset(file.posting.values())
        or not {file.posting["cash"], file.posting["bank"]} <= money
    ):
        raise Refused(
            f"会计科目表“{code}”的代码重复，或常用科目未指定正确，请修改后重试。",
            code="chart_malformed",
        )
    accounts = tuple(Account(**account.model_dump()) for account in file.accounts)
    return Chart(
        file.code,
        file.version,
        file.title,
        file.source,
        file.to_confirm,
        file.posting,
        accounts,
    )
