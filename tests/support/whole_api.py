"""The whole API in process, everything behind it in memory: people, an office, cases, the bell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.difficulties.application.reminding import DifficultyReminderDesk
from chalicelib.difficulties.domain.difficulties import Difficulty
from chalicelib.identity.domain.accounts import Account
from chalicelib.imports.application.landings import Handover, OfficeLists
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.keys import Bearer
from chalicelib.messages.adapters.template_files import read_templates
from chalicelib.runtime.services import Services, use
from chalicelib.staff.application.leaver_lists import LeaverLanding, ReplacedHandover
from chalicelib.staff.application.post_lists import FurtherPostRows
from chalicelib.staff.application.revocations import RevocationDesk
from chalicelib.trainings.domain.trainings import Attendance, Training
from tests.support.answer_texts import MemoryAnswerTexts
from tests.support.api import Api, FakePresence, make_services
from tests.support.audit import MemoryAudit
from tests.support.campaign import Campaign, enlist
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import CITIZEN
from tests.support.category_models import FakeCategoryModels
from tests.support.clock import FakeClock
from tests.support.entering import FakeForeignNumbers
from tests.support.entries import MemoryEntries
from tests.support.figures import FakeFigureStore
from tests.support.imports import Imports
from tests.support.keys import make_sealer, make_tokens
from tests.support.limits import FakeLimiter
from tests.support.messages import MemoryMessageStore
from tests.support.notifier import MemoryFollowers
from tests.support.offered_files import FakeOfferedFiles
from tests.support.people import PHONE, People, make_account
from tests.support.requests import FakeRequestLedger
from tests.support.rules import EditedOffice
from tests.support.search import FollowingSearchIndex
from tests.support.viewing import MemoryCaseViewers
from tests.support.whole_services import services_of

_APP = "LaoCai-S"


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
        handovers: dict[ListKind, Handover] = {
            ListKind.LEAVERS: leavers,
            ListKind.OFFICERS: replaced,
        }
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
        return make_services(services_of(self))

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

    def wait(self, seconds: float) -> None:
        """As long as a request that waits for another would."""
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
