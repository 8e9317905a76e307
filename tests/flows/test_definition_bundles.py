"""Definitions go from office to office: signed, looked into, trusted, and then under four eyes."""

import io
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
import structlog
from build import DIBAO, Home
from flows.test_definition_drafts import (
    GUIDE,
    RENAMED,
    acting,
    drafted,
    publish,
    sit,
    submit,
    tamper,
)
from typer.testing import CliRunner

from dossier.audit import SigningKey
from dossier.catalogue.editing import draft_store
from dossier.catalogue.editing.bundles import FORMAT, Manifest, pack, unpack
from dossier.catalogue.editing.ssh_signatures import fingerprint, key_text, public_of
from dossier.catalogue.editing.text_check import definition_in
from dossier.cli.catalogue import app
from dossier.flows import bundles
from dossier.flows import definitions as flow
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.work import look

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

GONGZU, MEAL = "social-security.gongzu", "elderly.meal-card"
THEIRS = SigningKey("other", b"t" * 32)
THEIR_KEY = key_text(public_of(THEIRS.seed), "浑南区民政局")
THEIR_MARK = fingerprint(public_of(THEIRS.seed))


def made_by_others(home: Home) -> bytes:
    """A bundle of another office: gongzu as it is, dibao under another title, a new service."""
    changed = drafted(home, (GUIDE, RENAMED))
    new = drafted(home, code=MEAL)
    with acting(home, "city") as work:
        texts = {
            DIBAO: draft_store.get(work.session, changed).text,
            MEAL: draft_store.get(work.session, new).text,
            GONGZU: flow.text_of(work.session, home.parts.catalogue, GONGZU, 1),
        }
        flow.discard_draft(work, changed)
        flow.discard_draft(work, new)
    return packed_by_others(home, texts)


def packed_by_others(home: Home, texts: dict[str, str], key: SigningKey = THEIRS) -> bytes:
    catalogue = home.parts.catalogue
    chosen = sorted(texts)
    found = [definition_in(texts[code], catalogue) for code in chosen]
    items = [bundles._item(one, texts[one.code]) for one in found if one is not None]
    manifest = Manifest(
        format=FORMAT,
        office="浑南区民政局",
        made_at=home.clock(),
        items=tuple(items),
        parameters=(),
    )
    return pack(manifest, [texts[code] for code in chosen], key.seed)


def inspect(desk: TestClient, content: bytes) -> dict[str, Any]:
    answer = desk.post("bundles/inspect", files={"file": ("theirs.zip", content)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def take(desk: TestClient, content: bytes, *codes: str) -> tuple[int, Any]:
    answer = desk.post(
        "bundles/import", files={"file": ("theirs.zip", content)}, data={"items": [*codes]}
    )
    return answer.status_code, answer.json()


def trust(desk: TestClient) -> None:
    answer = desk.post(
        "bundles/trusted", json={"name": "浑南区民政局", "public_key": THEIR_KEY}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["fingerprint"] == THEIR_MARK


# -- the whole way


def test_what_another_office_gives_is_taken_under_four_eyes(home: Home) -> None:
    content = made_by_others(home)
    city, approver = sit(home, "city"), sit(home, "approver")
    told = inspect(city, content)
    assert (told["signer"], told["trusted"], told["fingerprint"]) == ("", False, THEIR_MARK)
    assert told["office"] == "浑南区民政局"
    items = {one["code"]: one for one in told["items"]}
    assert {code: one["state"] for code, one in items.items()} == {
        DIBAO: "changed",
        GONGZU: "same",
        MEAL: "new",
    }
    assert any("最低生活保障申请" in line for line in items[DIBAO]["changes"])
    status, refused = take(city, content, DIBAO)
    assert (status, refused["code"], refused["facts"]) == (
        422,
        "bundle_untrusted",
        {"fingerprint": THEIR_MARK},
    )
    trust(approver)
    assert inspect(city, content)["signer"] == "浑南区民政局"
    status, drafts = take(city, content, DIBAO, MEAL)
    assert status == 201
    by_code = {one["code"]: one for one in drafts}
    assert [by_code[DIBAO][name] for name in ("origin", "office", "version", "based_on")] == [
        "imported",
        "浑南区民政局",
        2,
        1,
    ]
    assert inspect(city, content)["items"][0]["draft_id"] == by_code[MEAL]["id"]
    status, again = take(city, content, MEAL)
    assert (status, again["code"]) == (409, "draft_open")
    for code in (DIBAO, MEAL):
        path = f"drafts/{by_code[code]['id']}"
        assert city.post(f"{path}/submit", json={"revision": 1}).status_code == 200
        assert city.post(f"{path}/publish", json={"revision": 1}).status_code == 403
        assert approver.post(f"{path}/publish", json={"revision": 1}).status_code == 200
    view = city.get(f"definitions/{DIBAO}").json()
    assert [(one["version"], one["origin"], one["office"]) for one in view["versions"]] == [
        (2, "imported", "浑南区民政局"),
        (1, "delivered", ""),
    ]
    assert inspect(city, content)["items"][1]["state"] == "same"


def test_trust_ends_and_stays_on_record(home: Home) -> None:
    content = made_by_others(home)
    approver = sit(home, "approver")
    trust(approver)
    twice = approver.post("bundles/trusted", json={"name": "x", "public_key": THEIR_KEY})
    assert (twice.status_code, twice.json()["code"]) == (409, "office_known")
    (office,) = approver.get("bundles/trusted").json()
    assert (office["name"], office["added_by"]) == ("浑南区民政局", "沈涛")
    assert approver.delete(f"bundles/trusted/{office['id']}").status_code == 204
    assert approver.delete(f"bundles/trusted/{office['id']}").status_code == 404
    assert approver.get("bundles/trusted").json() == []
    assert take(approver, content, MEAL)[0] == 422
    trust(approver)  # and may be trusted again
    for name, key in (("x", "ssh-rsa AAAA"), (" ", THEIR_KEY)):
        wrong = approver.post("bundles/trusted", json={"name": name, "public_key": key})
        assert wrong.status_code == 422


def test_what_is_given_out_is_signed_by_this_office(home: Home) -> None:
    city = sit(home, "city")
    answer = city.post("bundles/export", json={"codes": [GONGZU], "versions": [{"code": DIBAO, "version": 1}]})  # fmt: skip
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    bundle = unpack(answer.content)
    key = city.get("bundles/key").json()
    assert fingerprint(bundle.signer) == key["fingerprint"]
    assert key["public_key"].startswith("ssh-ed25519 ")
    assert [one.code for one in bundle.manifest.items] == [DIBAO, GONGZU]
    assert "dibao_standard" in {one.code for one in bundle.manifest.parameters}
    told = inspect(city, answer.content)
    assert (told["signer"], told["trusted"]) == ("本单位", True)
    assert {one["state"] for one in told["items"]} == {"same"}
    for asked in ({}, {"codes": [DIBAO, DIBAO]}, {"codes": [MEAL]}):
        assert city.post("bundles/export", json=asked).status_code in (404, 422)


def test_an_altered_file_is_refused(home: Home) -> None:
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(made_by_others(home))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = f"services/{DIBAO}@2.yaml"
    files[name] = files[name].replace(b">= 6", b">= 1", 1)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for one, content in files.items():
            archive.writestr(one, content)
    city = sit(home, "city")
    for path in ("inspect", "import"):
        answer = city.post(
            f"bundles/{path}",
            files={"file": ("x.zip", held.getvalue())},
            data={"items": [DIBAO]},
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "bundle_altered")


def test_what_this_system_does_not_understand_is_told(home: Home) -> None:
    catalogue = home.parts.catalogue
    with acting(home, "city") as work:
        text = flow.text_of(work.session, catalogue, DIBAO, 1)
    later = text.replace("kind: service\n", "kind: service\nlater_feature: 1\n", 1)
    item = bundles._item(catalogue.get(DIBAO, 1), later).model_copy(
        update={"parameters": ("unknown_figure",), "document_types": ("unknown_paper",)}
    )
    manifest = Manifest(
        format=FORMAT, office="x", made_at=home.clock(), items=(item,), parameters=()
    )
    bundle = unpack(pack(manifest, [later], home.parts.signing_key.seed))
    key = home.parts.signing_key
    with look(home.parts.sessions) as session:
        (found,) = bundles.inspect_bundle(session, catalogue, key, bundle).items
    assert found.state == "unusable"
    assert found.missing == ("参数“unknown_figure”", "材料类型“unknown_paper”")
    with acting(home, "city") as work:
        with pytest.raises(Refused, match="升级系统"):
            bundles.import_bundle(work, catalogue, key, bundle, [DIBAO])
        for codes in ([], ["elderly.nothing"]):
            with pytest.raises(Refused, match="请选择"):
                bundles.import_bundle(work, catalogue, key, bundle, codes)


# -- rights


def test_a_drafter_may_not_trust_or_publish_and_a_clerk_may_nothing(home: Home) -> None:
    content = made_by_others(home)
    admin = sit(home, "admin")
    assert inspect(admin, content)["trusted"] is False
    key = {"name": "x", "public_key": THEIR_KEY}
    assert admin.post("bundles/trusted", json=key).status_code == 403
    assert admin.delete("bundles/trusted/x").status_code == 403
    made = admin.post("drafts", json={"code": DIBAO, "based_on": 1}).json()
    assert made["may_not_because"].startswith("您的岗位没有发布")
    for step, body in (("publish", {"revision": 1}), ("return", {"reason": "x"})):
        assert admin.post(f"drafts/{made['id']}/{step}", json=body).status_code == 403
    clerk = sit(home, "clerk")
    for path in ("definitions", "drafts", "bundles/key", f"drafts/{made['id']}"):
        assert clerk.get(path).status_code == 403
    assert clerk.post("drafts/check", json={"text": "a: 1"}).status_code == 403


# -- the command line


def run(home: Home, *words: str) -> tuple[int, str]:
    settings = home.parts.settings
    env = {
        "COLUMNS": "200",
        "DOSSIER_HOME": str(keys_of(home)),
        "DOSSIER_DATABASE_URL": settings.database_url,
    }
    try:
        result = CliRunner().invoke(app, [*words], env=env)
    finally:
        structlog.reset_defaults()  # the runner's standard error is closed
    return result.exit_code, result.stdout if "--json" in words else result.output


def keys_of(home: Home) -> Path:
    """A data folder that holds the same signing key."""
    folder = home.parts.settings.home / "cli"
    (folder / "keys").mkdir(parents=True, exist_ok=True)
    (folder / "keys" / "audit.key").write_text(home.parts.signing_key.text + "\n")
    return folder


def test_the_commands_give_out_look_into_trust_and_take_in(home: Home, tmp_path: Path) -> None:
    out, key, file = tmp_path / "ours.zip", tmp_path / "their.pub", tmp_path / "theirs.zip"
    status, text = run(home, "export", DIBAO, "--out", str(out), "--as", "city", "--json")
    assert (status, json.loads(text)["services"]) == (0, 1)
    assert unpack(out.read_bytes()).texts.keys() == {DIBAO}
    file.write_bytes(made_by_others(home))
    status, text = run(home, "import", str(file))
    assert status == 0
    assert "不受信任" in text
    assert THEIR_MARK in text
    status, text = run(home, "import", str(file), "--as", "city")
    assert (status, "电话核对" in text) == (1, True)
    key.write_text(THEIR_KEY, "utf-8")
    status, text = run(home, "trust", str(key), "--name", "浑南区民政局", "--as", "admin")
    assert (status, "没有这项权限" in text) == (2, True)
    status, text = run(home, "trust", str(key), "--name", "浑南区民政局", "--as", "approver")
    assert (status, THEIR_MARK in text) == (0, True)
    status, text = run(home, "import", str(file), "--as", "city", "--only", MEAL, "--json")
    told = json.loads(text)
    assert (status, len(told["drafts"]), told["signer"]) == (0, 1, "浑南区民政局")
    status, text = run(home, "trust", "--json")
    (office,) = json.loads(text)["trusted"]
    assert json.loads(text)["own"]["fingerprint"]
    status, _ = run(home, "trust", "--remove", office["id"], "--as", "approver")
    assert status == 0
    status, text = run(home, "trust")
    assert (status, "还没有受信任的单位" in text) == (0, True)


def test_the_command_lists_what_was_published_here(home: Home) -> None:
    status, text = run(home, "installed")
    assert (status, "还没有发布过版本" in text) == (0, True)
    draft = drafted(home, (GUIDE, RENAMED))
    submit(home, draft)
    publish(home, draft)
    status, text = run(home, "installed")
    assert (status, "完好" in text, "沈涛" in text) == (0, True, True)
    tamper(home, "UPDATE definition_version SET digest = 'x'")
    status, text = run(home, "installed", "--json")
    assert (status, json.loads(text)["intact"]) == (1, False)


def test_the_commands_say_what_was_asked_wrongly(home: Home, tmp_path: Path) -> None:
    out = str(tmp_path / "x.zip")
    for words, status in (
        (("export", DIBAO, "--out", out, "--as", "nobody"), 2),
        (("export", "no.such", "--out", out, "--as", "city"), 1),
        (("export", DIBAO, "--out", str(tmp_path / "no" / "x"), "--as", "city"), 2),
        (("import", str(tmp_path / "nothing")), 2),
        (("trust", str(tmp_path / "nothing"), "--name", "x", "--as", "approver"), 2),
        (("trust", "--remove", "x"), 2),
        (("trust", "--remove", "x", "--as", "approver"), 1),
    ):
        assert run(home, *words)[0] == status, words
    (tmp_path / "bad.zip").write_bytes(b"PK")
    assert run(home, "import", str(tmp_path / "bad.zip"))[0] == 1


def test_two_services_at_once_are_taken_together_or_not_at_all(home: Home) -> None:
    content = made_by_others(home)
    drafted(home, code=MEAL)
    with acting(home, "approver") as work:
        bundles.trust_office(work, "浑南区民政局", THEIR_KEY)
    with pytest.raises(Conflict), acting(home, "city") as work:
        bundle = unpack(content)
        bundles.import_bundle(
            work, home.parts.catalogue, home.parts.signing_key, bundle, [DIBAO, MEAL]
        )
    with look(home.parts.sessions) as session:
        assert {one.code for one in draft_store.open_drafts(session)} == {MEAL}
        with pytest.raises(NotFound):
            flow.text_of(session, home.parts.catalogue, MEAL, 1)
