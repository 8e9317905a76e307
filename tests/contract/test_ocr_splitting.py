"""A pile is taken apart in a process of its own, as it is read."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from PIL import Image

from dossier.adapters.ocr import ReadingProcesses
from dossier.kernel.settings import form_schemas_folder
from dossier_ocr import Unreadable


@pytest.fixture(scope="module")
def reader() -> Iterator[ReadingProcesses]:
    processes = ReadingProcesses(
        form_schemas_folder(), engine="none", processes=1, limit_seconds=60
    )
    yield processes
    processes.close()


def pile(count: int) -> bytes:
    pages = [Image.new("L", (200 + number, 300), 255) for number in range(count)]
    kept = io.BytesIO()
    pages[0].save(kept, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    return kept.getvalue()


def test_pages_come_back_as_a_file_of_their_own(reader: ReadingProcesses) -> None:
    part = reader.split(pile(4), "一叠.pdf", [2, 3])
    with pikepdf.open(io.BytesIO(part)) as opened:
        assert [round(float(page.mediabox[2])) for page in opened.pages] == [201, 202]


@pytest.mark.parametrize("content", [b"%PDF-1.7 broken", b"\xff\xd8\xff\xe0", b"MM\x00*broken"])
def test_what_cannot_be_taken_apart_is_the_files_fault(
    reader: ReadingProcesses, content: bytes
) -> None:
    with pytest.raises(Unreadable, match="一叠"):
        reader.split(content, "一叠.pdf", [1])
