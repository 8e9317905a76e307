"""The house rules that a machine can check: each test names the rule that it keeps."""

import ast
import importlib
import inspect
import json
import pkgutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import typer

import dossier
import dossier_ocr
import dossier_search
from dossier import flows, jobs, wiring
from dossier.api.app import create_app
from dossier.api.routes import ROUTERS
from dossier.catalogue.loading import load
from dossier.cli.main import app
from dossier.kernel.db import Base
from dossier.kernel.events import Event
from dossier.kernel.settings import Settings, form_schemas_folder, platform_folder
from dossier.work import Work

ROOT = platform_folder().parent
PACKAGES = (dossier, dossier_ocr, dossier_search)
FOLDERS = tuple(Path(str(package.__file__)).parent for package in PACKAGES)
SOURCES = sorted(path for folder in FOLDERS for path in folder.rglob("*.py"))
OURS = [path for path in SOURCES if FOLDERS[0] in path.parents]
KERNEL = FOLDERS[0] / "kernel"
NEVER_NAMED = {"utils", "util", "helpers", "helper", "base", "manager", "managers", "common"}


def walk(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text("utf-8"), str(path)))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the dotted name and the line of every call."""
    for node in walk(path):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def told(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def all_modules() -> list[str]:
    return [
        module.name
        for package in PACKAGES
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not module.name.endswith("__main__")
    ]


@pytest.fixture(scope="module")
def modules() -> dict[str, object]:
    """Every module of ours, imported."""
    return {name: importlib.import_module(name) for name in all_modules()}


def test_only_the_unit_of_work_commits() -> None:
    found = [
        told(path, line)
        for path in OURS
        for name, line in calls(path)
        if name.endswith((".commit", ".begin")) or name == "commit"
    ]
    assert [one.rsplit(":", 1)[0] for one in found] == ["platform/dossier/work.py"]
    assert not [path for path in OURS if "autocommit" in path.read_text("utf-8").lower()]


def test_no_module_is_named_like_one_of_the_standard_library() -> None:
    taken = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.stem in sys.stdlib_module_names and not path.stem.startswith("__")
    }
    assert taken == set()
    packages = {
        folder.parent.name for path in SOURCES for folder in [path] if path.stem == "__init__"
    }
    assert packages.isdisjoint(sys.stdlib_module_names)
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = [path for path in SOURCES if NEVER_NAMED & {path.stem, path.parent.name}]
    assert drawers == []


def test_only_the_kernel_reads_the_clock_the_environment_and_chance() -> None:
    forbidden = (
        "os.environ", "os.getenv", "datetime.now", "datetime.utcnow", "datetime.today",
        "date.today", "time.time", "time.time_ns", "time.localtime", "uuid.uuid4", "uuid4",
    )  # fmt: skip
    found = [
        told(path, node.lineno)
        for path in SOURCES
        if KERNEL not in path.parents
        for node in walk(path)
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node).endswith(forbidden)
        and ast.unparse(node) not in ("work.today",)
    ]
    assert found == []
    imports = [
        told(path, node.lineno)
        for path in SOURCES
        if KERNEL not in path.parents
        for node in walk(path)
        if (isinstance(node, ast.Import) and any(one.name == "random" for one in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in ("random", "os.environ"))
    ]
    assert imports == []


def test_every_kind_of_event_has_one_owner(modules: dict[str, object]) -> None:
    assert modules
    kinds = [one for one in _events(Event) if one.__module__.startswith("dossier.")]
    assert len(kinds) > 30
    repeated = [kind for kind, many in Counter(one.kind for one in kinds).items() if many > 1]
    assert repeated == []
    strays = [one for one in kinds if not one.__module__.endswith(".events")]
    assert strays == []
    assert all(one.kind == one.kind.lower().replace(" ", "_") for one in kinds)


def test_every_table_has_one_owner_that_the_migrations_see(modules: dict[str, object]) -> None:
    assert modules
    rows = [one for one in _rows(Base) if one.__module__.startswith("dossier.")]
    owners: dict[str, set[str]] = {}
    for row in rows:
        owners.setdefault(str(row.__tablename__), set()).add(row.__module__)
    assert {name for name, found in owners.items() if len(found) != 1} == set()
    homes = {module for found in owners.values() for module in found}
    allowed = {f"{table.__name__}" for table in wiring.TABLES} | {"dossier.adapters.sealed"}
    assert homes == allowed
    assert set(owners) == set(Base.metadata.tables)
    assert not [one for one in rows if not one.__name__.endswith("Row")]


def test_no_table_of_ours_has_the_name_of_one_that_keeps_the_jobs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    jobs.migrate(url)
    engine = sa.create_engine(url)
    theirs = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    assert {"workflow_status", "notifications", "operation_outputs"} <= theirs
    assert theirs.isdisjoint(Base.metadata.tables)


def test_a_story_takes_its_work_first_and_by_that_name() -> None:
    wrong = []
    stories = 0
    for module in pkgutil.iter_modules(flows.__path__, "dossier.flows."):
        for name, function in inspect.getmembers(
            importlib.import_module(module.name), inspect.isfunction
        ):
            if function.__module__ != module.name or name.startswith("_"):
                continue
            parameters = list(inspect.signature(function).parameters.values())
            places = [number for number, one in enumerate(parameters) if one.annotation is Work]
            stories += bool(places)
            if places not in ([], [0]) or (places and parameters[0].name != "work"):
                wrong.append(f"{module.name}.{name}")
    assert wrong == []
    assert stories > 30


def test_every_published_definition_is_as_it_was_published() -> None:
    catalogue = load(form_schemas_folder())
    present = {
        f"{code}@{version}": definition.digest
        for (code, version), definition in catalogue.definitions.items()
    }
    assert dict(catalogue.published) == {
        name: digest for name, digest in present.items() if name in catalogue.published
    }
    assert present.keys() == catalogue.published.keys()


def test_the_committed_contract_is_what_the_application_serves(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    wiring.migrate(settings)
    parts = wiring.build(settings)
    try:
        served = create_app(parts, ROUTERS).openapi()
    finally:
        parts.close()
    committed = json.loads((platform_folder() / "openapi.json").read_text("utf-8"))
    assert committed == json.loads(json.dumps(served)), "run `make client`"


def test_there_are_fewer_than_forty_settings_and_one_place_reads_them() -> None:
    assert len(Settings.model_fields) < 40
    readers = {path for path in OURS for name, _ in calls(path) if name == "Settings"}
    assert readers == {KERNEL / "settings.py"}


def test_every_command_is_documented() -> None:
    text = (platform_folder() / "docs" / "commands.md").read_text("utf-8")
    known = _commands(app, "dossier")
    assert {"dossier read", "dossier audit verify"} <= set(known)
    assert [path for path in known if f"`{path}" not in text] == []


def test_every_documented_command_is_there() -> None:
    text = (platform_folder() / "docs" / "commands.md").read_text("utf-8")
    known = _commands(app, "dossier")
    first_cells = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert first_cells
    assert [one for one in first_cells if not any(one.startswith(path) for path in known)] == []


def test_the_code_says_nothing_of_the_machine_it_was_written_on() -> None:
    home = "/" + "work" + "/"
    assert [path for path in SOURCES if home in path.read_text("utf-8")] == []


def test_nothing_is_left_for_later() -> None:
    words = ("TODO", "FIXME", "XXX", "NotImplementedError", "pytest.skip")
    found = [
        told(path, number)
        for path in SOURCES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if any(word in line for word in words)
    ]
    assert found == []


def _events(kind: type[Event]) -> list[type[Event]]:
    return [one for sub in kind.__subclasses__() for one in (sub, *_events(sub))]


def _rows(kind: type[Base]) -> list[type[Base]]:
    return [one for sub in kind.__subclasses__() for one in (sub, *_rows(sub))]


def _commands(group: typer.Typer, path: str) -> list[str]:
    return [
        f"{path} {one.name or getattr(one.callback, '__name__', '')}"
        for one in group.registered_commands
    ] + [
        found
        for inner in group.registered_groups
        if inner.typer_instance
        for found in _commands(inner.typer_instance, f"{path} {inner.name}")
    ]
