"""Which papers of earlier cases may be offered, to whom, and for how long a consent holds."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from dossier.catalogue.citizen import age, birth_date, is_id_number
from dossier.catalogue.papers import Reuse
from dossier.kernel.errors import Refused
from dossier.people.model import EVERYTHING, Consent, Given, Kind, Link, Standing

ADULT_YEARS = 18
"""Civil Code, art. 17."""
MISSES_MAX = 40
MISSES_WITHIN = timedelta(minutes=10)
"""So many different persons that are not known may one person look up within this time."""

KIND_ZH: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.HEALTH: "健康、残疾信息",
        Kind.BANK: "银行账户等金融信息",
        Kind.MINOR: "未成年人信息",
    }
)
GIVEN_ZH: Mapping[Given, str] = MappingProxyType(
    {
        Given.IN_PERSON: "本人当面同意",
        Given.PAPER: "本人签字的同意书",
        Given.GUARDIAN: "监护人代为同意",
    }
)
_KIND_OF: Mapping[str, Kind] = MappingProxyType(
    {
        "sensitive_health": Kind.HEALTH,
        "sensitive_financial": Kind.BANK,
        "sensitive_minor": Kind.MINOR,
    }
)


def standing_of(
    reuse: Reuse, last_day: date | None, day: date, *, long_term: bool = False
) -> Standing:
    """Return how a paper stands on ``day``.

    last_day: on which it is good, None where it does not end or nobody could read it.
    """
    if reuse == "never":
        return Standing.NEVER
    if last_day is not None and last_day < day:
        return Standing.EXPIRED
    if reuse == "lasting" or long_term or (reuse == "dated" and last_day is not None):
        return Standing.GOOD
    return Standing.CHECK


def kinds_of(sensitivity: str, *, minor: bool) -> frozenset[Kind]:
    """Return what a consent must name before a paper of this sensitivity is offered."""
    kinds = {_KIND_OF[sensitivity]} if sensitivity in _KIND_OF else set()
    return frozenset(kinds | ({Kind.MINOR} if minor else set()))


def is_minor(id_number: str, day: date) -> bool:
    """Tell whether the bearer of a valid number is under eighteen on ``day``."""
    if not is_id_number(id_number) or birth_date(id_number) > day:
        return False
    return age(id_number, day) < ADULT_YEARS


def in_force(consent: Consent, day: date) -> bool:
    """Tell whether a consent holds on ``day``; the first and the last day count."""
    return consent.revoked_at is None and consent.given_on <= day <= consent.until


def covering(
    consents: Iterable[Consent], purpose: str, kinds: Collection[Kind], day: date
) -> Consent | None:
    """Return the consent under which papers of ``kinds`` may serve ``purpose`` on ``day``.

    What is sensitive wants a consent for this very purpose that names it; the one that holds
    longest is taken.
    """
    found = [
        one
        for one in consents
        if in_force(one, day)
        and (one.purpose == purpose or (one.purpose == EVERYTHING and not kinds))
        and set(kinds) <= set(one.kinds)
    ]
    return max(found, key=lambda one: (one.until, one.at), default=None)


def may_reach(consents: Iterable[Consent], day: date) -> bool:
    """Tell whether other offices of the centre may know of a resident's papers on ``day``."""
    return any(one.purpose == EVERYTHING and in_force(one, day) for one in consents)


def last_day_of(given_on: date, months: int) -> date:
    """Return the last day of a consent that holds for ``months`` (Civil Code, art. 202)."""
    years, month = divmod(given_on.month - 1 + months, 12)
    year = given_on.year + years
    return date(year, month + 1, min(given_on.day, monthrange(year, month + 1)[1]))


def check_consent(
    *,
    how: Given,
    kinds: Collection[Kind],
    purpose: str,
    guardian: str,
    given_on: date,
    until: date,
    today: date,
    longest: date,
    minor: bool,
    paper: bool,
) -> None:
    """Raise Refused, saying what to do, for a consent that cannot stand."""
    if given_on > today:
        raise Refused("同意的日期不能晚于今天，请改正。", code="consent_in_future")
    if until < given_on:
        raise Refused("同意的截止日期不能早于同意之日，请改正。", code="consent_ends_early")
    if until > longest:
        raise Refused(
            f"同意最长到 {longest:%Y年%-m月%-d日}（本中心规定的有效期），请改短。",
            code="consent_too_long",
        )
    if how is Given.PAPER and not paper:
        raise Refused(
            "签字的同意书要先扫描到本件，再选定那份扫描件。", code="consent_paper_missing"
        )
    if minor != (how is Given.GUARDIAN):
        raise Refused(
            "未满18周岁的，由监护人代为同意，请选“监护人代为同意”。"
            if minor
            else "已满18周岁的，由本人同意，不能由监护人代替。",
            code="consent_by_whom",
        )
    if minor and not guardian.strip():
        raise Refused("请填写监护人的姓名。", code="consent_guardian_missing")
    if kinds and purpose == EVERYTHING:
        raise Refused(
            "健康、银行、未成年人等敏感信息要按事项单独同意，不能一次同意用于所有事项。",
            code="consent_sensitive_for_all",
        )


def current(links: Iterable[Link], day: date) -> tuple[Link, ...]:
    """Return the links that hold on ``day``: of each pair the newest, unless it has ended."""
    newest: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=lambda one: (one.since, one.id)):
        newest[link.head, link.member] = link
    return tuple(one for one in newest.values() if one.until is None or one.until > day)


def consent_text(purpose_zh: str, kinds: Collection[Kind], until: date | None) -> str:
    """Return the words that a resident is shown; ``purpose_zh`` "" is all services.

    Source: Personal Information Protection Law, art. 13, 14, 15, 17, 29, 31.
    """
    what = f"“{purpose_zh}”这一项" if purpose_zh else "各项"
    lines = [
        f"我同意：本中心办理{what}服务时，可以再次使用我（或我监护的未成年人）以前办件中"
        "提交过、仍然有效的材料，以及上次登记的家庭成员，不再要求我重复提交。",
        "使用范围：只用于核对身份、填写表单和审核上述服务，不公开，不提供给无关的单位和个人。",
    ]
    if kinds:
        named = "、".join(KIND_ZH[kind] for kind in Kind if kind in kinds)
        lines.append(
            f"其中包括敏感个人信息：{named}。我已知道使用的必要性和对我的影响，单独同意。"
        )
    else:
        lines.append("不包括健康、残疾、银行账户和未成年人的信息；这些要按事项另行同意。")
    if until is not None:
        lines.append(f"有效期：到 {until:%Y年%-m月%-d日} 为止。")
    lines.append(
        "我可以随时到窗口撤回同意，撤回后不再使用；撤回前已经受理的办件，其中的材料依法保留。"
        "不同意不影响办理，只是需要重新提交材料。"
    )
    return "\n".join(lines)
