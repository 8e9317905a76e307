"""Settings of one installation, read once from the environment; fewer than forty.

Fees, limits, thresholds and retention are not settings: they are data under form_schemas/.
"""

import importlib.util
import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from an environment variable ``DOSSIER_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="DOSSIER_", extra="ignore")

    home: Path = Field(default=Path("var"), description="data folder, mode 700")
    database_url: str = Field(default="", description="empty: SQLite in the data folder")
    form_schemas: Path | None = Field(default=None, description="folder of the definitions")
    web: Path | None = Field(default=None, description="folder of the built web pages")

    host: str = "127.0.0.1"
    port: int = 8000
    public_origin: str = Field(default="", description="https://… behind a proxy; else empty")

    s3_endpoint: str = Field(default="", description="host:port; empty: local disk")
    s3_access_key: str = ""
    s3_secret_key: SecretStr = SecretStr("")
    s3_bucket: str = "dossier"
    s3_secure: bool = True

    search_engine: Literal["tantivy", "whoosh"] = "tantivy"
    ocr_engine: Literal["auto", "rapidocr", "tesseract"] = "auto"
    reading_processes: int = Field(
        default_factory=lambda: max(1, min(4, os.cpu_count() or 1)), ge=1, le=16
    )
    reading_limit_seconds: int = Field(default=30, ge=5)
    upload_limit_bytes: int = Field(default=25 * 1024 * 1024, ge=1024)

    session_idle_minutes: int = Field(default=30, ge=1)
    session_limit_hours: int = Field(default=12, ge=1)
    log_json: bool = False

    @property
    def url(self) -> str:
        """The database's URL; by default SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.home / 'dossier.db').resolve()}"

    @property
    def schemas(self) -> Path:
        """The folder of the definitions."""
        return self.form_schemas or form_schemas_folder()

    @property
    def web_folder(self) -> Path:
        """The folder of the built web pages."""
        return self.web or _beside("platform/web/dist")


def load_settings() -> Settings:
    """Read the settings from the environment."""
    return Settings()


def form_schemas_folder() -> Path:
    """Return the folder of the definitions: in a checkout, else as installed with the package."""
    beside = _beside("form_schemas")
    if beside.is_dir():
        return beside
    spec = importlib.util.find_spec("dossier_data")
    assert spec, "the definitions are not installed"
    assert spec.submodule_search_locations, "the definitions are not a folder"
    return Path(spec.submodule_search_locations[0]) / "form_schemas"


def platform_folder() -> Path:
    """Return the folder ``platform`` of the checkout (migrations stand there)."""
    return _beside("platform")


def _beside(name: str) -> Path:
    return Path(__file__).resolve().parents[3] / name
