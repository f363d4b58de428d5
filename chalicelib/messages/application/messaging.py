"""What the notifier works with: its ports, and how people are reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.ports import CaseStore
from chalicelib.identity.application.blocks import BlockStore
from chalicelib.identity.application.codes import CodeStores, PendingCode, pending_code
from chalicelib.identity.application.guests import GuestStore
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.blocks import BlockState
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import Waker
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.application.pace import Pace
from chalicelib.messages.application.senders import EmailSender, Sender, SmsSender
from chalicelib.messages.application.sms_ledger import SmsLedger
from chalicelib.messages.application.tally import Tally
from chalicelib.messages.domain.message_policy import MessagePolicy
from chalicelib.messages.domain.messages import Book, Message
from chalicelib.messages.domain.sending import Gate, Provider, open_at
from chalicelib.messages.domain.templates import LANGUAGES, Templates
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.rules.domain.office_days import OfficeDays
from chalicelib.rules.domain.reminders import Reminder
from chalicelib.staff.application.invitations import PendingInvitation, pending_invitation
from chalicelib.staff.application.ports import InvitationStore


@dataclass(frozen=True)
class Senders:
    """Both providers of a channel."""

    primary: Sender
    secondary: Sender

    def of(self, provider: Provider) -> Sender:
        """The one that an attempt names."""
        return self.primary if provider is Provider.PRIMARY else self.secondary


def switch(
    email: tuple[EmailSender, EmailSender], sms: tuple[SmsSender, SmsSender]
) -> Mapping[Channel, Senders]:
    """The providers by channel, primary first."""
    return {Channel.EMAIL: Senders(*email), Channel.SMS: Senders(*sms)}


@dataclass(frozen=True)
class Letterhead:
    """What every message may name: the app, and where its pages are."""

    app: str
    public_url: str


@dataclass(frozen=True)
class NotificationDesk:
    """What the notifier needs."""

    clock: Clock
    messages: MessageStore
    policy: MessagePolicy
    followers: Followers
    cases: CaseStore
    directory: Directory
    gazetteer: Gazetteer
    accounts: AccountStore
    guests: GuestStore
    codes: CodeStores
    invitations: InvitationStore
    blocks: BlockStore
    senders: Mapping[Channel, Senders]
    letterhead: Letterhead
    central_agency: str
    templates: Templates
    sealer: Sealer
    tally: Tally
    faults: Faults
    sms_ledger: SmsLedger
    pace: Pace
    waker: Waker
    pause: Callable[[float], None]
    """Waits so many seconds."""

    @property
    def office_days(self) -> OfficeDays:
        """Of the policy and the calendar that are valid now."""
        policy = self.directory.policy()
        return OfficeDays(policy.digest, policy.quiet_hours, self.directory.calendar())

    def reminder(self, id: str | None) -> Reminder | None:
        """The policy's rule of that id, as it is now."""
        rules = self.directory.policy().reminders if id else ()
        return next((rule for rule in rules if rule.id == id), None)

    def held_until(self, message: Message, instant: datetime) -> datetime | None:
        """When (UTC) the message may go out, if not at the instant.

        Quiet hours hold everything but codes and urgent cases, days off what goes to the office,
        the hours of its rule a reminder.
        """
        if message.urgent:
            return None
        gates: list[Gate] = [self.directory.policy().quiet_hours]
        if message.book is Book.OFFICERS:
            gates.append(self.office_days)
        rule = self.reminder(message.reminder)
        if rule and rule.hours:
            gates.insert(0, rule.hours)
        return open_at(instant, gates)


@dataclass(frozen=True)
class Contact:
    """How somebody can be reached. `code` is the one-time code that is waited for, `invitation`
    what the mail's link is made of."""

    phone: str | None
    email: str | None
    language: str = LANGUAGES[0]
    code: PendingCode | None = None
    invitation: PendingInvitation | None = None

    def address(self, channel: Channel) -> str | None:
        """A phone in E.164 or an email address, if there is one for this channel."""
        return {Channel.SMS: self.phone, Channel.EMAIL: self.email}.get(channel)


class ContactBook:
    """Looks people up, each at most once in its life: make one for each run."""

    def __init__(self, desk: NotificationDesk) -> None:
        self._desk = desk
        self._found: dict[tuple[Book, str], Contact | None] = {}

    def find(self, book: Book, recipient: str) -> Contact | None:
        """None for an account that is gone, an officer who left, a code that is over."""
        key = (book, recipient)
        if key not in self._found:
            self._found[key] = self._look_up(book, recipient)
        return self._found[key]

    def _look_up(self, book: Book, recipient: str) -> Contact | None:
        if book is Book.ACCOUNTS:
            return self._citizen(recipient)
        if book is Book.OFFICERS:
            return self._colleague(recipient)
        if book is Book.EXTERNAL:
            agency = self._desk.directory.agency(recipient)
            return Contact(None, agency.contact) if agency and agency.contact else None
        if book is Book.INVITATIONS:
            return self._invited(recipient)
        if book is Book.BLOCKS:
            return self._let_go(recipient)
        return self._awaiting(pending_code(self._desk.codes, recipient))

    def _colleague(self, id: str) -> Contact | None:
        """Of a further post whoever has it is reached as the person's account says."""
        directory = self._desk.directory
        officer = directory.officer(id)
        person = directory.officer(officer.person) if officer and officer.person else officer
        if officer is None or person is None or not (officer.active and person.active):
            return None
        return Contact(person.phone, person.email)

    def _citizen(self, id: str) -> Contact | None:
        """With an account or without; nobody without one is told anything but by phone."""
        account = self._desk.accounts.find(id)
        if account:
            return Contact(account.phone, account.email)
        guest = self._desk.guests.find(id)
        return Contact(guest.phone, None) if guest and guest.phone else None

    def _let_go(self, account: str) -> Contact | None:
        """Whoever was blocked, once that has ended by itself: nobody else hears that it has."""
        block, now = self._desk.blocks.find(account), self._desk.clock.now()
        ended = block is not None and block.state(now) is BlockState.OVER
        return self.find(Book.ACCOUNTS, account) if ended else None

    def _invited(self, recipient: str) -> Contact | None:
        desk, officer = self._desk, self.find(Book.OFFICERS, recipient)
        found = pending_invitation(desk.invitations, recipient, desk.clock.now())
        return Contact(None, officer.email, invitation=found) if officer and found else None

    def _awaiting(self, code: PendingCode | None) -> Contact | None:
        if code is None or code.expires_at <= self._desk.clock.now():
            return None
        if code.channel is Channel.SMS:
            return Contact(code.address, None, code=code)
        return Contact(None, code.address, code=code)
