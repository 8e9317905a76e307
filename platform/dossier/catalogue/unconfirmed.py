"""How much of a definition the office has still to confirm."""

from dossier.catalogue.model import Definition


def unconfirmed(definition: Definition) -> int:
    """Return how many of its facts are marked to be confirmed."""
    items = (
        *definition.fields,
        *definition.derived,
        *definition.eligibility,
        *definition.materials,
        *definition.checks,
        *definition.stages,
        *(stage.limit for stage in definition.stages),
        *(stage.public_notice for stage in definition.stages),
        definition.public_notice.period if definition.public_notice else None,
        definition.limit,
        definition.archive,
        definition.benefit,
        definition.payment,
        definition.fee,
    )
    marks = [item.mark for item in items if item is not None]
    marks += [definition.benefit.unit_mark] if definition.benefit else []
    return sum(mark.to_confirm for mark in marks)
