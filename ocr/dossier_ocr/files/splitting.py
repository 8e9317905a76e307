"""Some pages of a file as a file of their own, as they came in: nothing is drawn anew."""

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, TiffImagePlugin

from dossier_ocr.files import media
from dossier_ocr.files.faults import unreadable


def split_file(content: bytes, name: str, pages: Sequence[int]) -> bytes:
    """Return ``pages`` (numbers from 1) of a PDF or a TIFF; the same pages give the same bytes.

    Raises Unreadable for a file that cannot be taken apart, ValueError for a page that is not
    there.
    """
    kind = media.kind_of(content, name)
    if kind == media.PDF:
        return _of_pdf(content, name, pages)
    if kind == media.TIFF:
        return _of_tiff(content, name, pages)
    raise ValueError(f"a {kind} has one page")


def _of_pdf(content: bytes, name: str, pages: Sequence[int]) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as whole, pikepdf.new() as part:
            _check(pages, len(whole.pages))
            for number in pages:
                part.pages.append(whole.pages[number - 1])
            kept = io.BytesIO()
            part.save(kept, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise unreadable("encrypted_pdf", name) from error
    except pikepdf.PdfError as error:
        raise unreadable("damaged_pdf", name) from error
    return kept.getvalue()


def _of_tiff(content: bytes, name: str, pages: Sequence[int]) -> bytes:
    try:
        with TiffImagePlugin.TiffImageFile(io.BytesIO(content)) as whole:
            _check(pages, whole.n_frames)
            frames: list[Image.Image] = []
            for number in pages:
                whole.seek(number - 1)
                frames.append(whole.copy())
            kept = io.BytesIO()
            frames[0].save(
                kept,
                "TIFF",
                save_all=True,
                append_images=frames[1:],
                compression="tiff_deflate",
                dpi=whole.info.get("dpi", (0, 0)),
            )
    except (OSError, EOFError, SyntaxError) as error:
        raise unreadable("damaged_image", name) from error
    return kept.getvalue()


def _check(pages: Sequence[int], count: int) -> None:
    if not pages or not all(1 <= number <= count for number in pages):
        raise ValueError(f"no pages {list(pages)} of {count}")
