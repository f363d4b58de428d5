"""Every stored kind, by how it is made, written and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.agencies.adapters.department_files import read_departments
from chalicelib.agencies.domain.agencies import Absence
from chalicelib.answer_texts.adapters.store import DynamoAnswerTexts
from chalicelib.campaign.adapters.counts import DynamoCounts
from chalicelib.campaign.adapters.official_book import DynamoOfficialBook
from chalicelib.campaign.adapters.targets import DynamoTargets
from chalicelib.campaign.adapters.visits import DynamoVisitBook
from chalicelib.campaign.application.ports import AccountStep
from chalicelib.campaign.domain.counts import AccountCount, Help
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from chalicelib.campaign.domain.teams import Team
from chalicelib.cases.adapters.followers import DynamoFollowers
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.domain.standings import Cell
from chalicelib.figures.adapters.figure_records import DynamoFigureRecords
from chalicelib.figures.adapters.figures import DynamoFigureStore
from chalicelib.figures.application.ports import OpenRounds
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.guests import Guest
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.domain.sessions import Challenge, Destination, Family, Session
from chalicelib.imports.adapters.entries import DynamoListEntries
from chalicelib.imports.adapters.records import DynamoImportRecords
from chalicelib.imports.adapters.tallies import DynamoListTallies
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.tallies import ListTally
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.rule_edits.adapters.recomputations import DynamoRecomputations
from chalicelib.rule_edits.domain.recomputation import Progress, Recomputation
from chalicelib.rules.domain.rules import Rules
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.idempotency.keys import KeptAnswer
from chalicelib.staff.domain.credentials import SignInGuard
from chalicelib.staff.domain.invitations import Invitation
from chalicelib.uploads.adapters.records import DynamoUploadStore
from tests.support import golden_stores as stores
from tests.support import golden_things as things
from tests.support.audit import LOADED
from tests.support.campaign import told
from tests.support.clock import NOW
from tests.support.commune_reports import COMMUNE_REPORT_CHANGED, make_commune_report
from tests.support.difficulties import DIFFICULTY_CHANGED, make_difficulty
from tests.support.directory import FIRST_LOAD, make_officer, put_officer
from tests.support.figures import kept_cells
from tests.support.golden import Kind
from tests.support.golden_things import CODE, HELPED, LATER, OTP, STANDING
from tests.support.organisations import ORGANISATION_ASKED, make_confirmed
from tests.support.people import claims_of
from tests.support.trainings import TRAINING_CHANGED, make_attendance, make_training

KINDS = (
    Kind(
        schemas.CASE,
        "CasesTable",
        things.case,
        stores.write_case,
        lambda table: stores.cases(table).find(CODE),
        other=("card",),
    ),
    Kind(schemas.CARD, "CasesTable", things.lowered, stores.write_case, stores.read_card, "card"),
    Kind(
        schemas.UPLOAD,
        "CasesTable",
        lambda: "01J00000000000000000000001",
        stores.write_upload,
        lambda table: DynamoUploadStore(table).find(["01J00000000000000000000001"]),
    ),
    Kind(
        schemas.ACCOUNT,
        "PeopleTable",
        things.account,
        lambda table, account: stores.accounts(table).create(
            account, claims_of(account), AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
        ),
        lambda table: stores.accounts(table).find("A1"),
    ),
    stores.sealed("G", schemas.GUEST, lambda: Guest("1", 1, "+84912345678", "Lù A Sử", NOW)),
    stores.sealed(
        "R",
        schemas.REGISTRATION,
        lambda: Registration(
            *("1", 1, "+84912345678", OTP, LATER, LATER, "r-1", ("0a1b2c3d.ff",)), HELPED
        ),
    ),
    stores.sealed(
        "S",
        schemas.SESSION,
        lambda: Session(
            "1",
            1,
            "A1",
            Challenge(
                *(OTP, Destination(Channel.EMAIL, "a@b.vn"), LATER, "officer-1", True, "challenge")
            ),
            Family("secret", 2, NOW, LATER, "r-1"),
            LATER,
            "o7",
        ),
    ),
    stores.sealed("C", schemas.CREDENTIALS, lambda: things.credentials()),
    stores.sealed(
        "V",
        schemas.INVITATION,
        lambda: Invitation("1", 1, "secret", NOW, LATER, NOW, LATER),
    ),
    stores.sealed(
        "K",
        schemas.ADDRESS_PROOF,
        lambda: AddressProof(
            "1", 1, "U1", Destination(Channel.SMS, "+84912345678"), OTP, "2", LATER
        ),
    ),
    stores.sealed("L", schemas.GUARD, lambda: SignInGuard("1", 1, 5, NOW, LATER)),
    Kind(
        schemas.MESSAGE,
        "MessagesTable",
        things.message,
        lambda table, message: stores.messages(table).claim(message),
        lambda table: stores.messages(table).find("A1", things.message().id),
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
        lambda table, agencies: stores.store(table).put_agencies(agencies, LOADED, "1"),
        lambda table: stores.directory(table).agencies(),
        made_of_files=True,
    ),
    Kind(
        schemas.OFFICER,
        "DirectoryTable",
        lambda: (
            make_officer(
                absences=(Absence(date(2026, 8, 3), date(2026, 8, 5), "o2"),),
                last_day=date(2026, 12, 31),
                person="o9",
                posts=("o7",),
            ),
        ),
        lambda table, officers: put_officer(stores.store(table), officers[0]),
        lambda table: stores.directory(table).officers("so-xay-dung"),
        lists=True,
    ),
    Kind(
        schemas.ANSWER_TEXT,
        "DirectoryTable",
        things.answer_text,
        lambda table, text: DynamoAnswerTexts(table).put(text, things.TEXT_CHANGED),
        lambda table: DynamoAnswerTexts(table).find("so-xay-dung", "da-va-o-ga"),
    ),
    stores.entry(
        schemas.COMMUNE_REPORT,
        DirectoryKind.COMMUNE_REPORTS,
        lambda: make_commune_report(
            changed_at=NOW,
            changed_by="l7",
            sent_at=NOW,
            sent_by="l7",
            returned_at=NOW,
            returned_by="cb002",
            return_reason="Số liệu thôn 3 sai.",
        ),
        COMMUNE_REPORT_CHANGED,
    ),
    stores.entry(
        schemas.TRAINING,
        DirectoryKind.TRAININGS,
        lambda: make_training(agencies=("so-xay-dung",), roles=(Role.LEADER,)),
        TRAINING_CHANGED,
    ),
    stores.entry(schemas.ATTENDANCE, DirectoryKind.ATTENDANCES, make_attendance, TRAINING_CHANGED),
    stores.entry(
        schemas.DIFFICULTY,
        DirectoryKind.DIFFICULTIES,
        lambda: make_difficulty(solution="Đã lắp trạm phát sóng tạm.", solved_at=LATER),
        DIFFICULTY_CHANGED,
    ),
    stores.entry(
        schemas.ORGANISATION,
        DirectoryKind.ORGANISATIONS,
        lambda: make_confirmed(reason="Đã xem giấy phép."),
        ORGANISATION_ASKED,
    ),
    Kind(
        schemas.ACCOUNT_BLOCK,
        "DirectoryTable",
        things.block,
        stores.write_block,
        lambda table: stores.blocks(table).find("A1"),
    ),
    Kind(
        schemas.LIST_IMPORT,
        "DirectoryTable",
        things.list_import,
        lambda table, imported: DynamoImportRecords(table).start(imported, things.SENT, None),
        lambda table: DynamoImportRecords(table).find("i1"),
    ),
    Kind(
        schemas.LIST_ENTRY,
        "DirectoryTable",
        things.list_entry,
        lambda table, entry: DynamoListEntries(table).put([entry]),
        stores.read_entry,
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
        things.visit,
        lambda table, visit: DynamoVisitBook(table).add(told(visit)),
        lambda table: DynamoVisitBook(table).find([things.visit().client_id])[
            things.visit().client_id
        ],
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
        lambda table, targets: DynamoTargets(table).put(targets, things.TARGETS_SET),
        lambda table: DynamoTargets(table).find(),
    ),
    stores.edition(schemas.ROUTING, Rules.ROUTING, FIRST_LOAD.routing_rules),
    stores.edition(
        schemas.POLICY,
        Rules.POLICIES,
        replace(FIRST_LOAD.policy, desk_categories=("sanitation", "lighting_water")),
    ),
    stores.edition(schemas.CALENDAR, Rules.CALENDAR, FIRST_LOAD.calendar),
    stores.edition(schemas.QUESTIONS, Rules.QUESTIONS, FIRST_LOAD.questions),
    stores.edition(schemas.ROLL_OUT, Rules.ROLL_OUT, FIRST_LOAD.roll_out),
    stores.edition(schemas.ABUSE_WORDS, Rules.ABUSE, FIRST_LOAD.abuse_words),
    Kind(
        schemas.RECOMPUTATION,
        "DirectoryTable",
        lambda: Recomputation(
            2,
            1,
            Progress.RUNNING,
            NOW,
            LATER,
            7,
            3,
            {"queue": "intake"},
            (CODE,),
            (CODE,),
            1,
        ),
        lambda table, recomputation: DynamoRecomputations(table).put(recomputation),
        lambda table: DynamoRecomputations(table).find(),
    ),
    Kind(
        schemas.LOG_PAGE,
        "FiguresTable",
        lambda: [(Cell(date(2026, 8, 4), STANDING), 1)],
        stores.write_log_page,
        lambda table: list(kept_cells(DynamoFigureStore(table)).items()),
        lists=True,
    ),
    Kind(
        schemas.CONTRIBUTION,
        "FiguresTable",
        things.contribution,
        lambda table, made: DynamoFigureRecords(table).put_contributions({CODE: made}),
        lambda table: DynamoFigureStore(table).contribution(CODE),
    ),
    Kind(
        schemas.AUDIT_LINE,
        "AuditTable",
        things.links,
        stores.write_links,
        stores.read_lines,
        lists=True,
    ),
    Kind(
        schemas.OPEN_ROUNDS,
        "FiguresTable",
        lambda: OpenRounds("2026-08", "first", 1, {STANDING: 2}),
        lambda table, rounds: stores.log(table).keep_open_rounds(rounds),
        lambda table: stores.log(table).open_rounds("2026-08"),
        lists=True,
    ),
    Kind(
        schemas.KEPT_REPORT,
        "FiguresTable",
        things.report,
        lambda table, report: stores.log(table).keep(report),
        lambda table: stores.log(table).open([things.QUESTION])[1],
        other=("expires",),
        lists=True,
    ),
    Kind(
        schemas.ANSWER,
        "LedgerTable",
        lambda: KeptAnswer(
            Reply(201, {"code": CODE}, {"ETag": '"1"'}, made={"generation": 1}), NOW
        ),
        stores.finish_request,
        stores.kept_answer,
        "answer",
    ),
)
