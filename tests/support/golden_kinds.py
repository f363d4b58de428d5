"""Every stored kind, with a thing of it that has something in each of its fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from chalicelib.agencies.adapters.department_files import read_departments
from chalicelib.agencies.adapters.directory import DynamoDirectory
from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore
from chalicelib.agencies.domain.agencies import Absence
from chalicelib.answer_texts.adapters.store import DynamoAnswerTexts
from chalicelib.answer_texts.domain.answer_texts import AnswerText
from chalicelib.audit.adapters.audit_book import DynamoAuditBook
from chalicelib.audit.adapters.audit_data import load_audit_policy
from chalicelib.audit.adapters.audit_trail import DynamoAuditTrail
from chalicelib.audit.application.ports import AuditFilter
from chalicelib.audit.domain.chain import extend
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.adapters.counts import DynamoCounts
from chalicelib.campaign.adapters.official_book import DynamoOfficialBook
from chalicelib.campaign.adapters.targets import DynamoTargets
from chalicelib.campaign.adapters.visits import DynamoVisitBook
from chalicelib.campaign.application.ports import AccountStep
from chalicelib.campaign.domain.counts import AccountCount, Help
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import TeamVisit, VisitResult
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.adapters.followers import DynamoFollowers
from chalicelib.cases.application.followers import Follower
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
from chalicelib.cases.domain.standings import Cell, RoundStatus, Standing
from chalicelib.cases.domain.visibility import Publication
from chalicelib.figures.adapters import figure_items
from chalicelib.figures.adapters.figure_log import DynamoFigureLog
from chalicelib.figures.adapters.figure_records import DynamoFigureRecords
from chalicelib.figures.adapters.figures import DynamoFigureStore
from chalicelib.figures.application.ports import Contribution, KeptReport, Mark, OpenRounds
from chalicelib.figures.domain.reports import Balances, Period
from chalicelib.identity.adapters.blocks import DynamoBlocks
from chalicelib.identity.adapters.people import DynamoAccounts
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account, Flag
from chalicelib.identity.domain.assistance import Assistance
from chalicelib.identity.domain.blocks import AccountBlock, Appeal, BlockDecision
from chalicelib.identity.domain.guests import Guest
from chalicelib.identity.domain.one_time_codes import OneTimeCode
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.domain.sessions import Challenge, Destination, Family, Session
from chalicelib.imports.adapters.entries import DynamoListEntries
from chalicelib.imports.adapters.records import DynamoImportRecords
from chalicelib.imports.adapters.tallies import DynamoListTallies
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.entries import ListedSpell, ListEntry
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState, ListImport
from chalicelib.imports.domain.tallies import ListTally
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.messages.domain.messages import Text
from chalicelib.rule_edits.adapters.recomputations import DynamoRecomputations
from chalicelib.rule_edits.domain.recomputation import Progress, Recomputation
from chalicelib.rules.adapters.rulebook import DynamoRulebook
from chalicelib.rules.domain.question_answers import QuestionAnswer
from chalicelib.rules.domain.rules import Edition, Rules, written
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.dynamodb.entries import DynamoEntries
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
from chalicelib.runtime.faults import MetricFaults
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.idempotency.dynamodb_ledger import DynamoRequestLedger
from chalicelib.runtime.http.idempotency.keys import KeptAnswer, read_answer, write_answer
from chalicelib.runtime.http.idempotency.ledger import RequestRecord
from chalicelib.staff.domain.credentials import Credentials, OpenedSession, SignInGuard
from chalicelib.staff.domain.factors import AppFactor, ResetAsked
from chalicelib.staff.domain.invitations import Invitation
from chalicelib.uploads.adapters.records import DynamoUploadStore
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import ExaminationResult, Refusal
from chalicelib.worktime.domain.limits import Limit
from tests.support.audit import LOADED, make_audit_line
from tests.support.blocks import make_block
from tests.support.calendars import HOLIDAYS
from tests.support.campaign import told
from tests.support.cases import LEADER, Office
from tests.support.clock import NOW, FakeClock
from tests.support.commune_reports import COMMUNE_REPORT_CHANGED, make_commune_report
from tests.support.difficulties import DIFFICULTY_CHANGED, make_difficulty
from tests.support.directory import FIRST_LOAD, LAO_CAI, make_officer, put_officer
from tests.support.figures import kept_cells
from tests.support.golden import Kind, OpenSealer
from tests.support.keys import FakeFingerprints, make_hasher
from tests.support.messages import make_line, make_message
from tests.support.people import WOMAN_OF_1990, claims_of, make_account
from tests.support.trainings import TRAINING_CHANGED, make_attendance, make_training
from tests.support.uploads import make_upload

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
_SEALER = OpenSealer()
_HELPED = Assistance("A2", "Lù A Sử", "02647", "Tổ dân phố số 4", "Tổ dân phố số 5", NOW)
_CODE = OneTimeCode("123456", NOW, LATER, 1)


def _case() -> Case:
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
        referrals=(
            Referral(
                *(1, "dien-luc", "Bao giờ thay cột?", "ab" * 32, NOW, LATER, NOW),
                *((Asked(NOW, "Cột nào?"),), ReferralState.ANSWERED, LATER, "Đã thay."),
            ),
        ),
        reinspections=(Reinspection(1, NOW, 20, LATER, "s1", False, "Chưa vá.", (photo,)),),
        disputes=(Dispute(1, "A2", "Lại hỏng", (photo,), NOW, 1, "Sẽ vá lại", LATER),),
    )


def _lowered() -> Case:
    """As no card ever is."""
    first, *more = _case().timeline
    asked = replace(first, facts={"urgency_asked": "urgent"})
    return replace(_case(), timeline=(asked, *more))


def _cases(table: str) -> DynamoCaseStore:
    return DynamoCaseStore(table, CaseDocuments(_SEALER))


def _write_case(table: str, case: Case) -> None:
    _cases(table).create(case, NOW, "c-1")


def _read_card(table: str) -> Any:
    item = _cases(table)._cards.get(CODE)
    return CaseDocuments(_SEALER).open_card(CODE, item.card)


def _write_upload(table: str, id: str) -> None:
    records = DynamoUploadStore(table)
    upload = replace(make_upload(id), open_until=LATER)
    records.add(upload)
    records.conclude(id, ExaminationResult(LATER, Refusal.UNREADABLE, True))
    records.write([records.expiring(upload)])


def _sealed(letter: str, schema: schemas.Schema, make: Any) -> Kind:
    def store(table: str) -> DynamoVersionedStore[Any]:
        return DynamoVersionedStore(table, letter, schema, type(make()), _SEALER)

    def write(table: str, thing: Any) -> bool:
        return store(table).put(thing)

    return Kind(schema, "PeopleTable", make, write, lambda table: store(table).find("1"))


def _accounts(table: str) -> DynamoAccounts:
    return DynamoAccounts(table, _SEALER)


def _account() -> Account:
    flags = (Flag.REVIEW,)
    return make_account(identity=WOMAN_OF_1990, email="a@b.vn", flags=flags, assistance=_HELPED)


def _directory(table: str) -> DynamoDirectory:
    return DynamoDirectory(
        table,
        _SEALER,
        make_hasher(),
        FakeClock(),
        LAO_CAI.categories,
        lambda: FIRST_LOAD.questions,
        HOLIDAYS,
    )


def _store(table: str) -> DynamoDirectoryStore:
    return DynamoDirectoryStore(table, _SEALER, make_hasher(), FakeFingerprints())


def _edition(schema: schemas.Schema, rules: Rules, first: Any) -> Kind:
    return Kind(
        schema,
        "DirectoryTable",
        lambda: Edition(first.version, written(rules, first), NOW, "s1"),
        lambda table, edition: DynamoRulebook(table).add(rules, edition),
        lambda table: DynamoRulebook(table).editions(rules)[0],
        made_of_files=True,
    )


_TARGETS_SET = AuditEvent(AuditKind.TARGETS_SET, NOW, LEADER, "request-1")
_TEXT_CHANGED = AuditEvent(AuditKind.ANSWER_TEXT_CHANGED, NOW, LEADER, "request-1")


def _block() -> AccountBlock:
    appeal, decision = Appeal("Không phải tôi.", LATER), BlockDecision(False, "Đúng.", "a1", LATER)
    return make_block("A1", appeal=appeal, decision=decision)


def _blocks(table: str) -> DynamoBlocks:
    return DynamoBlocks(table, _SEALER, MetricFaults())


def _write_block(table: str, block: AccountBlock) -> None:
    event = AuditEvent(AuditKind.ACCOUNT_BLOCKED, NOW, LEADER, "request-1")
    _blocks(table).write([_blocks(table).putting(block, None, event)])


def _answer_text() -> AnswerText:
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


def _entry(schema: schemas.Schema, kind: DirectoryKind, make: Any, event: AuditEvent) -> Kind:
    def store(table: str) -> DynamoEntries[Any]:
        return DynamoEntries(table, kind, schema, type(make()), _SEALER)

    def read(table: str) -> Any:
        """On whichever list the golden document stands."""
        found = (store(table).find(part, make().id) for part in make().parts)
        return next((one for one in found if one), None)

    def write(table: str, thing: Any) -> bool:
        return store(table).put(thing, None, event)

    return Kind(schema, "DirectoryTable", make, write, read)


def _visit() -> TeamVisit:
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


def _contribution() -> Contribution:
    cells = {Cell(date(2026, 8, 4), STANDING): 1, Cell(date(2026, 8, 6), STANDING): -1}
    return Contribution(1, Counter(cells))


def _report() -> KeptReport:
    balances, period = Balances("agency"), Period(date(2026, 8, 1), date.max, date.max)
    balances.add(STANDING, 1, period)
    marks = {"2026-08#0": Mark(2, 7)}
    return KeptReport(QUESTION, balances, date(2026, 8, 7), "first", "2026-08", 1, marks)


def _log(table: str) -> DynamoFigureLog:
    return DynamoFigureLog(table, FakeClock())


def _messages(table: str) -> DynamoMessageStore:
    return DynamoMessageStore(table, _SEALER, load_message_policy())


def _credentials() -> Credentials:
    app = AppFactor("secret", NOW, 7)
    opened, reset = (OpenedSession("s1", NOW),), ResetAsked("a1", True, NOW)
    return Credentials("1", 1, "scrypt$1", app, app, ("hash",), NOW, LATER, opened, NOW, reset)


def _message() -> Any:
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


def _links() -> Any:
    """The last of them alone: what is before it in the chain does not matter here."""
    line = make_audit_line(what={"version": 3, "to": "received"}, why="spam")
    return extend(None, NOW, [line])[-1:]


def _write_links(table: str, links: Any) -> bool:
    return DynamoAuditTrail(table, load_audit_policy()).add(links)


def _read_lines(table: str) -> Any:
    book = DynamoAuditBook(table, MetricFaults())
    wanted = AuditFilter(date(2026, 8, 3), date(2026, 8, 4), subject=CODE)
    return book.page(wanted, 10, None).items


def _write_log_page(table: str, cells: Any) -> None:
    page = figure_items.page_anew(figure_items.item_class(table), "2026-08", 0, cells)
    page.version = 1
    page.save()


def _write_answer(table: str, answer: KeptAnswer) -> None:
    record, ledger = RequestRecord("I#1", "hash", "seed", NOW, LATER), DynamoRequestLedger(table)
    ledger.begin(record, NOW)
    ledger.finish(record, write_answer(answer))


def _read_answer(table: str) -> KeptAnswer:
    class_ = DynamoRequestLedger(table)._items
    return read_answer(class_.get("I#1").answer)


def _list_entry() -> ListEntry:
    spells = ListedSpell(NOW, "import-1", LATER, "import-2"), ListedSpell(LATER, "import-3")
    kind = ListKind.ELIGIBLE_CITIZENS
    return ListEntry(kind, "02647", "k.1", "Tổ 5", "k.2", "k.1", spells)


def _read_entry(table: str) -> ListEntry:
    return next(iter(DynamoListEntries(table).of(ListKind.ELIGIBLE_CITIZENS, "02647")))


def _list_import() -> ListImport:
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
    )


_SENT = AuditEvent(AuditKind.LIST_SENT, NOW, LEADER, "request-1")


KINDS = (
    Kind(
        schemas.CASE,
        "CasesTable",
        _case,
        _write_case,
        lambda table: _cases(table).find(CODE),
        other=("card",),
    ),
    Kind(schemas.CARD, "CasesTable", _lowered, _write_case, _read_card, "card"),
    Kind(
        schemas.UPLOAD,
        "CasesTable",
        lambda: "01J00000000000000000000001",
        _write_upload,
        lambda table: DynamoUploadStore(table).find(["01J00000000000000000000001"]),
    ),
    Kind(
        schemas.ACCOUNT,
        "PeopleTable",
        _account,
        lambda table, account: _accounts(table).create(
            account, claims_of(account), AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
        ),
        lambda table: _accounts(table).find("A1"),
    ),
    _sealed("G", schemas.GUEST, lambda: Guest("1", 1, "+84912345678", "Lù A Sử", NOW)),
    _sealed(
        "R",
        schemas.REGISTRATION,
        lambda: Registration(
            *("1", 1, "+84912345678", _CODE, LATER, LATER, "r-1", ("0a1b2c3d.ff",)), _HELPED
        ),
    ),
    _sealed(
        "S",
        schemas.SESSION,
        lambda: Session(
            "1",
            1,
            "A1",
            Challenge(_CODE, Destination(Channel.EMAIL, "a@b.vn"), LATER, "officer-1", True),
            Family("secret", 2, NOW, LATER, "r-1"),
            LATER,
        ),
    ),
    _sealed("C", schemas.CREDENTIALS, lambda: _credentials()),
    _sealed(
        "V",
        schemas.INVITATION,
        lambda: Invitation("1", 1, "secret", NOW, LATER, NOW, LATER),
    ),
    _sealed("L", schemas.GUARD, lambda: SignInGuard("1", 1, 5, NOW, LATER)),
    Kind(
        schemas.MESSAGE,
        "MessagesTable",
        _message,
        lambda table, message: _messages(table).claim(message),
        lambda table: _messages(table).find("A1", _message().id),
    ),
    Kind(
        schemas.FOLLOWER,
        "MessagesTable",
        lambda: Follower("A1", "LC-260801-00001"),
        lambda table, follower: DynamoFollowers(table).follow(CODE, follower),
        lambda table: DynamoFollowers(table).of(CODE)[0],
    ),
    Kind(
        schemas.AGENCIES,
        "DirectoryTable",
        lambda: read_departments("lao_cai")[:3],
        lambda table, agencies: _store(table).put_agencies(agencies, LOADED, "1"),
        lambda table: _directory(table).agencies(),
        made_of_files=True,
    ),
    Kind(
        schemas.OFFICER,
        "DirectoryTable",
        lambda: (make_officer(absences=(Absence(date(2026, 8, 3), date(2026, 8, 5), "o2"),)),),
        lambda table, officers: put_officer(_store(table), officers[0]),
        lambda table: _directory(table).officers("so-xay-dung"),
        lists=True,
    ),
    Kind(
        schemas.ANSWER_TEXT,
        "DirectoryTable",
        _answer_text,
        lambda table, text: DynamoAnswerTexts(table).put(text, _TEXT_CHANGED),
        lambda table: DynamoAnswerTexts(table).find("so-xay-dung", "da-va-o-ga"),
    ),
    _entry(
        schemas.COMMUNE_REPORT,
        DirectoryKind.COMMUNE_REPORTS,
        lambda: make_commune_report(changed_at=NOW, changed_by="l7", sent_at=NOW, sent_by="l7"),
        COMMUNE_REPORT_CHANGED,
    ),
    _entry(
        schemas.TRAINING,
        DirectoryKind.TRAININGS,
        lambda: make_training(agencies=("so-xay-dung",), roles=(Role.LEADER,)),
        TRAINING_CHANGED,
    ),
    _entry(schemas.ATTENDANCE, DirectoryKind.ATTENDANCES, make_attendance, TRAINING_CHANGED),
    _entry(
        schemas.DIFFICULTY,
        DirectoryKind.DIFFICULTIES,
        lambda: make_difficulty(solution="Đã lắp trạm phát sóng tạm.", solved_at=LATER),
        DIFFICULTY_CHANGED,
    ),
    Kind(
        schemas.ACCOUNT_BLOCK,
        "DirectoryTable",
        _block,
        _write_block,
        lambda table: _blocks(table).find("A1"),
    ),
    Kind(
        schemas.LIST_IMPORT,
        "DirectoryTable",
        _list_import,
        lambda table, imported: DynamoImportRecords(table).start(imported, _SENT, None),
        lambda table: DynamoImportRecords(table).find("i1"),
    ),
    Kind(
        schemas.LIST_ENTRY,
        "DirectoryTable",
        _list_entry,
        lambda table, entry: DynamoListEntries(table).put([entry]),
        _read_entry,
    ),
    Kind(
        schemas.LIST_TALLY,
        "DirectoryTable",
        lambda: ListTally(
            ListKind.ELIGIBLE_CITIZENS, "02647", {"": 1, "Tổ dân phố số 5": 7}, NOW, "i1"
        ),
        lambda table, counted: DynamoListTallies(table).put(counted),
        lambda table: next(iter(DynamoListTallies(table).all_of(ListKind.ELIGIBLE_CITIZENS))),
    ),
    Kind(
        schemas.VISIT,
        "CampaignTable",
        _visit,
        lambda table, visit: DynamoVisitBook(table).add(told(visit)),
        lambda table: DynamoVisitBook(table).find([_visit().client_id])[_visit().client_id],
    ),
    Kind(
        schemas.ACCOUNT_COUNT,
        "CampaignTable",
        lambda: AccountCount(
            2,
            ((date(2026, 8, 3), "02647"), (date(2026, 8, 9), "02683")),
            Help("A2", Team("02647", "Tổ dân phố số 4"), "Tổ dân phố số 5"),
            date(2026, 9, 1),
            "k.1",
            "k.2",
        ),
        lambda table, counted: DynamoCounts(table).take([AccountStep("A1", None, counted)]),
        lambda table: DynamoCounts(table).counted(["A1"])["A1"],
    ),
    Kind(
        schemas.OFFICIAL_COUNT,
        "CampaignTable",
        lambda: OfficialCount("so-y-te", 1, 9, 2, NOW),
        lambda table, counted: DynamoOfficialBook(table).put(counted),
        lambda table: DynamoOfficialBook(table).find("so-y-te"),
    ),
    Kind(
        schemas.REACH_TARGETS,
        "CampaignTable",
        lambda: Targets(1, (CommuneTarget("02647", {date(2026, 8, 30): 8080}),)),
        lambda table, targets: DynamoTargets(table).put(targets, _TARGETS_SET),
        lambda table: DynamoTargets(table).find(),
    ),
    _edition(schemas.ROUTING, Rules.ROUTING, FIRST_LOAD.routing_rules),
    _edition(
        schemas.POLICY,
        Rules.POLICIES,
        replace(FIRST_LOAD.policy, desk_categories=("sanitation", "lighting_water")),
    ),
    _edition(schemas.CALENDAR, Rules.CALENDAR, FIRST_LOAD.calendar),
    _edition(schemas.QUESTIONS, Rules.QUESTIONS, FIRST_LOAD.questions),
    Kind(
        schemas.RECOMPUTATION,
        "DirectoryTable",
        lambda: Recomputation(
            2, 1, Progress.RUNNING, NOW, LATER, 7, 3, {"queue": "intake"}, (CODE,), (CODE,), 1
        ),
        lambda table, recomputation: DynamoRecomputations(table).put(recomputation),
        lambda table: DynamoRecomputations(table).find(),
    ),
    Kind(
        schemas.LOG_PAGE,
        "FiguresTable",
        lambda: [(Cell(date(2026, 8, 4), STANDING), 1)],
        _write_log_page,
        lambda table: list(kept_cells(DynamoFigureStore(table)).items()),
        lists=True,
    ),
    Kind(
        schemas.CONTRIBUTION,
        "FiguresTable",
        _contribution,
        lambda table, made: DynamoFigureRecords(table).put_contributions({CODE: made}),
        lambda table: DynamoFigureStore(table).contribution(CODE),
    ),
    Kind(
        schemas.AUDIT_LINE,
        "AuditTable",
        _links,
        _write_links,
        _read_lines,
        lists=True,
    ),
    Kind(
        schemas.OPEN_ROUNDS,
        "FiguresTable",
        lambda: OpenRounds("2026-08", "first", 1, {STANDING: 2}),
        lambda table, rounds: _log(table).keep_open_rounds(rounds),
        lambda table: _log(table).open_rounds("2026-08"),
        lists=True,
    ),
    Kind(
        schemas.KEPT_REPORT,
        "FiguresTable",
        _report,
        lambda table, report: _log(table).keep(report),
        lambda table: _log(table).open([QUESTION])[1],
        other=("expires",),
        lists=True,
    ),
    Kind(
        schemas.ANSWER,
        "LedgerTable",
        lambda: KeptAnswer(
            Reply(201, {"code": CODE}, {"ETag": '"1"'}, made={"generation": 1}), NOW
        ),
        _write_answer,
        _read_answer,
        "answer",
    ),
)
