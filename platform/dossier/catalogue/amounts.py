"""From which fields of the form a benefit is computed."""

from dossier.catalogue.compiling import compiled
from dossier.catalogue.labels import label
from dossier.catalogue.model import Definition


def fields_behind(definition: Definition) -> tuple[str, ...]:
    """Return the quoted titles of the fields that the amount depends on, in the order of the steps.

    Values that are computed on the way are followed to what was filled in.
    """
    ready = compiled(definition)
    steps = definition.benefit.steps if definition.benefit else ()
    waiting = [f"step:{step.name}" for step in steps if step.type == "money"]
    seen: set[str] = set()
    titles: dict[str, None] = {}
    while waiting:
        place = waiting.pop(0)
        if place in seen or place not in ready.programs:
            continue
        seen.add(place)
        for pointer in ready.programs[place].references.pointers:
            name = pointer.removeprefix("/form").split("/")[1]
            if f"step:{name}" in ready.programs:
                waiting.append(f"step:{name}")
            elif f"derived:/{name}" in ready.programs:
                waiting.append(f"derived:/{name}")
            elif name in ready.shape.members:
                titles[label(ready.shape, f"/{name}")] = None
    return tuple(titles)
