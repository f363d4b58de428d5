"""The only place where real things are put together. One container per process, filled lazily."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import boto3

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.foundations import Foundations
from chalicelib.runtime.clock import MovableClock
from chalicelib.runtime.dynamodb.session import share_session
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from chalicelib.runtime.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.agencies.application.rosters import RosterDesk
    from chalicelib.attention.application.attention import AttentionDesk
    from chalicelib.cases.application.duplicates import DuplicateDesk
    from chalicelib.cases.application.followers import Followers
    from chalicelib.cases.application.ports import CaseStore
    from chalicelib.figures.adapters.report_files import S3ReportFiles
    from chalicelib.figures.application.figures import FigureDesk
    from chalicelib.identity.application.accounts import AccountDesk
    from chalicelib.identity.application.codes import CodeLimits, CodeShelves
    from chalicelib.identity.application.officer_sessions import OfficerDesk
    from chalicelib.identity.application.people import AccountStore, Kind, Shelf, Versioned
    from chalicelib.identity.application.registrations import RegistrationDesk
    from chalicelib.identity.application.sessions import SessionDesk
    from chalicelib.identity.domain.consents import ConsentText
    from chalicelib.identity.domain.identity_policy import IdentityPolicy
    from chalicelib.identity.domain.registrations import Registration
    from chalicelib.identity.domain.sessions import Session
    from chalicelib.local_stage.adapters.pipeline import LocalPipeline
    from chalicelib.local_stage.application.clock import ClockDesk
    from chalicelib.messages.application.bell import BellDesk
    from chalicelib.messages.application.messages import MessageStore
    from chalicelib.messages.application.messaging import NotificationDesk
    from chalicelib.relay.adapters.queues import SqsQueues
    from chalicelib.rule_edits.application.recomputation import RecomputationDesk
    from chalicelib.rule_edits.application.rules import RuleDesk
    from chalicelib.runtime.health import Dependencies
    from chalicelib.uploads.application.inspection import InspectionDesk
    from chalicelib.uploads.application.ports import UploadBytes, UploadStore
    from chalicelib.uploads.application.uploads import UploadDesk


T = TypeVar("T", bound="Versioned")


class Container(Foundations):
    """Adapters and the bundles of ports that use cases take, each made at its first use."""

    @cached_property
    def case_store(self) -> CaseStore:
        """The cases."""
        return DynamoCaseStore(self.settings.cases_table, CaseDocuments(self.sealer))

    @cached_property
    def case_desk(self) -> CaseDesk:
        """What the use cases of cases need."""
        return CaseDesk(
            cases=self.case_store,
            directory=self.directory,
            uploads=self.upload_desk,
            gazetteer=self.gazetteer,
            clock=self.clock,
            prefix=self.province_files.province.case_prefix,
            faults=self.faults,
        )

    @cached_property
    def request_desk(self) -> RequestDesk:
        """Requests under idempotency keys."""
        from chalicelib.runtime.http.idempotency.dynamodb_ledger import DynamoRequestLedger

        ledger = DynamoRequestLedger(self.settings.ledger_table)
        return RequestDesk(ledger, self.clock, time.sleep)

    @cached_property
    def queues(self) -> SqsQueues:
        """What the relay feeds."""
        from chalicelib.relay.adapters.queues import SqsQueues
        from chalicelib.relay.domain.subscriptions import QueueName

        urls = {
            QueueName.ASSIGNMENT: self.settings.assignment_queue_url,
            QueueName.NOTIFICATIONS: self.settings.notifications_queue_url,
            QueueName.FIGURES: self.settings.figures_queue_url,
        }
        return SqsQueues(boto3.client("sqs"), urls, self.settings.relay_dlq_url)

    @cached_property
    def figure_desk(self) -> FigureDesk:
        """Keeping the figures."""
        from chalicelib.figures.adapters.figures import DynamoFigureStore
        from chalicelib.figures.application.figures import FigureDesk

        return FigureDesk(self.case_store, DynamoFigureStore(self.settings.figures_table))

    @cached_property
    def report_files(self) -> S3ReportFiles:
        """Reports as spreadsheets."""
        from chalicelib.figures.adapters.report_files import S3ReportFiles

        return S3ReportFiles(self.settings.uploads_bucket)

    @cached_property
    def attention_desk(self) -> AttentionDesk:
        """What fell through."""
        from chalicelib.attention.application.attention import AttentionDesk
        from chalicelib.relay.adapters.queues import SqsDeadLetters

        urls = json.loads(self.settings.dead_letter_urls)
        letters = SqsDeadLetters(boto3.client("sqs"), urls)
        return AttentionDesk(self.case_store, self.message_store, letters)

    @cached_property
    def pipeline(self) -> LocalPipeline:
        """What lies between a change and its effects; of the local stack only."""
        from chalicelib.local_stage.adapters.pipeline import LocalPipeline

        queues = (
            self.settings.assignment_queue_url,
            self.settings.notifications_queue_url,
            self.settings.figures_queue_url,
        )
        tables = self.settings.cases_table, self.settings.ledger_table
        return LocalPipeline(boto3.client("sqs"), queues, *tables)

    @cached_property
    def clock_desk(self) -> ClockDesk:
        """Moving the clock of the local stack."""
        from chalicelib.local_stage.application.clock import ClockDesk

        clock = MovableClock(self.settings.ledger_table)
        desks = self.case_desk, self.notification_desk, self.recomputation_desk
        return ClockDesk(clock, *desks, self.pipeline)

    @cached_property
    def roster_desk(self) -> RosterDesk:
        """The people of the agencies."""
        from chalicelib.agencies.application.rosters import RosterDesk

        return RosterDesk(self.directory, self.directory_store)

    @cached_property
    def rule_desk(self) -> RuleDesk:
        """Editing the rules."""
        from chalicelib.rule_edits.application.rules import RuleDesk
        from chalicelib.rules.adapters.rulebook import DynamoRulebook

        return RuleDesk(DynamoRulebook(self.settings.directory_table), self.case_desk)

    @cached_property
    def recomputation_desk(self) -> RecomputationDesk:
        """How open cases follow an edit of the rules."""
        from chalicelib.rule_edits.application.recomputation import RecomputationDesk
        from chalicelib.rules.adapters.rulebook import DynamoRecomputations

        progress = DynamoRecomputations(self.settings.directory_table)
        return RecomputationDesk(self.case_desk, progress)

    @cached_property
    def dependencies(self) -> Dependencies:
        """Whether tables and queues answer."""
        from chalicelib.runtime.health import Dependencies

        tables = {"cases": self.settings.cases_table, "people": self.settings.people_table}
        return Dependencies(tables, self.settings.relay_dlq_url)

    @cached_property
    def identity_policy(self) -> IdentityPolicy:
        """How strict signing in is."""
        from chalicelib.identity.adapters.identity_data import load_identity_policy

        policy = load_identity_policy()
        limited = self.settings.address_limits == "on"
        return policy if limited else replace(policy, codes_per_address=())

    @cached_property
    def consents(self) -> tuple[ConsentText, ...]:
        """The present texts of the consents."""
        from chalicelib.identity.adapters.identity_data import load_consent_texts

        return load_consent_texts()

    @cached_property
    def accounts(self) -> AccountStore:
        """Accounts."""
        from chalicelib.identity.adapters.people import DynamoAccounts

        return DynamoAccounts(self.settings.people_table, self.sealer, self.hasher)

    @cached_property
    def registrations(self) -> Shelf[Registration]:
        """Registrations on their way."""
        from chalicelib.identity.application.people import Kind
        from chalicelib.identity.domain.registrations import Registration

        return self._shelf(Kind.REGISTRATION, Registration)

    @cached_property
    def sessions(self) -> Shelf[Session]:
        """Citizens' sign-ins and sessions."""
        from chalicelib.identity.application.people import Kind
        from chalicelib.identity.domain.sessions import Session

        return self._shelf(Kind.CITIZEN_SESSION, Session)

    @cached_property
    def officer_sessions(self) -> Shelf[Session]:
        """Officers' sign-ins and sessions."""
        from chalicelib.identity.application.people import Kind
        from chalicelib.identity.domain.sessions import Session

        return self._shelf(Kind.OFFICER_SESSION, Session)

    @cached_property
    def code_shelves(self) -> CodeShelves:
        """Where codes lie until they are answered."""
        from chalicelib.identity.application.codes import CodeShelves

        return CodeShelves(self.registrations, self.sessions, self.officer_sessions)

    @cached_property
    def code_limits(self) -> CodeLimits:
        """How often codes are asked for."""
        from chalicelib.identity.adapters.quotas import DynamoLimiter
        from chalicelib.identity.application.codes import CodeLimits

        limiter = DynamoLimiter(self.settings.ledger_table)
        return CodeLimits(limiter, self.hasher, self.identity_policy)

    @cached_property
    def registration_desk(self) -> RegistrationDesk:
        """Registrations."""
        from chalicelib.identity.application.registrations import RegistrationDesk

        return RegistrationDesk(self.clock, self.registrations, self.code_limits, self.tokens)

    @cached_property
    def account_desk(self) -> AccountDesk:
        """Accounts."""
        from chalicelib.identity.application.accounts import AccountDesk

        return AccountDesk(
            self.clock,
            self.accounts,
            self.registrations,
            self.code_limits,
            self.gazetteer,
            self.consents,
        )

    @cached_property
    def session_desk(self) -> SessionDesk:
        """Citizens' sessions."""
        from chalicelib.identity.application.sessions import SessionDesk

        return SessionDesk(self.clock, self.accounts, self.sessions, self.code_limits, self.tokens)

    @cached_property
    def officer_desk(self) -> OfficerDesk:
        """Officers' sessions and credentials. Passwords cost little to check on a laptop only."""
        from chalicelib.identity.application.officer_sessions import OfficerDesk
        from chalicelib.identity.application.people import Kind
        from chalicelib.identity.domain.credentials import (
            COST,
            LOCAL_COST,
            Credentials,
            SignInGuard,
        )

        return OfficerDesk(
            clock=self.clock,
            directory=self.directory,
            credentials=self._shelf(Kind.CREDENTIALS, Credentials),
            guards=self._shelf(Kind.GUARD, SignInGuard),
            sessions=self.officer_sessions,
            limits=self.code_limits,
            tokens=self.tokens,
            cost=LOCAL_COST if self.settings.stage == "local" else COST,
        )

    @cached_property
    def upload_store(self) -> UploadStore:
        """The records of uploads."""
        from chalicelib.uploads.adapters.records import DynamoUploadStore

        return DynamoUploadStore(self.settings.cases_table)

    @cached_property
    def upload_bytes(self) -> UploadBytes:
        """The bytes of uploads."""
        from chalicelib.uploads.adapters.bytes import S3UploadBytes

        return S3UploadBytes(self.settings.uploads_bucket)

    @cached_property
    def upload_desk(self) -> UploadDesk:
        """Uploads, from the form to the fetched attachment."""
        from chalicelib.uploads.application.uploads import UploadDesk

        return UploadDesk(self.upload_store, self.upload_bytes, self.clock)

    @cached_property
    def inspection_desk(self) -> InspectionDesk:
        """The examination of what has come, whose decoders run in a process of their own."""
        from chalicelib.uploads.adapters.media.confined import ConfinedExaminer
        from chalicelib.uploads.application.inspection import InspectionDesk

        return InspectionDesk(self.upload_store, self.upload_bytes, ConfinedExaminer(), self.clock)

    @cached_property
    def message_store(self) -> MessageStore:
        """Messages and their once-only keys."""
        from chalicelib.messages.adapters.messages import DynamoMessageStore

        return DynamoMessageStore(self.settings.messages_table, self.sealer)

    @cached_property
    def followers(self) -> Followers:
        """Who follows which case."""
        from chalicelib.cases.adapters.followers import DynamoFollowers

        return DynamoFollowers(self.settings.messages_table)

    @cached_property
    def duplicate_desk(self) -> DuplicateDesk:
        """Keeping duplicates under living parents."""
        from chalicelib.cases.application.duplicates import DuplicateDesk

        return DuplicateDesk(self.case_desk, self.followers)

    @cached_property
    def bell_desk(self) -> BellDesk:
        """What the app shows in its bell."""
        from chalicelib.messages.application.bell import BellDesk

        return BellDesk(self.message_store)

    @cached_property
    def notification_desk(self) -> NotificationDesk:
        """The notifier. Without a second region the first provider stands for both."""
        from chalicelib.messages.adapters.email import SesEmailSender
        from chalicelib.messages.adapters.providers import in_both_regions
        from chalicelib.messages.adapters.sms import SnsSmsSender
        from chalicelib.messages.adapters.tally import MetricTally
        from chalicelib.messages.application.messaging import Letterhead, NotificationDesk, switch

        name, address = self.settings.sms_sender_name, self.settings.sender_email
        ses, ses_2 = in_both_regions("sesv2", self.settings.second_region)
        sns, sns_2 = in_both_regions("sns", self.settings.second_region)
        mail = SesEmailSender(ses, address), SesEmailSender(ses_2, address)
        sms = SnsSmsSender(sns, name), SnsSmsSender(sns_2, name)
        return NotificationDesk(
            clock=self.clock,
            messages=self.message_store,
            followers=self.followers,
            cases=self.case_store,
            directory=self.directory,
            gazetteer=self.gazetteer,
            accounts=self.accounts,
            codes=self.code_shelves,
            senders=switch(mail, sms),
            letterhead=Letterhead(name, self.settings.public_url),
            tally=MetricTally(),
            faults=self.faults,
        )

    def _shelf(self, kind: Kind, aggregate: type[T]) -> Shelf[T]:
        from chalicelib.identity.adapters.people import DynamoShelf

        return DynamoShelf(self.settings.people_table, kind, aggregate, self.sealer)


_container: Container | None = None


def container() -> Container:
    """The process's container."""
    global _container
    if _container is None:
        share_session()
        _container = Container(load_settings())
    return _container


def use(replacement: Container | None) -> None:
    """Put another container in its place; `None` makes the next call build a real one."""
    global _container
    _container = replacement
