"""The house as in production: PostgreSQL, an S3 service, and the worker in its own process."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from contract.test_blobs_objects import ACCESS_KEY, SECRET_KEY
from site_process import Person, furnished_home, inside, letter, person, serve, until, worker

from dossier import audit
from dossier.samples.forms import Circumstances, whole_form
from dossier.samples.households import demonstration_household
from dossier.work import look

pytestmark = [
    pytest.mark.db,
    pytest.mark.s3,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
AT_ONCE = 4


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_case_goes_from_upload_to_letter_on_postgresql_and_s3(
    tmp_path: Path, database_url: str, s3_endpoint: str
) -> None:
    home = furnished_home(
        tmp_path / "home",
        DOSSIER_DATABASE_URL=database_url,
        DOSSIER_S3_ENDPOINT=s3_endpoint,
        DOSSIER_S3_ACCESS_KEY=ACCESS_KEY,
        DOSSIER_S3_SECRET_KEY=SECRET_KEY,
        DOSSIER_S3_BUCKET="production",
        DOSSIER_S3_SECURE="false",
        DOSSIER_READING_PROCESSES="1",
    )
    with serve(home, "--no-worker") as site, worker(home) as hands:
        site.until_ready()
        hands.until_started()
        ready = httpx.get(f"{site.base_url}/readyz")
        assert ready.status_code == 200, ready.text
        with person(site) as clerk:
            case = clerk.open_case()
            with ThreadPoolExecutor(AT_ONCE) as counters:
                names = [f"收入证明{number}.pdf" for number in range(AT_ONCE)]
                dropped = counters.map(
                    lambda name: clerk.put_in(case, name, letter(800)), names
                )
                assert len({file.id for file in dropped}) == 1

            seen = clerk.until_read(case)
            assert [one.state for one in seen.files] == ["read"]
            until(lambda: clerk.case(case).documents, 10, "the case is assembled")
            (document,) = clerk.case(case).documents
            values = {one.name: one.value for one in document.values}
            assert values["name"] == "陈磊"
            page = clerk.http.get(f"/pages/{document.page_ids[0]}/image")
            assert page.content.startswith(b"\xff\xd8\xff")

            assert _letter(clerk, case).startswith(b"%PDF-")
            until(
                lambda: clerk.http.get("/search", params={"q": "陈磊"}).json()["total"],
                20,
                "what the worker has indexed is found by the server",
            )
        assert hands.stop() == 0
        assert site.stop() == 0
        assert "Traceback" not in site.said + hands.said
    assert not (home.folder / "dossier.db").exists()
    assert not (home.folder / "objects").exists()
    with inside(home) as parts:
        assert list(parts.objects.names())
        with look(parts.sessions) as session:
            assert audit.verify(session).sound


def _letter(clerk: Person, case: str) -> bytes:
    """Let the clerk tell the applicant what is missing; return the printed letter."""
    told_of = (
        Circumstances("none", "na", has_children=True),
        Circumstances("employed", "full", has_children=False),
    )
    form = whole_form(demonstration_household(), told_of)
    changed = clerk.change_form(case, clerk.case(case).revision, form)
    assert changed.status_code == 200, changed.text
    for due in clerk.case(case).evaluation.materials:
        if due.status in ("unchecked", "missing") and due.waivable:
            mark = {"code": due.code, "person_pointer": due.person_pointer, "waived": True}
            marked = clerk.http.put(f"/cases/{case}/materials", json=mark)
            assert marked.status_code == 200, marked.text
    told = clerk.step(case, "supplement")
    assert told.status_code == 200, told.text
    (issued,) = clerk.case(case).letters

    def printed() -> bytes | None:
        answer = clerk.http.get(f"/letters/{issued.id}.pdf")
        is_pdf = answer.headers["content-type"] == "application/pdf"
        return answer.content if is_pdf else None

    return until(printed, 20, "the letter is printed")
