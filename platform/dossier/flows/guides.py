"""办事指南: the page that a service's definition prints."""

from datetime import date

from dossier.catalogue.model import Definition, Material, Stage
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.flows.compose import FORM_ZH, limit_fact, limit_text, notice_text
from dossier.notices.guide import GuideLetter, GuideMaterial, GuideStep
from dossier.notices.model import Fact, Office


def guide_of(
    definition: Definition, office: Office, today: date, *, demonstration: bool
) -> GuideLetter:
    """Return the guide of a service, as ``office`` hands it out."""
    benefit = definition.benefit
    fee = definition.fee
    return GuideLetter(
        office=office,
        number="",
        day=today,
        demonstration=demonstration,
        service=definition.title_zh,
        version=definition.version,
        target=definition.target_zh or "见办理条件",
        conditions=tuple(
            Fact(text=one.zh, to_confirm=one.mark.to_confirm) for one in definition.eligibility
        ),
        materials=tuple(_material(definition, one) for one in definition.materials),
        steps=tuple(_step(one) for one in definition.stages),
        limit=limit_fact(definition.limit),
        fee=Fact(text=fee.text_zh, to_confirm=fee.mark.to_confirm)
        if fee
        else Fact(text="免费", to_confirm=True),
        benefit=f"{benefit.title_zh}：{benefit.formula_zh}" if benefit else "",
        remedies=definition.remedies_zh,
        source=definition.provenance.source,
        unconfirmed=unconfirmed(definition),
    )


def _material(definition: Definition, material: Material) -> GuideMaterial:
    person = definition.persons.get(material.per)
    return GuideMaterial(
        title=material.title_zh,
        whose=person.title_zh if person else "本件",
        form=FORM_ZH[material.form],
        copies=material.copies,
        when=material.when_zh or material.question_zh,
        issuer="、".join(material.issuers) or material.from_zh,
        looked_up=material.waivable_by_platform,
        to_confirm=material.mark.to_confirm,
    )


def _step(stage: Stage) -> GuideStep:
    notice = stage.public_notice
    return GuideStep(
        level=stage.level,
        action=stage.action_zh,
        limit=limit_text(stage.limit) if stage.limit else "",
        notice=notice_text(notice) if notice else "",
        decides=stage.kind == "decide",
        to_confirm=stage.mark.to_confirm,
    )
