"""What a counter hands over by mistake, dropped on the page together with a good paper."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from site_process import Person, Running, letter

from dossier.api.errors import MEDIA_TYPE, FaultView
from dossier.samples.odd_files import odd_files

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]
SERVER_LIMIT_BYTES = 1 << 30
READER_LIMIT_BYTES = 5 << 29
READABLE = {"png_named_jpg"}


def peak_bytes(pid: int) -> int:
    """Return the most memory that the process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = [one for one in status.splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


def test_odd_files_are_told_by_name_and_the_good_one_is_read(
    shared_site: Running, clerk: Person
) -> None:
    case = clerk.open_case()
    odd = odd_files()
    batch = [(one.name, one.content) for one in odd] + [("收入证明.pdf", letter(400))]
    with ThreadPoolExecutor(3) as counters:
        answers = list(counters.map(lambda one: clerk.upload(case, *one), batch))

    told: dict[str, str] = {}
    for (name, _), answer in zip(batch, answers, strict=True):
        if answer.status_code != 201:
            assert answer.headers["content-type"] == MEDIA_TYPE
            fault = FaultView.model_validate_json(answer.content)
            assert fault.status == 422
            told[name] = fault.detail
    for file in clerk.until_read(case, 90).files:
        assert file.state in ("read", "failed")
        assert (file.message is None) == (file.state == "read")
        assert bool(file.pages) == (file.state == "read")
        if file.message:
            told[file.name] = file.message

    assert set(told) == {one.name for one in odd if one.fault not in READABLE}
    for name, message in told.items():
        assert name in message
        assert "请" in message
    assert told["空文件.jpg"] != told["截断的照片.jpg"]
    assert peak_bytes(shared_site.pid) < SERVER_LIMIT_BYTES
    assert all(peak_bytes(pid) < READER_LIMIT_BYTES for pid in shared_site.readers())


def test_a_picture_under_a_wrong_name_is_read_and_the_name_is_told(clerk: Person) -> None:
    case = clerk.open_case()
    (wrong,) = [one for one in odd_files() if one.fault in READABLE]
    clerk.put_in(case, wrong.name, wrong.content)
    (file,) = clerk.until_read(case).files
    assert file.state == "read"
    assert file.media_type == "image/png"
    assert "wrong_extension" in [one.code for one in file.findings]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a\\b\\收入证明.pdf", "证明\u202efdp.exe", "", "长" * 300 + ".pdf"],
)
def test_a_strange_name_is_kept_as_people_may_see_it(clerk: Person, name: str) -> None:
    case = clerk.open_case()
    answer = clerk.upload(case, name, letter(401))
    if answer.status_code != 201:
        fault = FaultView.model_validate_json(answer.content)
        assert fault.status == 422
        assert fault.detail
        return
    (file,) = clerk.case(case).files
    assert "/" not in file.name
    assert "\\" not in file.name
    assert "\u202e" not in file.name
    assert 0 < len(file.name) <= 200
