"""What a reading is made of: immutable values, boxes in pixels of the upright page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels of the upright page; the origin is the top left corner."""


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text.  confidence: 0 to 1, as the engine says (1 for a PDF's own text)."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class Step:
    """A choice made on the way of a page.

    name: what was decided ("turn", "engine", "seal", …).  choice: how (an engine with its
    version and settings).  reason: why.
    """

    name: str
    choice: str
    reason: str


@dataclass(frozen=True, slots=True)
class Code:
    """A printed code, such as a QR code.  format: its kind, as the decoder names it."""

    text: str
    format: str
    box: Box


@dataclass(frozen=True, slots=True)
class Quality:
    """Raw figures of a capture.

    width, height: pixels as captured.  blur: variance of the Laplacian at a fixed scale, the
    smaller the more blurred.  glare: share (0 to 1) of blown-out pixels in a darker picture.
    ink: share of dark pixels.  contrast: from the darkest to the brightest hundredth, 0 to 255.
    dpi: None where nothing of a known size lies on the page.  cut: how much of the border is
    cut off.  colour: False for a black-and-white copy.  screen: how strongly it looks like a
    picture of a screen, 0 to 1.  sharp: how steep the edges of the print are.
    """

    width: int
    height: int
    blur: float
    glare: float
    ink: float
    contrast: float
    dpi: float | None = None
    cut: float = 0.0
    colour: bool = True
    screen: float = 0.0
    sharp: float = 0.0


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page, upright.

    number: from 1.  width, height: pixels of the upright page.  turned: degrees clockwise that
    made it upright (0, 90, 180, 270).  skew: degrees that were then taken out (positive when
    lines fell to the right).  source: "ocr" or "pdf_text".  quality: None for a PDF's own text.
    steps: what was chosen on the way, in order.  blank: nothing stands on it.
    codes: printed codes that were found.
    """

    number: int
    width: int
    height: int
    turned: int
    skew: float
    lines: tuple[Line, ...]
    quality: Quality | None
    source: str
    steps: tuple[Step, ...] = ()
    blank: bool = False
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """What was read for one field.

    value: normalised (dates in ISO 8601, amounts in plain yuan; several names or numbers are
    joined by 、), None when there is nothing to fill.
    raw: as printed.  auto: may be filled without asking.  page: from 1.
    handwritten: written by hand; never filled without asking.  alternatives: what another
    engine read instead.  sure: how sure each character of raw is, 0 to 1; empty where nobody
    knows.
    """

    value: str | None
    raw: str
    confidence: float
    auto: bool
    page: int
    box: Box
    handwritten: bool = False
    alternatives: tuple[str, ...] = ()
    sure: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a clerk should know.  field: None when it is about the page or the paper.

    page: from 1; None when it is about the file.
    """

    code: str
    field: str | None
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One paper among the pages.  document_type: "unknown" where it is none that we know.

    parts: which sides or pages of the paper were seen.  pages: numbers from 1.
    box: where it lies on its first page.
    """

    document_type: str
    confidence: float
    parts: tuple[str, ...]
    pages: tuple[int, ...]
    box: Box
    fields: Mapping[str, Value] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that one file told.  findings: those of the file and of its pages."""

    pages: tuple[PageReading, ...]
    documents: tuple[ReadDocument, ...]
    findings: tuple[Finding, ...]
    engine: str
    engine_version: str
    seconds: float
    text: str


UNKNOWN = "unknown"


def union(boxes: list[Box]) -> Box:
    """Return the smallest box around ``boxes`` (at least one)."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
