"""What the whole API in process has for each type that routes ask for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

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
from chalicelib.difficulties.application.difficulties import DifficultyDesk
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.figures.application.figures import FigureDesk
from chalicelib.figures.application.ports import FigureLog, FigureStore
from chalicelib.identity.application.accounts import AccountDesk
from chalicelib.identity.application.blocks import BlockDesk
from chalicelib.identity.application.registrations import RegistrationDesk
from chalicelib.identity.application.sessions import SessionDesk
from chalicelib.identity.domain.consents import ConsentTexts
from chalicelib.imports.application.ports import ListFiles, ListSheets
from chalicelib.imports.application.starting import ListDesk
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Cursors, Hasher, Sealer, Tokens
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
from chalicelib.search.application.at_risk import RiskDesk
from chalicelib.search.application.phones import PhoneDesk
from chalicelib.search.application.searching import SearchDesk
from chalicelib.staff.application.factor_resets import ResetDesk
from chalicelib.staff.application.factors import FactorDesk
from chalicelib.staff.application.invitations import InvitationDesk
from chalicelib.staff.application.office_accounts import OfficeAccountDesk
from chalicelib.staff.application.officer_sessions import OfficerDesk
from chalicelib.staff.application.own_contacts import ContactDesk
from chalicelib.staff.application.own_passkeys import PasskeyDesk
from chalicelib.staff.application.own_sessions import OwnSessionDesk
from chalicelib.staff.application.revocations import RevocationDesk
from chalicelib.trainings.adapters.calendar_files import calendar_file
from chalicelib.trainings.application.inviting import InvitingDesk
from chalicelib.trainings.application.ports import TrainingCalendars, TrainingStore
from chalicelib.trainings.application.trained import TrainedDesk
from chalicelib.trainings.application.trainings import TrainingDesk
from chalicelib.uploads.application.uploads import UploadDesk
from tests.support.blocks import make_block_desk
from tests.support.commune_reports import make_report_desk
from tests.support.faults import FakeFaults
from tests.support.keys import make_cursors, make_hasher, make_sealer, make_tokens
from tests.support.organisations import make_organisation_desk
from tests.support.people import CONSENT_TEXTS
from tests.support.search import hashed_word

if TYPE_CHECKING:
    from tests.support.whole_api import WholeApi

_APP = "LaoCai-S"


class NoDeadLetters:
    """Nothing ever failed."""

    def counts(self) -> list[tuple[str, int]]:
        return [("notifications", 0)]


def services_of(api: WholeApi) -> dict[type[Any], Any]:
    """Everything that any route needs."""
    return {
        **_of_everybody(api),
        **_of_cases(api),
        **_of_the_office(api),
        **_of_people(api),
        **_of_the_campaign(api),
        **_of_office_life(api),
    }


def _of_everybody(api: WholeApi) -> dict[type[Any], Any]:
    return {
        Clock: api.clock,
        AuditTrail: api.audit,
        ReadersDesk: ReadersDesk(api.audit, api.clock),
        AuditReading: AuditReading(api.audit, load_audit_policy(), api.clock),
        Tokens: make_tokens(),
        Hasher: make_hasher(),
        Sealer: make_sealer(),
        Cursors: make_cursors(),
        BellDesk: BellDesk(api.messages),
        RequestDesk: RequestDesk(api.ledger, api.clock, api.wait),
        Dependencies: api.dependencies,
        Presence: api.presence,
    }


def _of_cases(api: WholeApi) -> dict[type[Any], Any]:
    office, people, cases = api.office, api.people, api.office.store
    figures, readers = FigureDesk(cases, api.figures), ReadersDesk(api.audit, api.clock)
    return {
        CaseStore: cases,
        CaseIndex: api.index,
        CategoryModels: api.models,
        RevealDesk: RevealDesk(readers, people.accounts, people.guest_desk.guests, make_sealer()),
        SearchDesk: SearchDesk(office.desk, api.index, api.search, hashed_word, readers),
        RiskDesk: RiskDesk(office.desk, api.index),
        PhoneDesk: PhoneDesk(cases, people.guest_desk, readers),
        ViewingDesk: ViewingDesk(api.viewers, office.directory, api.clock),
        SimilarDesk: SimilarDesk(office.desk, api.index),
        CaseDesk: office.desk,
        EntryDesk: EntryDesk(office.desk, people.guest_desk, api.foreign),
        UploadDesk: office.desk.uploads,
        Followers: api.followers,
        FollowedDesk: FollowedDesk(api.followers, api.index),
        FigureDesk: figures,
        FigureStore: figures.figures,
        FigureLog: figures.figures,
        OfferedFiles: api.offered_files,
        AttentionDesk: AttentionDesk(cases, api.messages, NoDeadLetters()),
    }


def _of_the_office(api: WholeApi) -> dict[type[Any], Any]:
    office = api.office
    return {
        Directory: office.directory,
        AnswerTextDesk: _answer_text_desk(api),
        BulkDesk: BulkDesk(office.desk, _answer_text_desk(api)),
        RuleDesk: office.rule_desk,
        RosterDesk: RosterDesk(office.directory, office.directory),
        RecomputationDesk: office.recomputation_desk,
    }


def _of_people(api: WholeApi) -> dict[type[Any], Any]:
    office, people = api.office, api.people
    return {
        ConsentTexts: ConsentTexts(CONSENT_TEXTS),
        BlockDesk: make_block_desk(api.clock, office.blocks, people.accounts, office.desk.limiter),
        OrganisationDesk: make_organisation_desk(
            api.clock,
            api.organisations,
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
        ContactDesk: people.contact_desk(api.office.directory),
        PasskeyDesk: people.passkey_desk(api.office.directory),
        RevocationDesk: api.revocation_desk(),
        ListDesk: api.imports.desk,
        ListFiles: api.imports.files,
        ListSheets: api.imports.work_desk.sheets,
    }


def _of_the_campaign(api: WholeApi) -> dict[type[Any], Any]:
    campaign = api.campaign
    return {
        MembershipDesk: campaign.membership_desk,
        VisitDesk: campaign.visit_desk,
        ReachDesk: campaign.reach_desk,
        OfficialDesk: campaign.official_desk,
        LaunchBoard: LaunchBoard(api.clock, campaign.counts),
    }


def _of_office_life(api: WholeApi) -> dict[type[Any], Any]:
    directory, trainings = api.office.directory, _training_desk(api)
    calendars = TrainingCalendars(partial(calendar_file, app=_APP))
    readers, kept = ReadersDesk(api.audit, api.clock), DifficultyStore(api.difficulties)
    reports = make_report_desk(
        api.clock,
        api.commune_reports,
        api.figures,
        api.campaign.reach_desk,
        kept,
        directory,
    )
    reminders = api.messages, read_templates(), api.people.limits.limiter, _APP
    return {
        CommuneReportDesk: reports,
        ReportReminderDesk: ReportReminderDesk(reports, directory, *reminders),
        TrainingDesk: trainings,
        TrainedDesk: TrainedDesk(trainings, api.audit),
        TrainingCalendars: calendars,
        InvitingDesk: InvitingDesk(
            trainings, api.messages, read_templates(), calendars, readers, _APP
        ),
        DifficultyDesk: DifficultyDesk(
            kept,
            directory,
            api.clock,
            FakeFaults(),
            api.difficulty_reminders,
        ),
    }


def _answer_text_desk(api: WholeApi) -> AnswerTextDesk:
    office = api.office
    return AnswerTextDesk(api.answer_texts, office.directory, office.desk.gazetteer, api.clock)


def _training_desk(api: WholeApi) -> TrainingDesk:
    return TrainingDesk(
        TrainingStore(api.trainings, api.attendances),
        api.office.directory,
        api.clock,
        api.people.limits.limiter,
        FakeFaults(),
    )
