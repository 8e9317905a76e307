"""Files as they should not be: each is told in words, none stops the batch or eats memory."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.samples.odd_files import odd_files
from dossier_ocr import Unreadable, load_types, read_file

ROOT = Path(__file__).parents[2]
TYPES = load_types(ROOT / "form_schemas")
ODD = {odd.name: odd for odd in odd_files()}
CODES = {
    "truncated": "truncated_image",
    "empty": "empty_file",
    "too_large": "too_many_pixels",
    "encrypted": "encrypted_pdf",
    "zip_named_pdf": "archive_file",
    "text_named_jpg": "text_file",
}
PROGRAM = """
import sys, typer
from dossier.cli.read import read
app = typer.Typer(add_completion=False)
app.command()(read)
app(sys.argv[1:])
"""


@pytest.mark.parametrize("name", [name for name, odd in ODD.items() if odd.fault in CODES])
def test_an_odd_file_is_told_by_name_with_what_to_do(name: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_file(ODD[name].content, name, TYPES)
    assert caught.value.code == CODES[ODD[name].fault]
    assert name in caught.value.message_zh
    assert "请" in caught.value.message_zh


def test_a_pixel_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = next(odd for odd in ODD.values() if odd.fault == "too_large")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable):
        read_file(bomb.content, bomb.name, TYPES)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.ocr
@pytest.mark.parametrize("processes", [1, 2])
def test_the_other_files_of_the_batch_go_on(tmp_path: Path, processes: int) -> None:
    for odd in ODD.values():
        (tmp_path / odd.name).write_bytes(odd.content)
    names = [*ODD, "没有这个文件.jpg"]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            *(str(tmp_path / name) for name in names),
            "--json",
            "--processes",
            str(processes),
        ],
        env={**os.environ, "PYTHONPATH": f"{ROOT}/platform:{ROOT}/ocr"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(line["file"]).name for line in lines] == names
    found = {Path(line["file"]).name: line for line in lines}
    for name, odd in ODD.items():
        codes = [finding["code"] for finding in found[name]["findings"]]
        if odd.fault == "png_named_jpg":
            assert codes[0] == "wrong_extension"
            assert found[name]["document_type"] == "id_card"
            assert found[name]["fields"]["id_number"]["auto"]
        else:
            assert codes == [CODES[odd.fault]]
            assert found[name]["document_type"] == "unknown"
    assert found["没有这个文件.jpg"]["findings"][0]["code"] == "no_such_file"
