"""Who hands a case in: the applicant, somebody with an authorisation, a guardian, or staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dossier.catalogue.citizen import age, is_id_number, is_phone
from dossier.kernel.errors import Problem
from dossier.kernel.ids import UserId


class By(StrEnum):
    """Who stands at the counter for the case."""

    SELF = "self"
    AGENT = "agent"
    GUARDIAN = "guardian"
    STAFF = "staff"


class Channel(StrEnum):
    """How the case came in."""

    COUNTER = "counter"
    VISIT = "visit"
    APPOINTMENT = "appointment"
    ONLINE = "online"
    AGENCY = "agency"


class Proof(StrEnum):
    """What shows that the guardian is one."""

    HUKOU = "hukou"
    PAPER = "paper"


BY_ZH = {
    By.SELF: "本人办理",
    By.AGENT: "代办人代办",
    By.GUARDIAN: "监护人办理",
    By.STAFF: "工作人员上门办理",
}
CHANNEL_ZH = {
    Channel.COUNTER: "窗口",
    Channel.VISIT: "上门",
    Channel.APPOINTMENT: "预约",
    Channel.ONLINE: "网络",
    Channel.AGENCY: "代办",
}
GROWN = 18
OWN_WORK = 16
"""From this age on, who lives by own work counts as grown (Civil Code, art. 18)."""
NAME_LIMIT, ID_LIMIT, TEXT_LIMIT = 40, 18, 200


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts for the applicant of a case; ``by`` SELF and STAFF need no name.

    scope, valid_until: what an agent may do, and to which day; None: until it is withdrawn.
    proof: of a guardian.
    """

    by: By
    channel: Channel
    name: str = ""
    id_number: str = ""
    phone: str = ""
    relation: str = ""
    scope: str = ""
    valid_until: date | None = None
    proof: Proof = Proof.HUKOU

    @property
    def for_another(self) -> bool:
        """Whether another person than the applicant stands here, whose papers are due."""
        return self.by in (By.AGENT, By.GUARDIAN)

    @property
    def told(self) -> str:
        """What receipts and lists say of it; "" where the applicant came alone."""
        who = self.name or "（尚未登记姓名）"
        return {
            By.AGENT: f"由{who}代办",
            By.GUARDIAN: f"由监护人{who}办理",
            By.STAFF: "由工作人员上门办理",
        }.get(self.by, "")


@dataclass(frozen=True, slots=True)
class ActingNote:
    """What was noted of it last, by whom and when."""

    acting: Acting
    noted_by: UserId
    noted_at: datetime


def settled(acting: Acting) -> Acting:
    """Return ``acting`` without what does not belong to it, its channel as it must be."""
    channel = {By.AGENT: Channel.AGENCY, By.STAFF: Channel.VISIT}.get(acting.by, acting.channel)
    if acting.by is By.SELF and channel in (Channel.AGENCY, Channel.VISIT):
        channel = Channel.COUNTER
    if acting.by is By.GUARDIAN and channel is Channel.AGENCY:
        channel = Channel.COUNTER
    if not acting.for_another:
        return Acting(acting.by, channel)
    agent = acting.by is By.AGENT
    return Acting(
        acting.by,
        channel,
        acting.name.strip(),
        acting.id_number.strip().upper(),
        acting.phone.strip(),
        acting.relation.strip(),
        acting.scope.strip() if agent else "",
        acting.valid_until if agent else None,
        Proof.HUKOU if agent else acting.proof,
    )


def acting_problems(acting: Acting, applicant_id: str, day: date) -> tuple[Problem, ...]:
    """Return what is wrong with who acts; applicant_id: "" where it is not known."""
    if not acting.for_another:
        return ()
    return tuple(_problems(acting, applicant_id, day))


def minor_problem(
    acting: Acting | None, applicant_id: str, day: date, *, provided_for: bool
) -> Problem | None:
    """Return that an applicant under 18 has no guardian here; None where all is well.

    provided_for: the service's own form or papers name the guardian.
    Source: Civil Code, art. 18 to 23.
    """
    by = acting.by if acting else By.SELF
    if provided_for or by is By.GUARDIAN or not is_id_number(applicant_id):
        return None
    try:
        years = age(applicant_id, day)
    except ValueError:
        return None
    if years >= GROWN:
        return None
    if years >= OWN_WORK:
        return Problem(
            "acting:by",
            "minor_near_grown",
            f"申请人{years}周岁，未满18周岁，没有登记监护人。",
            "以自己的劳动收入为主要生活来源的，可以本人办理；否则请登记监护人。",
            "warn",
        )
    if by is By.STAFF:
        return Problem(
            "acting:by",
            "minor_with_staff",
            f"申请人{years}周岁，由工作人员办理，没有登记监护人。",
            "请联系其监护人；找到后改为“监护人办理”。",
            "warn",
        )
    return Problem(
        "acting:by",
        "guardian_missing",
        f"申请人{years}周岁，未满18周岁，应由监护人代为申请，还没有登记监护人。",
        "请在“谁来办理”选“监护人办理”，登记监护人的姓名、号码和与申请人的关系。",
        "block",
    )


def _problems(acting: Acting, applicant_id: str, day: date) -> Iterator[Problem]:
    who = "代办人" if acting.by is By.AGENT else "监护人"
    if len(acting.name) < 2:
        yield _wrong("name", f"没有填写{who}姓名。", f"请按{who}的身份证填写姓名。")
    if not acting.id_number:
        yield _wrong(
            "id_number", f"没有填写{who}的公民身份号码。", f"请按{who}的身份证填写18位号码。"
        )
    elif not is_id_number(acting.id_number):
        yield _wrong(
            "id_number",
            f"{who}的公民身份号码“{acting.id_number}”不正确，校验不通过。",
            f"请对照{who}的身份证更正。",
        )
    elif acting.id_number == applicant_id:
        yield _wrong(
            "id_number",
            f"{who}的公民身份号码就是申请人本人的号码。",
            f"本人来办的，请改选“本人办理”；否则请填写{who}自己的号码。",
        )
    elif birth_years(acting.id_number, day) < GROWN:
        yield _wrong(
            "id_number",
            f"{who}未满18周岁，不能办理。",
            f"请由年满18周岁的人担任{who}。",
        )
    if not acting.relation:
        yield _wrong("relation", f"没有填写{who}与申请人的关系。", "请填写，例如“子女”“邻居”。")
    if acting.phone and not is_phone(acting.phone):
        yield _wrong(
            "phone", f"{who}的电话“{acting.phone}”不正确。", "请核对后更正，也可以不填。"
        )
    if acting.by is By.AGENT:
        if not acting.scope:
            yield _wrong(
                "scope", "没有写明授权代办什么。", "请填写授权事项，例如“代为申请并提交材料”。"
            )
        if acting.valid_until and acting.valid_until < day:
            until = acting.valid_until
            yield Problem(
                "acting:valid_until",
                "agent_expired",
                f"代办人{acting.name}的授权已于{until.year}年{until.month}月{until.day}日到期。",
                "请由申请人重新签署授权委托书，或由本人办理。",
                "block",
            )


def birth_years(id_number: str, day: date) -> int:
    """Return full years; a number of somebody born after ``day`` counts as 0."""
    try:
        return age(id_number, day)
    except ValueError:
        return 0


def _wrong(place: str, message: str, remedy: str) -> Problem:
    return Problem(f"acting:{place}", f"acting_{place}", message, remedy, "block")
