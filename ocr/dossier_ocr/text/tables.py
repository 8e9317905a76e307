"""Tables of characters: ``form_schemas/reading/*.yaml``, in a checkout or as installed."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import yaml
from pydantic import TypeAdapter

_CHECKOUT = Path(__file__).resolve().parents[3] / "form_schemas"
_TEXTS = TypeAdapter(dict[str, str])


def texts_of(name: str) -> dict[str, str]:
    """Return the texts of one table.  Raises FileNotFoundError, and ValueError for no table."""
    path = folder_of_definitions() / "reading" / f"{name}.yaml"
    return _TEXTS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def folder_of_definitions() -> Path:
    """Return the folder of the definitions."""
    if _CHECKOUT.is_dir():
        return _CHECKOUT
    spec = find_spec("dossier_data")
    assert spec, "the definitions are not installed"
    assert spec.submodule_search_locations, "the definitions are not a folder"
    return Path(spec.submodule_search_locations[0]) / "form_schemas"
