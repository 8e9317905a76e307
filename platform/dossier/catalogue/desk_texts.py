"""What the counter's own papers say: data that an office may reword."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from dossier.catalogue.yaml_text import Read, read_yaml
from dossier.kernel.errors import Refused

Demand = Literal["block", "warn", "off"]
_GENERAL = "default"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What stands over the signature on a kind of paper; ``default`` for all that have none.

    signers: the applicant, every grown person of the case, or principal and agent both.
    """

    code: str
    text_zh: tuple[str, ...]
    signers: Literal["applicant", "adults", "both"] = "applicant"
    source: str = ""
    to_confirm: bool = False


@dataclass(frozen=True, slots=True)
class NoticeTexts:
    """What the notice on personal data says beside what the definition tells.

    sensitive: what becomes of a case with sensitive data while nobody has noted the consent.
    """

    sensitive: Demand = "off"
    basis_zh: tuple[str, ...] = ()
    refusal_zh: str = ""
    rights_zh: tuple[str, ...] = ()
    protection_zh: str = ""


@dataclass(frozen=True, slots=True)
class DeskTexts:
    """The words of the counter's own papers."""

    declarations: tuple[Declaration, ...] = ()
    notice: NoticeTexts = field(default_factory=NoticeTexts)

    def declaration(self, document_type: str) -> Declaration:
        """Return what stands on a kind of paper."""
        known: Mapping[str, Declaration] = {one.code: one for one in self.declarations}
        return known.get(document_type) or known.get(_GENERAL) or Declaration(_GENERAL, ())


_TEXTS = TypeAdapter(DeskTexts)


def load_desk_texts(folder: Path, read: Read = read_yaml) -> DeskTexts:
    """Load the words from ``folder``; none where there is no such file.

    Raises Refused naming the file when its form is wrong.
    """
    path = folder / "desk" / "papers.yaml"
    if not path.is_file():
        return DeskTexts()
    try:
        return _TEXTS.validate_python(read(path), strict=False)
    except ValidationError as failure:
        error = failure.errors()[0]
        what = f"{'.'.join(str(part) for part in error['loc'])}：{error['msg']}"
        raise Refused(
            f"定义文件“{path.name}”的内容不对（{what}），请改正后再装入。",
            code="catalogue.form",
        ) from None
