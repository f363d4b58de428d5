"""What the notifier works with: its ports, and how people are reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.application.codes import CodeShelves, PendingCode, pending_code
from chalicelib.application.ports.cases import CaseStore
from chalicelib.application.ports.clock import Clock
from chalicelib.application.ports.directory import Directory
from chalicelib.application.ports.followers import Followers
from chalicelib.application.ports.messages import MessageStore
from chalicelib.application.ports.people import AccountStore
from chalicelib.application.ports.senders import EmailSender, Sender, SmsSender
from chalicelib.application.ports.tally import Tally
from chalicelib.domain.communes import Gazetteer
from chalicelib.domain.message_templates import LANGUAGES
from chalicelib.domain.messages import Book, Channel
from chalicelib.domain.sending import Provider, QuietHours


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
    followers: Followers
    cases: CaseStore
    directory: Directory
    gazetteer: Gazetteer
    accounts: AccountStore
    codes: CodeShelves
    senders: Mapping[Channel, Senders]
    letterhead: Letterhead
    tally: Tally

    @property
    def quiet_hours(self) -> QuietHours:
        """Of the policy that is valid now."""
        return self.directory.policy().quiet_hours


@dataclass(frozen=True)
class Contact:
    """How somebody can be reached. `code` is the one-time code that is waited for."""

    phone: str | None
    email: str | None
    language: str = LANGUAGES[0]
    code: PendingCode | None = None

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
            account = self._desk.accounts.find(recipient)
            return Contact(account.phone, account.email) if account else None
        if book is Book.OFFICERS:
            officer = self._desk.directory.officer(recipient)
            active = officer is not None and officer.active
            return Contact(officer.phone, officer.email) if officer and active else None
        return self._awaiting(pending_code(self._desk.codes, recipient))

    def _awaiting(self, code: PendingCode | None) -> Contact | None:
        if code is None or code.expires_at <= self._desk.clock.now():
            return None
        if code.channel is Channel.SMS:
            return Contact(code.address, None, code=code)
        return Contact(None, code.address, code=code)
