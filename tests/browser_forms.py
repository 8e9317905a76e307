"""Print the form and the questions of every service as the browser gets them, with an example.

The browser's own tests run this: what they render is the catalogue itself, not a copy of it.
"""

import json
import sys

from pydantic import JsonValue

from dossier.catalogue.browser import schema_for_browser
from dossier.catalogue.loading import load
from dossier.catalogue.model import Definition
from dossier.catalogue.questions import asking
from dossier.kernel.settings import form_schemas_folder


def shown(definition: Definition) -> dict[str, JsonValue]:
    """Return the form, the questions before the papers, and the form of the first example."""
    return {
        "code": definition.code,
        "version": definition.version,
        "title": definition.title_zh,
        "form": schema_for_browser(definition),
        "questions": schema_for_browser(asking(definition)),
        "example": dict(definition.examples[0].form),
    }


if __name__ == "__main__":
    json.dump([shown(one) for one in load(form_schemas_folder()).list()], sys.stdout)
