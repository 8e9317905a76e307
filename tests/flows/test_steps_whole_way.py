"""A case goes its whole way: counter, community, street, district, purse, archive."""

import json

import bagit
import pypdfium2
from build import (
    COMMUNITY_PATH,
    GONGZU,
    STANDARD_FEN,
    Home,
    a_single_person,
    gongzu_papers,
    gongzu_typed,
    household,
)

from dossier import audit
from dossier.archive import store as archive
from dossier.cases.model import Approve, Status
from dossier.kernel.ids import CaseId
from dossier.ledger import vouchers
from dossier.notices import store as notices
from dossier.notices.model import LetterKind
from dossier.ports import SearchQuery
from dossier.work import look


def _kinds(home: Home, case: CaseId) -> list[str]:
    with look(home.parts.sessions) as session:
        return [str(letter.kind) for letter in notices.letters_of(session, case)]


def _hits(home: Home, text: str, *scopes: str) -> list[str]:
    found = home.parts.index.search(SearchQuery(text=text, scopes=scopes))
    return [hit.id for hit in found.items]


def test_dibao_goes_from_the_counter_to_the_archive(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    head = home.judged(case).case
    assert (head.case_no, head.applicant) == ("2026-0001000100010001-00001", "王桂兰")
    home.review(case)
    approved = home.judged(case)
    assert approved.state.status is Status.APPROVED
    (decision,) = [one.action for one in approved.actions if isinstance(one.action, Approve)]
    assert decision.amount_fen == STANDARD_FEN * 2 - 118_000
    home.pay(case)
    assert home.judged(case).state.status is Status.PAID
    home.work_off("typeset_letter")
    assert _kinds(home, case) == [
        LetterKind.ACCEPTANCE,
        LetterKind.PUBLIC_NOTICE,
        LetterKind.APPROVAL,
    ]
    home.file(case)
    home.work_off(again=True)

    with look(home.parts.sessions) as session:
        item = archive.find_item_of_case(session, case)
        assert item is not None
        (check,) = archive.checks_of(session, item.id)
        (paid,) = vouchers.vouchers_of_case(session, case)
        report = audit.verify(session)
    assert (check.passed, check.why) == (True, "filing")
    assert paid.amount_fen == 42_000
    assert report.sound
    assert home.judged(case).case.reference_code == item.reference_code

    bag = bagit.Bag(str(home.parts.archive_folder / str(item.package)))
    assert bag.is_valid()
    names = sorted(bag.payload_entries())
    for folder, many in (("originals", 10), ("readings", 10), ("letters", 3)):
        assert len([one for one in names if f"/{folder}/" in one]) == many
    searchable = [one for one in names if "/searchable/" in one]
    assert len(searchable) == 10
    card = next(one for one in searchable if one.endswith("id_card.pdf"))
    with pypdfium2.PdfDocument(home.parts.archive_folder / str(item.package) / card) as pdf:
        assert household().head.id_number in pdf[0].get_textpage().get_text_range()
    form = next(one for one in names if one.endswith("form/form.json"))
    told = json.loads((home.parts.archive_folder / str(item.package) / form).read_bytes())
    assert told["applicant_id_no"] == household().head.id_number

    assert _hits(home, item.reference_code, COMMUNITY_PATH) == [case]
    assert _hits(home, "王桂兰", "0001/") == [case]
    assert _hits(home, "春晖物业服务", COMMUNITY_PATH) == [case]
    assert _hits(home, "王桂兰", "0001/0001/0001/0002/") == []
    assert _hits(home, "王桂兰") == []


def test_gongzu_of_a_single_person_pays_144_yuan(home: Home) -> None:
    case = home.open_case(GONGZU)
    home.read_in(case, *gongzu_papers())
    home.save(case, gongzu_typed())
    home.mark_materials(case)
    judged = home.judged(case)
    assert judged.evaluation.benefit is not None
    assert judged.evaluation.benefit.amount_fen == 14_400
    assert judged.evaluation.benefit.working == (
        "申请家庭1人，按2人计算",
        "2人 × 16㎡ × 15元 × 0.3 = 144.00元",
    )
    assert judged.problems == ()
    home.accept(case)
    home.review(case)
    route = home.judged(case).state.route
    assert [stage.level for stage in route] == ["社区", "街道", "区县", "市"]
    home.pay(case)
    home.work_off("typeset_letter")
    with look(home.parts.sessions) as session:
        (paid,) = vouchers.vouchers_of_case(session, case)
        assert len(notices.notices_of(session, case)) == 2
    assert paid.amount_fen == 14_400
    home.file(case)
    home.work_off()
    assert home.judged(case).state.status is Status.ARCHIVED
    assert _hits(home, a_single_person().head.name, COMMUNITY_PATH) == [case]
