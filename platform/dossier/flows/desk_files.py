"""What the counter noted of a case, as files of its package."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from dossier.archive.content import PackageFile
from dossier.flows.judge import Judged
from dossier.identity import store as staff
from dossier.kernel.canonical import Json, canonical_json
from dossier.kernel.clock import civil_day
from dossier.kernel.ids import FileId, UserId
from dossier.notices import printed_store as prints


def desk_files(session: Session, judged: Judged) -> tuple[PackageFile, ...]:
    """Return who handed the case in, the certified copies, the consent and the printed forms."""
    notes = judged.desk
    forms = prints.forms_of(session, judged.case.id)
    people = {
        *(one.by for one in notes.certifications),
        *(one.withdrawn_by for one in notes.certifications),
        *(one.printed_by for one in forms),
        *(one.signed_by for one in notes.returns.values()),
        notes.acting.noted_by if notes.acting else None,
        notes.consent.by if notes.consent else None,
    }
    names = staff.names_of(session, {one for one in people if one})
    digests = {file.id: file.sha256 for file in judged.papers.files}

    def who(user: UserId | None) -> Json:
        return names.get(user, user) if user else None

    def files(ids: tuple[FileId, ...]) -> Json:
        return [{"file": one, "sha256": digests.get(one)} for one in ids]

    found: list[PackageFile] = []
    if noted := notes.acting:
        one = noted.acting
        found.append(
            _file(
                "acting",
                "办理人登记",
                noted.noted_at,
                {
                    "by": str(one.by),
                    "channel": str(one.channel),
                    "name": one.name,
                    "id_number": one.id_number,
                    "phone": one.phone,
                    "relation": one.relation,
                    "scope": one.scope,
                    "valid_until": _day(one.valid_until),
                    "proof": str(one.proof),
                    "noted_by": who(noted.noted_by),
                    "noted_at": noted.noted_at.isoformat(),
                },
            )
        )
    if notes.certifications:
        found.append(
            _file(
                "certified-copies",
                "复印件与原件一致的核对记录",
                notes.certifications[-1].at,
                [
                    {
                        "material": each.material,
                        "person": each.person_pointer,
                        "title": each.title,
                        "files": files(each.files),
                        "unit": each.unit_path,
                        "certified_by": who(each.by),
                        "certified_at": each.at.isoformat(),
                        "withdrawn_by": who(each.withdrawn_by),
                        "withdrawn_at": _moment(each.withdrawn_at),
                        "withdrawn_reason": each.withdrawn_reason or None,
                    }
                    for each in notes.certifications
                ],
            )
        )
    if consent := notes.consent:
        found.append(
            _file(
                "consent",
                "个人信息处理的告知与同意",
                consent.at,
                {
                    "how": str(consent.how),
                    "sensitive": consent.sensitive,
                    "notice_sha256": consent.notice_sha256,
                    "noted_by": who(consent.by),
                    "noted_at": consent.at.isoformat(),
                },
            )
        )
    if forms:
        found.append(
            _file(
                "printed-forms",
                "",
                forms[-1].printed_at,
                [
                    {
                        "number": each.number,
                        "material": each.material,
                        "person": each.person_pointer,
                        "title": each.title,
                        "digest": each.digest,
                        "pages": each.pages,
                        "printed_by": who(each.printed_by),
                        "printed_at": each.printed_at.isoformat(),
                        "returned": [
                            {
                                "file": came.file_id,
                                "pages": [*came.pages],
                                "signature_seen_by": who(came.signed_by),
                                "signature_seen_at": _moment(came.signed_at),
                            }
                            for came in notes.returns.values()
                            if came.form.id == each.id
                        ],
                    }
                    for each in forms
                ],
            )
        )
    return tuple(found)


def _file(name: str, title: str, at: datetime, content: Json) -> PackageFile:
    return PackageFile(
        path=f"form/{name}.json",
        content=canonical_json(content),
        title=title,
        supplied=bool(title),
        day=civil_day(at) if title else None,
    )


def _day(day: date | None) -> Json:
    return day.isoformat() if day else None


def _moment(at: datetime | None) -> Json:
    return at.isoformat() if at else None
