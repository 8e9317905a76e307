"""What reviews amount to: which one stands, which characters to look at, how often we are right."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import sqrt

from dossier.documents.model import Review, Value, Verdict, Via
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.ids import DocumentId, ValueId

LIKENESS_MIN = 0.3
"""Another engine's text that is less like the value was read from elsewhere."""
CHARACTER_SURE_MIN = 0.9
"""A character of which the engine is less sure is shown as doubtful."""
SAMPLE_EVERY = 10
"""Of the values that were filled unasked, one in so many is shown to be looked at all the same."""
Z_95 = 1.959964
_WRONG = frozenset({Verdict.CORRECTED, Verdict.ABSENT})


@dataclass(frozen=True, slots=True)
class Tally:
    """How well values were read, as far as people looked.

    read: values that were read.  auto: how many of them were sure enough to be filled unasked.
    right, corrected, unreadable: what people said, each value once.
    in_form: how many of the corrected were typed over in the form, where a person may have had
    other reasons than the reading.
    auto_reviewed, wrong_auto: of the reviewed ones, those that were filled unasked; of these,
    those that were corrected.
    sampled, sampled_wrong: the same of those that were looked at in the queue, right or wrong.
    missed: values that were due and not read.  typed: how many of them a person read all the
    same, besides others that were not due.  absent: of how many people say that they do not
    stand on the paper.  illegible: how many nobody can read.
    """

    read: int = 0
    auto: int = 0
    right: int = 0
    corrected: int = 0
    unreadable: int = 0
    in_form: int = 0
    auto_reviewed: int = 0
    wrong_auto: int = 0
    sampled: int = 0
    sampled_wrong: int = 0
    missed: int = 0
    typed: int = 0
    absent: int = 0
    illegible: int = 0

    @property
    def reviewed(self) -> int:
        """How many values that were read a person looked at."""
        return self.right + self.corrected + self.unreadable

    @property
    def judged(self) -> int:
        """How many of these a person could read."""
        return self.right + self.corrected

    @property
    def accuracy(self) -> float | None:
        """The share that was right; None without any."""
        return self.right / self.judged if self.judged else None

    @property
    def exact(self) -> float | None:
        """The share that was right of all that stood on the papers, read or not; None without any."""
        stood = self.judged + self.typed
        return self.right / stood if stood else None

    @property
    def auto_share(self) -> float | None:
        """The share that was filled unasked; None without any."""
        return self.auto / self.read if self.read else None


def standing(reviews: Sequence[Review]) -> Review | None:
    """Return the review of one value that stands; ``reviews`` are oldest first."""
    kept: list[Review] = []
    for review in reviews:
        if review.verdict is Verdict.WITHDRAWN:
            kept = [one for one in kept if one.id != review.withdraws]
        else:
            kept.append(review)
    return kept[-1] if kept else None


def doubtful(
    text: str, alternatives: Sequence[str], raw: str = "", sure: Sequence[float] = ()
) -> tuple[int, ...]:
    """Return the places of the characters of ``text`` that want a look.

    They are those on which the engines disagree, and those that came from characters of ``raw``
    of which the engine is not sure.  sure: one figure for each character of ``raw``, or none.
    """
    places: set[int] = set()
    for other in alternatives:
        if _alike(text, other):
            places |= _places_of(text, other, range(len(other)))
    if len(sure) == len(raw) and _alike(text, raw):
        weak = [place for place, share in enumerate(sure) if share < CHARACTER_SURE_MIN]
        places |= _places_of(text, raw, weak, same=True)
    return tuple(sorted(places))


def _alike(text: str, other: str) -> bool:
    return SequenceMatcher(None, text, other, autojunk=False).ratio() >= LIKENESS_MIN


def _places_of(
    text: str, other: str, wanted: Collection[int], *, same: bool = False
) -> set[int]:
    """Return where in ``text`` that stands which differs from the ``wanted`` places of ``other``.

    same: also what is the same at a wanted place.
    """
    places: set[int] = set()
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    for kind, start, end, there, until in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(range(start, end), range(there, until), strict=True)
            places.update(here for here, place in pairs if same and place in wanted)
        elif kind == "delete":
            places.update(() if same else range(start, end))
        elif wanted and any(place in wanted for place in range(there, until)):
            beside = range(start, end) if end > start else (start - 1, start)
            places.update(place for place in beside if 0 <= place < len(text))
    return places


def is_sample(value: Value) -> bool:
    """Tell whether a value that was filled unasked is one of those to be looked at.

    It hangs on the id alone: whoever asks, and whatever the value is, the answer is the same.
    """
    return value.auto and int(sha256_hex(value.id.encode())[:8], 16) % SAMPLE_EVERY == 0


def missed_value(document: DocumentId, field: str) -> Value:
    """Return a value of which the engine read nothing; it is called the same every time."""
    return Value(
        id=ValueId(f"{document}.{field}"),
        name=field,
        value="",
        confidence=0.0,
        auto=False,
        page_id=None,
        box=None,
        missed=True,
    )


def tally(read: int, auto: int, missed: int, reviews: Iterable[Review]) -> Tally:
    """Count standing reviews, each value once.

    What was missed is no reading and is counted apart; what was read and does not stand on the
    paper was read wrongly.
    """
    said = tuple(reviews)
    seen = [one for one in said if one.machine is not None]
    unseen = [one for one in said if one.machine is None]
    wrong = [one for one in seen if one.verdict in _WRONG]
    sampled = [
        one
        for one in seen
        if one.auto and one.via is Via.QUEUE and one.verdict is not Verdict.UNREADABLE
    ]
    return Tally(
        read=read,
        auto=auto,
        right=sum(one.verdict is Verdict.CONFIRMED for one in seen),
        corrected=len(wrong),
        unreadable=sum(one.verdict is Verdict.UNREADABLE for one in seen),
        in_form=sum(one.via is Via.FORM for one in wrong),
        auto_reviewed=sum(one.auto for one in seen),
        wrong_auto=sum(one.auto for one in wrong),
        sampled=len(sampled),
        sampled_wrong=sum(one.verdict in _WRONG for one in sampled),
        missed=missed,
        typed=sum(one.verdict in (Verdict.CONFIRMED, Verdict.CORRECTED) for one in unseen),
        absent=sum(one.verdict is Verdict.ABSENT for one in unseen),
        illegible=sum(one.verdict is Verdict.UNREADABLE for one in unseen),
    )


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """Return between what the true share lies, with 95 % certainty; None without any.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", JASA 22 (1927).
    """
    if of == 0:
        return None
    share, square = right / of, Z_95**2
    middle = share + square / (2 * of)
    reach = Z_95 * sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
