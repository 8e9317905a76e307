"""The command line as other tools use it: stable keys, exit status 0, 1 (a finding), 2 (usage)."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from site_process import Home, furnished_home, letter

from dossier.catalogue.loading import load
from dossier.cli import main
from dossier.kernel.settings import form_schemas_folder
from dossier.samples.forms import Circumstances, whole_form
from dossier.samples.households import demonstration_household
from dossier.samples.office import funds_of

SERVICE = "social-security.dibao"
READ_KEYS = {
    "file", "pages", "document_type", "document_confidence", "fields", "findings", "text", "seconds",
}  # fmt: skip
SUMMARY_KEYS = {
    "code",
    "version",
    "title_zh",
    "kind",
    "group",
    "confidence",
    "to_confirm",
    "published",
}
TRY_KEYS = {"derived", "eligibility", "eligible", "materials", "problems", "benefit"}
AUDIT_KEYS = {
    "passed", "size", "root", "checkpoints", "signatures", "first_bad_seq", "findings",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, object]:
        """The one JSON object that it printed, and nothing beside it."""
        (line,) = self.out.splitlines()
        told = json.loads(line)
        assert isinstance(told, dict)
        return told


Dossier = Callable[..., Done]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with an office in it; the commands here change nothing of it."""
    return furnished_home(tmp_path_factory.mktemp("cli") / "home")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A home that nobody has set up."""
    return tmp_path / "empty"


@pytest.fixture
def dossier(
    furnished: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Dossier:
    """Run one command on the furnished home, or on ``home``, as the console script does."""

    def run(*words: str, home: Path = furnished.folder) -> Done:
        monkeypatch.setenv("DOSSIER_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["dossier", *words])
        with pytest.raises(SystemExit) as ended:
            main.run()
        printed = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int | None)
        assert "Traceback" not in printed.err
        return Done(code or 0, printed.out, printed.err)

    return run


def test_every_command_is_there_and_tells_of_itself_in_chinese(dossier: Dossier) -> None:
    shown = dossier("--help").out
    for command in (
        "serve", "worker", "migrate", "demo", "reindex", "read", "catalogue", "search", "audit",
        "archive", "ledger",
    ):  # fmt: skip
        assert f" {command} " in shown
        help_text = dossier(command, "--help")
        assert help_text.status == 0
        assert any("一" <= sign <= "鿿" for sign in help_text.out)
        groups = ("catalogue", "audit", "archive", "ledger")
        assert ("--json" in help_text.out) == (command not in groups)


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["read"],
        ["read", "--no-such-option"],
        ["read", "x.jpg", "--type", "no_such_type"],
        ["read", "x.jpg", "--engine", "no_such_engine"],
        ["read", "x.jpg", "--processes", "0"],
        ["search"],
        ["search", "王", "--limit", "0"],
        ["catalogue", "show", "no.such.service"],
        ["catalogue", "try", SERVICE, "--form", "no-such-file.json"],
        ["archive", "verify", "没有这个档号"],
        ["audit", "verify", "--checkpoint", "no-such-file"],
    ],
)
def test_a_wrong_use_ends_with_two_and_says_why(dossier: Dossier, words: list[str]) -> None:
    done = dossier(*words)
    assert done.status == 2
    assert done.out == ""
    assert done.err


@pytest.mark.parametrize(
    "words",
    [
        ["audit", "verify", "--json"],
        ["ledger", "verify", "--json"],
        ["archive", "verify", "--json"],
        ["search", "王桂兰", "--json"],
        ["reindex", "--json"],
        ["know-residents", "--json"],
    ],
)
def test_an_empty_home_is_told_in_one_line_with_what_to_do(
    dossier: Dossier, empty: Path, words: list[str]
) -> None:
    done = dossier(*words, home=empty)
    assert done.status == 2
    assert done.out == ""
    assert "dossier migrate" in done.err


def test_migrating_twice_is_harmless(dossier: Dossier, empty: Path) -> None:
    for _ in range(2):
        done = dossier("migrate", "--json", home=empty)
        assert done.status == 0
        assert done.told == {"migrated": True, "home": str(empty)}
    assert empty.stat().st_mode & 0o777 == 0o700


def test_reindex_tells_how_much_is_indexed(dossier: Dossier) -> None:
    done = dossier("reindex", "--json")
    assert (done.status, done.told) == (0, {"indexed": 0})


def test_knowing_residents_tells_how_many_are_new(dossier: Dossier) -> None:
    done = dossier("know-residents", "--json")
    assert (done.status, done.told) == (0, {"cases": 0, "new": 0})


def test_search_tells_hits(dossier: Dossier) -> None:
    done = dossier("search", "王桂兰", "--limit", "3", "--json")
    assert (done.status, done.told) == (0, {"total": 0, "hits": []})


def test_audit_verify_recomputes_the_log(dossier: Dossier) -> None:
    done = dossier("audit", "verify", "--json")
    assert done.status == 0
    assert set(done.told) == AUDIT_KEYS
    assert done.told["passed"] is True
    assert done.told["findings"] == []
    assert isinstance(done.told["size"], int)
    assert done.told["size"] > 0


def test_ledger_verify_recomputes_the_books(dossier: Dossier) -> None:
    done = dossier("ledger", "verify", "--json")
    assert done.status == 0
    assert set(done.told) == {"passed", "books", "vouchers", "entries", "findings"}
    assert (done.told["passed"], done.told["books"]) == (True, 1)
    assert done.told["vouchers"] == len(
        funds_of(load(form_schemas_folder()).list())
    )  # the first money of each fund


def test_archive_verify_checks_every_package(dossier: Dossier) -> None:
    done = dossier("archive", "verify", "--json")
    assert done.status == 0
    assert set(done.told) == {"passed", "packages", "register"}
    assert done.told["packages"] == []


def test_catalogue_list_tells_both_services(dossier: Dossier) -> None:
    done = dossier("catalogue", "list", "--json")
    assert done.status == 0
    services = done.told["services"]
    assert isinstance(services, list)
    assert {SERVICE, "social-security.gongzu"} <= {one["code"] for one in services}
    assert all(set(one) >= SUMMARY_KEYS for one in services)


def test_catalogue_show_tells_the_whole_definition(dossier: Dossier) -> None:
    done = dossier("catalogue", "show", SERVICE, "--json")
    assert done.status == 0
    assert {"code", "version", "fields", "materials", "eligibility", "stages"} <= set(done.told)
    assert done.told["code"] == SERVICE


def test_catalogue_check_finds_no_error(dossier: Dossier) -> None:
    done = dossier("catalogue", "check", "--json")
    assert set(done.told) == {"findings", "errors", "warnings"}
    assert (done.status, done.told["errors"]) == (0, 0)


def test_catalogue_try_tells_what_a_form_comes_to(dossier: Dossier, tmp_path: Path) -> None:
    circumstances = (
        Circumstances("none", "na", has_children=True),
        Circumstances("employed", "full", has_children=False),
    )
    form = tmp_path / "form.json"
    form.write_text(json.dumps(whole_form(demonstration_household(), circumstances)))
    words = ("catalogue", "try", SERVICE, "--form", str(form), "--day", "2026-03-09", "--json")
    done = dossier(*words, "--set", "dibao_standard=800", "--set", "margin_standard=1600")
    assert set(done.told) >= TRY_KEYS
    assert done.status == (0 if done.told["eligible"] != "no" else 1)
    assert isinstance(done.told["benefit"], dict)
    assert done.told["benefit"]["working"]

    form.write_text("{}")
    assert dossier(*words).status == 1, "an empty form is a finding"


@pytest.mark.ocr
def test_read_tells_one_line_a_file_and_a_bad_one_stops_nothing(
    dossier: Dossier, empty: Path, tmp_path: Path
) -> None:
    good, bad = tmp_path / "收入证明.pdf", tmp_path / "不是图片.jpg"
    good.write_bytes(letter(1))
    bad.write_bytes(b"PK\x03\x04" + bytes(40))
    done = dossier("read", str(bad), str(good), "--json", home=empty)
    assert done.status == 1
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert set(first) >= READ_KEYS
    assert (first["document_type"], first["fields"]) == ("unknown", {})
    (finding,) = first["findings"]
    assert set(finding) >= {"code", "field", "message"}
    assert "不是图片.jpg" in finding["message"]
    assert "请" in finding["message"]

    assert set(second) >= READ_KEYS
    assert (second["document_type"], second["pages"]) == ("income_proof", 1)
    for value in second["fields"].values():
        assert set(value) >= {"value", "confidence", "auto", "page", "box"}
        assert isinstance(value["auto"], bool)
        assert len(value["box"]) == 4
    assert second["fields"]["name"]["value"] == "陈磊"
    assert second["fields"]["issued_on"]["value"] == "2024-01-02"
    assert not (empty / "dossier.db").exists(), "reading needs no database"

    assert dossier("read", str(good), "--json").status == (1 if second["findings"] else 0)


def test_a_demonstration_beyond_this_machine_is_refused(dossier: Dossier, empty: Path) -> None:
    done = dossier("demo", "--serve", "--host", "0.0.0.0", home=empty)
    assert done.status == 1
    assert "本机" in done.err
    assert not empty.exists()
