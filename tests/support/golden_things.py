"""A thing of each stored kind, with something in each of its fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.answer_texts.domain.answer_texts import AnswerText
from chalicelib.audit.domain.chain import extend
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.domain.visits import TeamVisit, VisitResult
from chalicelib.cases.domain.cases import (
    Addition,
    Answer,
    Case,
    ExtensionRequest,
    Rating,
)
from chalicelib.cases.domain.disputes import Dispute
from chalicelib.cases.domain.on_behalf import ForeignNumber, OnBehalf, SignedDocument
from chalicelib.cases.domain.parts import CasePart, PartAnswer
from chalicelib.cases.domain.referrals import Asked, Referral, ReferralState
from chalicelib.cases.domain.reinspections import Reinspection
from chalicelib.cases.domain.representing import SentFor
from chalicelib.cases.domain.standings import Cell, RoundStatus, Standing
from chalicelib.cases.domain.visibility import Publication
from chalicelib.figures.application.ports import Contribution, KeptReport, Mark
from chalicelib.figures.domain.reports import Balances, Period
from chalicelib.identity.domain.accounts import Account, Flag, FormerCommune
from chalicelib.identity.domain.assistance import Assistance
from chalicelib.identity.domain.blocks import AccountBlock, Appeal, BlockDecision
from chalicelib.identity.domain.one_time_codes import OneTimeCode
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.entries import ListedSpell, ListEntry
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState, ListImport
from chalicelib.messages.domain.messages import Text
from chalicelib.rules.domain.question_answers import QuestionAnswer
from chalicelib.staff.domain.credentials import Credentials, OpenedSession
from chalicelib.staff.domain.factors import AppFactor, ResetAsked
from chalicelib.staff.domain.passkeys import Passkey, PasskeyAsked
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.worktime.domain.limits import Limit
from tests.support.audit import make_audit_line
from tests.support.blocks import make_block
from tests.support.cases import LEADER, Office
from tests.support.clock import NOW
from tests.support.golden import OpenSealer
from tests.support.messages import make_line, make_message
from tests.support.people import WOMAN_OF_1990, make_account

CODE = "LC-260803-7K3QX"
LATER = NOW + timedelta(minutes=5)
QUESTION = "2026-08-01///agency///"
STANDING = Standing(
    agency="so-xay-dung",
    commune="02647",
    category="roads",
    source="app",
    started=date(2026, 8, 3),
    status=RoundStatus.ANSWERED_ON_TIME,
    ended=date(2026, 8, 4),
    minutes=450,
    rated=date(2026, 8, 5),
    stars=4,
    extended=(date(2026, 8, 3),),
    returned=(date(2026, 8, 3),),
    rerouted=(date(2026, 8, 3),),
    recategorised=(date(2026, 8, 3),),
    reinspected=date(2026, 8, 5),
    held=False,
)
SEALER = OpenSealer()
HELPED = Assistance("A2", "Lù A Sử", "02647", "Tổ dân phố số 4", "Tổ dân phố số 5", NOW)
OTP = OneTimeCode("123456", NOW, LATER, 1)


def case() -> Case:
    """As no case ever is: everything at once."""
    photo = Attachment("01J00000000000000000000001", "image/jpeg")
    document = SignedDocument("123/SXD", NOW.date())
    answer = Answer("Đã vá.", (photo,), "o1", NOW, 2, LATER, "so-xay-dung", document, LATER, "Nhầm")
    return replace(
        Office().answered(seed="seed", location=(22.4856, 103.9707), address="12 Hoàng Liên"),
        code=CODE,
        request="r-1",
        attachments=(photo,),
        coordinating=("so-y-te",),
        parts=(
            CasePart(
                *("so-y-te", NOW, "o3", LATER),
                PartAnswer("Đã phun khử khuẩn.", (photo,), "o3", LATER),
            ),
        ),
        asked_at=NOW,
        extension=ExtensionRequest(Limit(2, "days"), "Chờ vật tư", NOW),
        proposal=answer,
        answer=answer,
        former_answers=(answer,),
        rating=Rating(4, "Cảm ơn", LATER),
        duplicate_of="LC-260801-00001",
        additions=(Addition("Gần cột điện", (photo,), NOW),),
        followed=True,
        annotations=1,
        answers=(
            QuestionAnswer("pole", "LC-0417"),
            QuestionAnswer("visits", 2),
            QuestionAnswer("depth", 0.5),
            QuestionAnswer("goes_on", True),
        ),
        questions=1,
        on_behalf=OnBehalf(
            "h1", LATER, "15/PA-TCD", ForeignNumber("tong-dai-1022", "4711"), "so-y-te"
        ),
        publication=Publication(("Giàng Thị Mẩy",), looked_at=True, text="Ổ gà sâu."),
        hidden=(photo.id,),
        organisation=SentFor("5300100276", "Công ty Apatit"),
        referrals=(
            Referral(
                *(1, "dien-luc", "Bao giờ thay cột?", "ab" * 32, NOW, LATER, NOW),
                *((Asked(NOW, "Cột nào?"),), ReferralState.ANSWERED, LATER, "Đã thay."),
            ),
        ),
        reinspections=(Reinspection(1, NOW, 20, LATER, "s1", False, "Chưa vá.", (photo,)),),
        disputes=(Dispute(1, "A2", "Lại hỏng", (photo,), NOW, 1, "Sẽ vá lại", LATER),),
    )


def lowered() -> Case:
    """As no card ever is."""
    first, *more = case().timeline
    asked = replace(first, facts={"urgency_asked": "urgent"})
    return replace(case(), timeline=(asked, *more))


def account() -> Account:
    flags = (Flag.REVIEW,)
    former = (FormerCommune("02683", NOW),)
    return make_account(
        identity=WOMAN_OF_1990,
        email="a@b.vn",
        flags=flags,
        assistance=HELPED,
        former_communes=former,
    )


TARGETS_SET = AuditEvent(AuditKind.TARGETS_SET, NOW, LEADER, "request-1")
TEXT_CHANGED = AuditEvent(AuditKind.ANSWER_TEXT_CHANGED, NOW, LEADER, "request-1")


def block() -> AccountBlock:
    appeal, decision = Appeal("Không phải tôi.", LATER), BlockDecision(False, "Đúng.", "a1", LATER)
    return make_block("A1", appeal=appeal, decision=decision)


def answer_text() -> AnswerText:
    return AnswerText(
        agency="so-xay-dung",
        id="da-va-o-ga",
        category="roads",
        title="Đã vá ổ gà",
        text="Ổ gà của phản ánh {code} đã được vá.",
        active=True,
        version=1,
        changed_at=NOW,
        changed_by="l1",
    )


def visit() -> TeamVisit:
    return TeamVisit(
        client_id="5f0c9a52-3c1b-4a60",
        at=NOW,
        day=NOW.date(),
        commune="02647",
        hamlet="Tổ dân phố số 5",
        result=VisitResult.ACCOUNT_MADE,
        member="A1",
        team_hamlet="Tổ dân phố số 4",
        received_at=LATER,
        phone="k.1",
        said="visited_before",
    )


def contribution() -> Contribution:
    cells = {Cell(date(2026, 8, 4), STANDING): 1, Cell(date(2026, 8, 6), STANDING): -1}
    return Contribution(1, Counter(cells))


def report() -> KeptReport:
    balances, period = Balances("agency"), Period(date(2026, 8, 1), date.max, date.max)
    balances.add(STANDING, 1, period)
    marks = {"2026-08#0": Mark(2, 7)}
    return KeptReport(QUESTION, balances, date(2026, 8, 7), "first", "2026-08", 1, marks)


def credentials() -> Credentials:
    app = AppFactor("secret", NOW, 7)
    opened, reset = (OpenedSession("s1", NOW),), ResetAsked("a1", True, NOW)
    keys = (Passkey("p1", "credential", "key", "USB", NOW, 3, LATER),)
    return Credentials(
        *("1", 1, "scrypt$1", app, app, ("hash",), NOW, LATER, opened, NOW, reset, keys),
        PasskeyAsked("challenge", NOW),
    )


def message() -> Any:
    return make_message(
        text=Text("Tập huấn", "Mời dự tập huấn.", "BEGIN:VCALENDAR"),
        lines=(make_line(1), make_line(2)),
        changed_at=LATER,
        provider="gateway",
        receipt="r-1",
        parts=1,
        reminder="half",
        reason="refused",
    )


def links() -> Any:
    """The last of them alone: what is before it in the chain does not matter here."""
    line = make_audit_line(what={"version": 3, "to": "received"}, why="spam")
    return extend(None, NOW, [line])[-1:]


def list_entry() -> ListEntry:
    spells = ListedSpell(NOW, "import-1", LATER, "import-2"), ListedSpell(LATER, "import-3")
    kind = ListKind.ELIGIBLE_CITIZENS
    return ListEntry(kind, "02647", "k.1", "Tổ 5", "k.2", "k.1", spells)


def list_import() -> ListImport:
    fault = RowFault(17, "phone", "phone_twice", {"other": 3})
    return ListImport(
        id="i1",
        kind=ListKind.OFFICERS,
        mode=ImportMode.GOOD_ROWS,
        replace=True,
        upload_id="u1",
        by="a1",
        role=LEADER.role,
        agency=LEADER.agency,
        correlation_id="c-1",
        started_at=NOW,
        changed_at=LATER,
        state=ImportState.WRITING,
        pieces=3,
        piece=1,
        rows=2500,
        good=900,
        unchanged=90,
        bad=10,
        faults=(fault,),
        fault_count=11,
        noticed=(("capitals", 4),),
        scopes=("so-xay-dung",),
        leaving=2,
        leaving_mark="m",
        leaving_shown="m",
        why=RowFault(0, None, "leaving_changed"),
        reason="sealed",
        hand_over_to="cb017",
        leaving_people=(("so-xay-dung", "cb018"),),
    )


SENT = AuditEvent(AuditKind.LIST_SENT, NOW, LEADER, "request-1")
