"""The whole API in process, everything behind it in memory: people, an office, cases, the bell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.rosters import RosterDesk
from chalicelib.answer_texts.application.answer_texts import AnswerTextDesk
from chalicelib.answer_texts.application.bulk import BulkDesk
from chalicelib.attention.application.attention import AttentionDesk
from chalicelib.audit.adapters.audit_data import load_audit_policy
from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.audit.application.verifying import AuditReading
from chalicelib.campaign.application.launch import LaunchBoard
from chalicelib.campaign.application.membership import MembershipDesk
from chalicelib.campaign.application.officials import OfficialDesk
from chalicelib.campaign.application.reach import ReachDesk
from chalicelib.campaign.application.visits import VisitDesk
from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.entering import EntryDesk
from chalicelib.cases.application.followed import FollowedDesk
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.application.revealing import RevealDesk
from chalicelib.cases.application.similar import SimilarDesk
from chalicelib.cases.application.viewing import ViewingDesk
from chalicelib.commune_reports.application.commune_reports import CommuneReportDesk
from chalicelib.commune_reports.application.reminding import ReportReminderDesk
from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.difficulties.application.difficulties import DifficultyDesk
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.application.reminding import DifficultyReminderDesk
from chalicelib.difficulties.domain.difficulties import Difficulty
from chalicelib.figures.application.figures import FigureDesk
from chalicelib.figures.application.ports import FigureLog, FigureStore
from chalicelib.identity.application.accounts import AccountDesk
from chalicelib.identity.application.blocks import BlockDesk
from chalicelib.identity.application.registrations import RegistrationDesk
from chalicelib.identity.application.sessions import SessionDesk
from chalicelib.identity.domain.accounts import Account
from chalicelib.identity.domain.consents import ConsentTexts
from chalicelib.imports.application.landings import OfficeLists
from chalicelib.imports.application.ports import ListFiles, ListSheets
from chalicelib.imports.application.starting import ListDesk
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Cursors, Hasher, Sealer, Tokens
from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.kernel.presence import Presence
from chalicelib.messages.adapters.template_files import read_templates
from chalicelib.messages.application.bell import BellDesk
from chalicelib.organisations.application.organisations import OrganisationDesk
from chalicelib.rule_edits.application.recomputation import RecomputationDesk
from chalicelib.rule_edits.application.rules import RuleDesk
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.runtime.health import Dependencies
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from chalicelib.runtime.services import Services, use
from chalicelib.search.application.at_risk import RiskDesk
from chalicelib.search.application.phones import PhoneDesk
from chalicelib.search.application.searching import SearchDesk
from chalicelib.staff.application.factor_resets import ResetDesk
from chalicelib.staff.application.factors import FactorDesk
from chalicelib.staff.application.invitations import InvitationDesk
from chalicelib.staff.application.leaver_lists import LeaverLanding, ReplacedHandover
from chalicelib.staff.application.office_accounts import OfficeAccountDesk
from chalicelib.staff.application.officer_sessions import OfficerDesk
from chalicelib.staff.application.own_contacts import ContactDesk
from chalicelib.staff.application.own_passkeys import PasskeyDesk
from chalicelib.staff.application.own_sessions import OwnSessionDesk
from chalicelib.staff.application.post_lists import FurtherPostRows
from chalicelib.staff.application.revocations import RevocationDesk
from chalicelib.trainings.adapters.calendar_files import calendar_file
from chalicelib.trainings.application.inviting import InvitingDesk
from chalicelib.trainings.application.ports import TrainingCalendars, TrainingStore
from chalicelib.trainings.application.trained import TrainedDesk
from chalicelib.trainings.application.trainings import TrainingDesk
from chalicelib.trainings.domain.trainings import Attendance, Training
from chalicelib.uploads.application.uploads import UploadDesk
from tests.support.answer_texts import MemoryAnswerTexts
from tests.support.api import Api, FakePresence, make_services
from tests.support.audit import MemoryAudit
from tests.support.blocks import make_block_desk
from tests.support.campaign import Campaign, enlist
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import CITIZEN
from tests.support.category_models import FakeCategoryModels
from tests.support.clock import FakeClock
from tests.support.commune_reports import make_report_desk
from tests.support.entering import FakeForeignNumbers
from tests.support.entries import MemoryEntries
from tests.support.faults import FakeFaults
from tests.support.figures import FakeFigureStore
from tests.support.imports import Imports
from tests.support.keys import make_cursors, make_hasher, make_sealer, make_tokens
from tests.support.limits import FakeLimiter
from tests.support.messages import MemoryMessageStore
from tests.support.notifier import MemoryFollowers
from tests.support.offered_files import FakeOfferedFiles
from tests.support.organisations import make_organisation_desk
from tests.support.people import CONSENT_TEXTS, PHONE, People, make_account
from tests.support.requests import FakeRequestLedger
from tests.support.rules import EditedOffice
from tests.support.search import FollowingSearchIndex, hashed_word
from tests.support.viewing import MemoryCaseViewers

_APP = "LaoCai-S"


class NoDeadLetters:
    """Nothing ever failed."""

    def counts(self) -> list[tuple[str, int]]:
        return [("notifications", 0)]


class FixedStates:
    """Dependencies in the state that the test says."""

    def __init__(self) -> None:
        self.down: set[str] = set()

    def states(self) -> dict[str, str]:
        return {name: "down" if name in self.down else "ok" for name in ("cases", "queues")}


class WholeApi(Api):
    """Every route, one citizen with an account, and an office to bring cases into any state."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.people = People(clock=self.clock)
        self.office = EditedOffice(self.clock)
        self.ledger = FakeRequestLedger()
        self.messages = MemoryMessageStore()
        self.dependencies = FixedStates()
        self.audit = MemoryAudit()
        self.answer_texts = MemoryAnswerTexts()
        self.difficulties: MemoryEntries[Difficulty] = MemoryEntries("difficulties")
        self.organisations = self.office.organisations
        self.trainings: MemoryEntries[Training] = MemoryEntries("trainings")
        self.attendances: MemoryEntries[Attendance] = MemoryEntries("attendances")
        self.commune_reports: MemoryEntries[CommuneReport] = MemoryEntries("commune_reports")
        self.figures = FakeFigureStore()
        self.offered_files = FakeOfferedFiles()
        self.imports = Imports(directory=self.office.directory)
        leavers = LeaverLanding(self.revocation_desk())
        replaced = ReplacedHandover(self.revocation_desk())
        posts = FurtherPostRows(self.revocation_desk())
        handovers = {ListKind.LEAVERS: leavers, ListKind.OFFICERS: replaced}
        self.imports.office_lists = OfficeLists(leavers, posts, handovers)
        self.waited = 0.0
        self.index = FakeCaseIndex(self.office.store)
        self.search = FollowingSearchIndex(self.office.store, self.clock)
        self.models = FakeCategoryModels()
        self.followers = MemoryFollowers()
        self.foreign = FakeForeignNumbers()
        self.campaign = Campaign(self.people, self.imports)
        self.presence = FakePresence()
        self.viewers = MemoryCaseViewers()
        self.people.accounts.store.put(make_account(CITIZEN.id, PHONE))
        enlist(self.imports, PHONE)

    def token(self, actor: Actor, stage: str = "local", **earlier: float) -> str:
        """An access token, as signing in would give it."""
        clock = FakeClock(self.clock.now())
        clock.advance(**{unit: -amount for unit, amount in earlier.items()})
        return make_tokens(stage).issue_access(Bearer(actor, "s1"), clock.now()).token

    def registration_token(self, registration: str) -> str:
        """As proving the phone would give it."""
        return make_tokens().issue_registration(registration, self.clock.now()).token

    def services(self) -> Services:
        """Everything that any route needs."""
        return make_services(
            {
                **self._of_everybody(),
                **self._of_cases(),
                **self._of_the_office(),
                **self._of_people(),
                **self._of_the_campaign(),
                **self._of_office_life(),
            }
        )

    def _of_everybody(self) -> dict[type[Any], Any]:
        return {
            Clock: self.clock,
            AuditTrail: self.audit,
            ReadersDesk: ReadersDesk(self.audit, self.clock),
            AuditReading: AuditReading(self.audit, load_audit_policy(), self.clock),
            Tokens: make_tokens(),
            Hasher: make_hasher(),
            Sealer: make_sealer(),
            Cursors: make_cursors(),
            BellDesk: BellDesk(self.messages),
            RequestDesk: RequestDesk(self.ledger, self.clock, self._wait),
            Dependencies: self.dependencies,
            Presence: self.presence,
        }

    def _of_cases(self) -> dict[type[Any], Any]:
        office, people, cases = self.office, self.people, self.office.store
        figures, readers = FigureDesk(cases, self.figures), ReadersDesk(self.audit, self.clock)
        return {
            CaseStore: cases,
            CaseIndex: self.index,
            CategoryModels: self.models,
            RevealDesk: RevealDesk(
                readers, people.accounts, people.guest_desk.guests, make_sealer()
            ),
            SearchDesk: SearchDesk(office.desk, self.index, self.search, hashed_word, readers),
            RiskDesk: RiskDesk(office.desk, self.index),
            PhoneDesk: PhoneDesk(cases, people.guest_desk, readers),
            ViewingDesk: ViewingDesk(self.viewers, office.directory, self.clock),
            SimilarDesk: SimilarDesk(office.desk, self.index),
            CaseDesk: office.desk,
            EntryDesk: EntryDesk(office.desk, people.guest_desk, self.foreign),
            UploadDesk: office.desk.uploads,
            Followers: self.followers,
            FollowedDesk: FollowedDesk(self.followers, self.index),
            FigureDesk: figures,
            FigureStore: figures.figures,
            FigureLog: figures.figures,
            OfferedFiles: self.offered_files,
            AttentionDesk: AttentionDesk(cases, self.messages, NoDeadLetters()),
        }

    def _of_the_office(self) -> dict[type[Any], Any]:
        office = self.office
        return {
            Directory: office.directory,
            AnswerTextDesk: self._answer_text_desk(),
            BulkDesk: BulkDesk(office.desk, self._answer_text_desk()),
            RuleDesk: office.rule_desk,
            RosterDesk: RosterDesk(office.directory, office.directory),
            RecomputationDesk: office.recomputation_desk,
        }

    def _of_people(self) -> dict[type[Any], Any]:
        office, people = self.office, self.people
        return {
            ConsentTexts: ConsentTexts(CONSENT_TEXTS),
            BlockDesk: make_block_desk(
                self.clock, office.blocks, people.accounts, office.desk.limiter
            ),
            OrganisationDesk: make_organisation_desk(
                self.clock,
                self.organisations,
                people.accounts,
                people.guest_desk,
                office.desk.uploads,
                people.limits.limiter,
            ),
            RegistrationDesk: people.registration_desk,
            AccountDesk: people.account_desk,
            SessionDesk: people.session_desk,
            OfficerDesk: people.officer_desk,
            InvitationDesk: people.invitation_desk,
            OfficeAccountDesk: people.office_account_desk(office.directory),
            FactorDesk: people.factor_desk,
            OwnSessionDesk: people.own_session_desk,
            ResetDesk: people.reset_desk,
            ContactDesk: people.contact_desk(self.office.directory),
            PasskeyDesk: people.passkey_desk(self.office.directory),
            RevocationDesk: self.revocation_desk(),
            ListDesk: self.imports.desk,
            ListFiles: self.imports.files,
            ListSheets: self.imports.work_desk.sheets,
        }

    def _of_the_campaign(self) -> dict[type[Any], Any]:
        campaign = self.campaign
        return {
            MembershipDesk: campaign.membership_desk,
            VisitDesk: campaign.visit_desk,
            ReachDesk: campaign.reach_desk,
            OfficialDesk: campaign.official_desk,
            LaunchBoard: LaunchBoard(self.clock, campaign.counts),
        }

    def _of_office_life(self) -> dict[type[Any], Any]:
        directory, trainings = self.office.directory, self._training_desk()
        calendars = TrainingCalendars(partial(calendar_file, app=_APP))
        readers, kept = ReadersDesk(self.audit, self.clock), DifficultyStore(self.difficulties)
        reports = make_report_desk(
            self.clock,
            self.commune_reports,
            self.figures,
            self.campaign.reach_desk,
            kept,
            directory,
        )
        reminders = self.messages, read_templates(), self.people.limits.limiter, _APP
        return {
            CommuneReportDesk: reports,
            ReportReminderDesk: ReportReminderDesk(reports, directory, *reminders),
            TrainingDesk: trainings,
            TrainedDesk: TrainedDesk(trainings, self.audit),
            TrainingCalendars: calendars,
            InvitingDesk: InvitingDesk(
                trainings, self.messages, read_templates(), calendars, readers, _APP
            ),
            DifficultyDesk: DifficultyDesk(
                kept,
                directory,
                self.clock,
                FakeFaults(),
                self.difficulty_reminders,
            ),
        }

    def difficulty_reminders(self) -> DifficultyReminderDesk:
        """Over the office's people and messages."""
        people = self.office.directory, self.clock, self.people.limits.limiter
        return DifficultyReminderDesk(self.messages, read_templates(), *people, _APP)

    def revocation_desk(self) -> RevocationDesk:
        """Over the office's directory and cases."""
        office = self.office
        return RevocationDesk(
            self.clock, office.directory, office.directory, office.desk, make_sealer()
        )

    def _answer_text_desk(self) -> AnswerTextDesk:
        office = self.office
        return AnswerTextDesk(
            self.answer_texts, office.directory, office.desk.gazetteer, self.clock
        )

    def _training_desk(self) -> TrainingDesk:
        return TrainingDesk(
            TrainingStore(self.trainings, self.attendances),
            self.office.directory,
            self.clock,
            self.people.limits.limiter,
            FakeFaults(),
        )

    def _wait(self, seconds: float) -> None:
        self.waited += seconds

    def trace(self) -> tuple[object, ...]:
        """Everything that requests may have left behind; compare before and after."""
        people = self.people
        stores = (
            people.registrations,
            people.sessions,
            people.officer_sessions,
            people.guards,
            people.credentials,
            people.invitations,
            people.accounts.store,
        )
        limiter = people.limits.limiter
        assert isinstance(limiter, FakeLimiter)
        return (
            dict(self.office.store.cases),
            dict(self.office.uploads.uploads),
            [dict(vars(store)["_aggregates"]) for store in stores],
            dict(vars(limiter)["_uses"]),
            dict(self.ledger.records),
            [list(store.events) for store in stores],
            list(self.answer_texts.events),
            dict(self.imports.records.records),
            self.difficulties.trace(),
            self.trainings.trace(),
            self.organisations.trace(),
            self.commune_reports.trace(),
            self.attendances.trace(),
            dict(self.office.blocks.blocks),
        )

    def account(self, actor: Actor = CITIZEN) -> Account:
        """The citizen's account as it stands."""
        found = self.people.accounts.find(actor.id)
        assert found
        return replace(found)


def send_as(
    api: WholeApi, who: Actor, method: str, path: str, *, seen: int | None = None, **body: Any
) -> Any:
    """What is answered to them; `seen` is the version that they change."""
    headers = {"If_Match": f'"{seen}"'} if seen is not None else {}
    return api.send(method, path, body or None, api.token(who), **headers)


@contextmanager
def whole_api() -> Iterator[WholeApi]:
    """The API for the length of the block."""
    api = WholeApi()
    use(api.services())
    try:
        yield api
    finally:
        use(None)
