"""The catalogue: every service is data, and pure functions say what it means for one case."""

from dossier.catalogue.browser import schema_for_browser
from dossier.catalogue.loading import Catalogue, load
from dossier.catalogue.rules import evaluate, match, without_derived
from dossier.catalogue.suggesting import suggest

__all__ = [
    "Catalogue",
    "evaluate",
    "load",
    "match",
    "schema_for_browser",
    "suggest",
    "without_derived",
]
