"""The whole API in process, everything behind it in memory: people, an office, cases, the bell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from chalicelib import bootstrap
from chalicelib.agencies.application.rosters import RosterDesk
from chalicelib.attention.application.attention import AttentionDesk
from chalicelib.figures.application.figures import FigureDesk
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.keys import Bearer
from chalicelib.messages.application.bell import BellDesk
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from tests.support.api import Api, make_container
from tests.support.cases import CITIZEN
from tests.support.clock import FakeClock
from tests.support.figures import FakeFigureStore
from tests.support.keys import make_cursors, make_hasher, make_sealer, make_tokens
from tests.support.messages import MemoryMessageStore
from tests.support.notifier import MemoryFollowers
from tests.support.people import CONSENT_TEXTS, PHONE, FakeLimiter, People, make_account
from tests.support.requests import FakeRequestLedger
from tests.support.rules import EditedOffice


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
        self.waited = 0.0
        self.people.accounts.shelf.put(make_account(CITIZEN.id, PHONE))

    def token(self, actor: Actor, stage: str = "local", **earlier: float) -> str:
        """An access token, as signing in would give it."""
        clock = FakeClock(self.clock.now())
        clock.advance(**{unit: -amount for unit, amount in earlier.items()})
        return make_tokens(stage).issue_access(Bearer(actor, "s1"), clock.now()).token

    def registration_token(self, registration: str) -> str:
        """As proving the phone would give it."""
        return make_tokens().issue_registration(registration, self.clock.now()).token

    def container(self) -> Any:
        """Everything that any route needs."""
        office, people, cases = self.office, self.people, self.office.store
        figures = FigureDesk(cases, FakeFigureStore())
        dead_letters = NoDeadLetters()
        return make_container(
            clock=self.clock,
            tokens=make_tokens(),
            hasher=make_hasher(),
            sealer=make_sealer(),
            cursors=make_cursors(),
            consents=CONSENT_TEXTS,
            directory=office.directory,
            case_store=cases,
            case_desk=office.desk,
            rule_desk=office.rule_desk,
            roster_desk=RosterDesk(office.directory, office.directory),
            recomputation_desk=office.recomputation_desk,
            upload_desk=office.desk.uploads,
            followers=MemoryFollowers(),
            figure_desk=figures,
            bell_desk=BellDesk(self.messages),
            attention_desk=AttentionDesk(cases, self.messages, dead_letters),
            request_desk=RequestDesk(self.ledger, self.clock, self._wait),
            registration_desk=people.registration_desk,
            account_desk=people.account_desk,
            session_desk=people.session_desk,
            officer_desk=people.officer_desk,
            dependencies=self.dependencies,
        )

    def _wait(self, seconds: float) -> None:
        self.waited += seconds

    def trace(self) -> tuple[object, ...]:
        """Everything that requests may have left behind; compare before and after."""
        people = self.people
        shelves = (
            people.registrations,
            people.sessions,
            people.officer_sessions,
            people.guards,
            people.credentials,
            people.accounts.shelf,
        )
        limiter = people.limits.limiter
        assert isinstance(limiter, FakeLimiter)
        return (
            dict(self.office.store.cases),
            dict(self.office.uploads.uploads),
            [dict(vars(shelf)["_aggregates"]) for shelf in shelves],
            dict(vars(limiter)["_uses"]),
            dict(vars(self.ledger)["_records"]),
            [list(shelf.events) for shelf in shelves],
        )

    def account(self, actor: Actor = CITIZEN) -> Account:
        """The citizen's account as it stands."""
        found = self.people.accounts.find(actor.id)
        assert found
        return replace(found)


@contextmanager
def whole_api() -> Iterator[WholeApi]:
    """The API for the length of the block."""
    api = WholeApi()
    bootstrap.use(api.container())
    try:
        yield api
    finally:
        bootstrap.use(None)
