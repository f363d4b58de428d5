"""A notifier with everything around it in memory: a small directory, people, events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.cases.application.followers import Follower
from chalicelib.cases.domain.cases import Case, Round, record
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.identity.application.codes import CodeStores
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.one_time_codes import OneTimeCode
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.domain.sessions import Challenge, Destination, Session
from chalicelib.kernel.actors import SCHEDULE, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import store
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.template_files import read_templates
from chalicelib.messages.application.messaging import Letterhead, NotificationDesk, switch
from chalicelib.messages.application.notifications import send_due
from chalicelib.messages.domain.messages import Message
from chalicelib.rules.domain.policies import Policy
from chalicelib.staff.application.ports import InvitationStore
from chalicelib.staff.domain.invitations import Invitation
from chalicelib.worktime.domain.calendars import Calendar
from tests.support.actors import CENTRAL_AGENCY
from tests.support.blocks import FakeBlocks
from tests.support.calendars import OFFICIAL
from tests.support.clock import NOW, FakeClock
from tests.support.directory import make_officer, make_policy
from tests.support.faults import FakeFaults
from tests.support.keys import make_sealer
from tests.support.lanes import FakeWaker
from tests.support.messages import MemoryMessageStore
from tests.support.people import claims_of, make_account
from tests.support.people_stores import FakeAccounts, FakeGuests, FakeSessions, FakeStore
from tests.support.senders import Carried, FakePace, FakeSender, FakeSmsLedger, FakeTally

CODE = "LC-260803-7K3QX"
DUE = datetime.fromisoformat("2026-08-06T17:00:00+07:00")
MAIL_DOMAIN = "laocai.example"


@dataclass(frozen=True)
class Named:
    """An agency or a commune."""

    name: str


@dataclass(frozen=True)
class Category:
    """A category with its names."""

    names: dict[str, str]

    def name(self, language: str) -> str:
        return self.names[language]


def officer(id: str, agency: str, role: Role, **changes: Any) -> Officer:
    return make_officer(id, agency, role, **{"email": f"{id}@{MAIL_DOMAIN}", **changes})


ROSTER = (
    officer("o1", "so-xay-dung", Role.OFFICER),
    officer("l1", "so-xay-dung", Role.LEADER),
    officer("left", "so-xay-dung", Role.OFFICER, active=False),
    officer("l2", "ubnd-02647", Role.LEADER),
    officer("i1", "so-khcn", Role.INTAKE),
    officer("s1", "so-khcn", Role.SUPERVISOR),
    officer("adm", "so-khcn", Role.ADMINISTRATOR),
)


@dataclass
class SmallDirectory:
    """Two agencies and the centre; `trống` has nobody."""

    roster: Sequence[Officer] = ROSTER
    present: Policy = field(default_factory=make_policy)
    working: Calendar = OFFICIAL
    quarantined: bool = False

    def is_quarantined(self) -> bool:
        return self.quarantined

    def officer(self, id: str) -> Officer | None:
        return next((person for person in self.roster if person.id == id), None)

    def officers(self, agency: str) -> list[Officer]:
        return [person for person in self.roster if person.agency == agency]

    def policy(self) -> Policy:
        return self.present

    def calendar(self) -> Calendar:
        return self.working

    def agency(self, id: str) -> Named:
        return Named(f"Cơ quan {id}")

    def category(self, code: str) -> Category | None:
        names = {"vi": "Đường sá", "en": "Roads"}
        return Category(names) if code == "roads" else None


class SmallGazetteer:
    """One commune."""

    def commune(self, code: str) -> Named | None:
        return Named("Phường Lào Cai") if code == "02647" else None


class MemoryFollowers:
    """Followers in memory."""

    def __init__(self) -> None:
        self.items: dict[str, list[Follower]] = {}

    def follow(self, case: str, follower: Follower) -> None:
        followers = self.items.setdefault(case, [])
        if follower not in followers:
            followers.append(follower)

    def unfollow(self, case: str, follower: Follower) -> None:
        followers = self.items.get(case, [])
        if follower in followers:
            followers.remove(follower)

    def follows(self, case: str, account: str) -> bool:
        return Follower(account, None) in self.items.get(case, [])

    def followed_by(self, account: str, limit: int, position: Position | None) -> Page[str]:
        codes = sorted(code for code in self.items if self.follows(code, account))
        return page_of(codes, limit, position, lambda code: {"id": code})

    def of(self, case: str) -> list[Follower]:
        return list(self.items.get(case, []))


class FewCases:
    """Other cases, as far as the notifier looks at them."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}

    def find(self, code: str) -> Case | None:
        return self.cases.get(code)

    def annotate(self, case: Case, previous: Case) -> bool:
        if self.cases[case.code] is not previous:
            return False
        self.cases[case.code] = case
        return True

    def put(
        self,
        code: str,
        state: State,
        answered_as: int | None = None,
        reporter: str = "c1",
        marked: Sequence[str | None] = (),
    ) -> None:
        """A case in that state; `answered_as` is the number of the event of its answer, `marked`
        the parents that it had one after the other (None: the mark was taken back)."""
        case = Case(
            code=code,
            version=1,
            state=state,
            origin=None,
            reporter=reporter,
            request="",
            channel="app",
            category="roads",
            urgency="ordinary",
            visibility="public",
            commune="02647",
            description="",
            location=None,
            address=None,
            attachments=(),
            submitted_at=NOW,
            updated_at=NOW,
            policy=1,
            clock=None,
            watched_to=NOW,
            round=Round(1, NOW),
            agency="so-xay-dung",
            duplicate_of=marked[-1] if marked else None,
        )
        for parent in filter(None, marked):
            facts = {"parent": parent}
            case = record(case, Action.MARK_DUPLICATE, SCHEDULE, NOW, state, facts=facts)
        for _ in range((answered_as or 0) - 1):
            case = record(case, Action.REMIND, SCHEDULE, NOW, state)
        if answered_as:
            case = record(case, Action.APPROVE, SCHEDULE, NOW, State.PENDING_APPROVAL)
        self.cases[code] = case


@dataclass
class Notifier:
    """Everything in memory; `desk` is what the use cases get."""

    clock: FakeClock = field(default_factory=FakeClock)
    messages: MemoryMessageStore = field(default_factory=MemoryMessageStore)
    followers: MemoryFollowers = field(default_factory=MemoryFollowers)
    cases: FewCases = field(default_factory=FewCases)
    directory: SmallDirectory = field(default_factory=SmallDirectory)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    tally: FakeTally = field(default_factory=FakeTally)
    faults: FakeFaults = field(default_factory=FakeFaults)
    sms_ledger: FakeSmsLedger = field(default_factory=FakeSmsLedger)
    pace: FakePace = field(default_factory=FakePace)
    waker: FakeWaker = field(default_factory=FakeWaker)
    registrations: FakeStore[Registration] = field(
        default_factory=lambda: FakeStore(PersonItemKind.REGISTRATION)
    )
    officer_sessions: FakeStore[Session] = field(
        default_factory=lambda: FakeStore(PersonItemKind.OFFICER_SESSION)
    )
    proofs: FakeStore[AddressProof] = field(
        default_factory=lambda: FakeStore(PersonItemKind.ADDRESS_PROOF)
    )
    invitations: FakeStore[Invitation] = field(
        default_factory=lambda: FakeStore(PersonItemKind.INVITATION)
    )
    blocks: FakeBlocks = field(default_factory=FakeBlocks)
    sms: FakeSender = field(default_factory=lambda: FakeSender("sms-1"))
    sms_2: FakeSender = field(default_factory=lambda: FakeSender("sms-2"))
    email: FakeSender = field(default_factory=lambda: FakeSender("email-1"))
    email_2: FakeSender = field(default_factory=lambda: FakeSender("email-2"))

    @property
    def desk(self) -> NotificationDesk:
        return NotificationDesk(
            clock=self.clock,
            messages=self.messages,
            policy=load_message_policy(),
            followers=self.followers,
            cases=self.cases,  # type: ignore[arg-type]
            directory=self.directory,  # type: ignore[arg-type]
            gazetteer=SmallGazetteer(),  # type: ignore[arg-type]
            accounts=self.accounts,
            guests=FakeGuests(self.accounts),
            invitations=InvitationStore(self.invitations),
            blocks=self.blocks,
            codes=CodeStores(
                self.registrations,
                FakeSessions(PersonItemKind.CITIZEN_SESSION),
                self.officer_sessions,
                self.proofs,
            ),
            senders=switch((self.email, self.email_2), (self.sms, self.sms_2)),
            letterhead=Letterhead("LaoCai-S", "https://laocai.example"),
            central_agency=CENTRAL_AGENCY,
            templates=read_templates(),
            sealer=make_sealer(),
            tally=self.tally,
            faults=self.faults,
            sms_ledger=self.sms_ledger,
            pace=self.pace,
            waker=self.waker,
            pause=lambda seconds: self.clock.advance(seconds=seconds),
        )

    def carried(self) -> list[Carried]:
        """Everything that any provider took."""
        senders = (self.email, self.email_2, self.sms, self.sms_2)
        return [carried for sender in senders for carried in sender.carried]

    def add_account(self, id: str, email: str | None = None) -> None:
        phone = f"+8491234{sum(id.encode()) % 10000:04d}"
        event = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
        account = make_account(id, phone, email=email)
        self.accounts.create(account, claims_of(account), event)

    def register(self, id: str = "01J00000000000000000000001") -> dict[str, Any]:
        """A registration that waits for its code; its event."""
        now = self.clock.now()
        code = OneTimeCode("123456", now, now + timedelta(minutes=5))
        registration = Registration(id, 1, "+84912345678", code, now + timedelta(hours=1))
        event = AccountEvent(AccountEventType.REGISTRATION_CODE_REQUESTED, now, "c-1")
        self.registrations.put(registration, event=event)
        return self.registrations.events[-1]

    def sign_in(self, channel: Channel, address: str) -> dict[str, Any]:
        """An officer's sign-in that waits for its code; its event."""
        now = self.clock.now()
        code = OneTimeCode("654321", now, now + timedelta(minutes=5))
        challenge = Challenge(code, Destination(channel, address), now + timedelta(hours=1))
        event = AccountEvent(AccountEventType.OFFICER_SIGN_IN_CODE_REQUESTED, now, "c-1")
        session = Session("01J00000000000000000000002", 1, "o1", challenge)
        self.officer_sessions.put(session, event=event)
        return self.officer_sessions.events[-1]


def make_notifier(**changes: Any) -> Notifier:
    """With the citizens c1 (no email) and c2 (with one)."""
    notifier = Notifier(**changes)
    notifier.add_account("c1")
    notifier.add_account("c2", "c2@mail.example")
    return notifier


def make_event(action: str = "approve", number: int = 8, **changes: Any) -> dict[str, Any]:
    """An event of the case, as its contract says; `detail` holds the action's own facts."""
    code = changes.get("code", CODE)
    at = changes.pop("at", NOW)
    event: dict[str, Any] = {
        "schema": "case_event/1",
        "id": f"{code}#{number}",
        "code": code,
        "version": number,
        "action": action,
        "at": store(at),
        "actor": {"role": "system", "id": changes.pop("by", "schedule"), "agency": None},
        "from": "assigned",
        "to": "assigned",
        "reporter": "c1",
        "category": "roads",
        "urgency": "ordinary",
        "visibility": "public",
        "channel": "app",
        "commune": "02647",
        "agency": "so-xay-dung",
        "coordinating": [],
        "officer": "o1",
        "previous_agency": None,
        "due_at": store(DUE),
        "clock": "handling",
        "paused": False,
        "round": {"number": 1, "started_at": store(NOW)},
        "correlation_id": "c-1",
        "detail": {},
    }
    return {**event, **changes}


def told(notifier: Notifier) -> set[tuple[str, str, str]]:
    """Recipient, kind and channel of every message that was written down."""
    return {(m.recipient, m.kind, m.channel.value) for m in notifier.messages.items.values()}


def addresses(carried: Iterable[Carried]) -> list[str]:
    """Where messages went, in their order."""
    return [one.address for one in carried]


def local(text: str) -> datetime:
    """`04T07:30` of August 2026 in the province."""
    return datetime.fromisoformat(f"2026-08-{text}+07:00")


def at(text: str, **changes: object) -> Notifier:
    """A notifier at that local time."""
    return make_notifier(clock=FakeClock(local(text)), **changes)


def only(notifier: Notifier, channel: Channel) -> Message:
    """The one message on that channel."""
    found = [m for m in notifier.messages.items.values() if m.channel is channel]
    assert len(found) == 1
    return found[0]


def work(notifier: Notifier, **by: float) -> int:
    """Let time pass, and do what is due then; how many messages moved."""
    notifier.clock.advance(**by)
    return send_due(notifier.desk).moved
