"""Readings as JSON with stable keys, and back."""

from pydantic import TypeAdapter

from dossier_ocr.model import FileReading

_ADAPTER = TypeAdapter(FileReading)


def to_json(reading: FileReading) -> str:
    """Return ``reading`` as JSON; keys are the names of the values' parts."""
    return _ADAPTER.dump_json(reading).decode()


def from_json(text: str | bytes) -> FileReading:
    """Return the reading that ``to_json`` wrote.  Raises ValueError for anything else."""
    return _ADAPTER.validate_json(text)
