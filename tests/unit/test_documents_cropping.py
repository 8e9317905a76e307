"""The region of a page that shows a value is cut out with some room, whatever the box."""

from io import BytesIO

import pytest
from PIL import Image

from dossier.documents.cropping import cropped
from dossier.documents.model import Box, Page
from dossier.kernel.ids import FileId, PageId, ReadingId

PAGE = Page(PageId("p"), ReadingId("r"), FileId("f"), 1, 1200, 1600, 0, 0.0, "image")


def picture(width: int = 1200, height: int = 1600) -> bytes:
    """A white page with a black value on it."""
    image = Image.new("L", (width, height), 255)
    image.paste(
        0, (width // 2, height // 2, width // 2 + width // 8, height // 2 + height // 40)
    )
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def cut(content: bytes, box: Box) -> Image.Image:
    return Image.open(BytesIO(cropped(content, PAGE, box)))


def test_the_value_stands_in_the_middle_with_room_around_it() -> None:
    part = cut(picture(), (600, 800, 750, 840))
    assert (part.format, part.mode) == ("JPEG", "RGB")
    assert part.width == 150 + 2 * 64
    assert part.height == 40 + 2 * 28
    middle, edge = part.getpixel((part.width // 2, part.height // 2)), part.getpixel((5, 5))
    assert isinstance(middle, tuple)
    assert isinstance(edge, tuple)
    assert max(middle) < 40
    assert min(edge) > 215


def test_a_picture_of_another_size_is_cut_at_the_same_place() -> None:
    part = cut(picture(2400, 3200), (600, 800, 750, 840))
    assert part.width == 2 * (150 + 2 * 64)


@pytest.mark.parametrize(
    "box",
    [
        (0, 0, 40, 20),
        (1180, 1590, 1300, 1700),
        (5000, 5000, 5100, 5040),
        (-90, -90, -40, -20),
        (100, 100, 100, 100),
        (0, 0, 1200, 1600),
    ],
)
def test_a_box_at_the_edge_or_beyond_still_gives_a_picture(box: Box) -> None:
    part = cut(picture(), box)
    assert part.width >= 1
    assert part.height >= 1
