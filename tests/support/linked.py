"""An office whose letters are carried by hand: to the router, and to the notifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.cases.application.assignment import route_case
from chalicelib.cases.application.duplicates import DuplicateDesk, keep_duplicates
from chalicelib.cases.application.transitions import circumstances, save
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.actions.apply import apply
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.ids import is_case_code
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import always, notify
from tests.support.cases import INTAKE, Office
from tests.support.category_models import NO_MODELS
from tests.support.notifier import MemoryFollowers, Notifier, make_notifier
from tests.support.subscriptions import queues_for

Event = Mapping[str, Any]


@dataclass
class LinkedOffice:
    """Letters lie in `letters` until they are carried; each case is a citizen's of its own."""

    office: Office = field(default_factory=Office)
    notifier: Notifier = field(default_factory=make_notifier)
    letters: list[tuple[str, Event]] = field(default_factory=list)
    _told: int = 0
    _people: int = 0

    @property
    def followers(self) -> MemoryFollowers:
        return self.notifier.followers

    @property
    def desk(self) -> DuplicateDesk:
        return DuplicateDesk(self.office.desk, self.followers)

    @property
    def notification_desk(self) -> NotificationDesk:
        office = self.office
        return replace(
            self.notifier.desk,
            cases=office.store,
            clock=office.clock,
            directory=office.directory,
            gazetteer=office.desk.gazetteer,
        )

    def new(self, make: Callable[..., Case] | None = None, **changes: Any) -> Case:
        """A case of a citizen of its own; `conduct` is sure for no rule of routing."""
        self._people += 1
        reporter = f"p{self._people}"
        self.notifier.add_account(reporter)
        made = make or self.office.submit
        return made(**{"reporter": reporter, "category": "conduct", **changes})

    def find(self, case: Case) -> Case:
        return self.office.find(case)

    def mark(self, case: Case, parent: Case) -> Case:
        command = commands.MarkDuplicate(parent.code)
        return self.office.take(self.find(case), INTAKE, command)

    def take(self, case: Case, actor: Actor, command: commands.Command) -> Case:
        return self.office.take(self.find(case), actor, command)

    def mark_at_once(self, *pairs: tuple[Case, Case]) -> None:
        """Each sees its parent as it was before any of the marks was written."""
        written = []
        for case, parent in pairs:
            before, command = self.find(case), commands.MarkDuplicate(parent.code)
            about = circumstances(self.office.desk, before, INTAKE, command)
            written.append((apply(before, command, about), before, about))
        for changed, before, about in written:
            assert save(self.office.desk, changed, before, about, "test")

    def collect(self) -> list[tuple[str, Event]]:
        """New events become letters, as the relay does it; all that lie there."""
        events = self.office.store.events[self._told :]
        self._told += len(events)
        wanted = ("assignment", "notifications")
        self.letters += [
            (queue, event)
            for event in events
            for queue in queues_for("case_event/1", str(event["action"]))
            if queue in wanted
        ]
        return self.letters

    def carry(self, letter: tuple[str, Event]) -> None:
        queue, event = letter
        if queue == "notifications":
            notify(self.notification_desk, event)
            return
        case = route_case(self.office.desk, NO_MODELS, str(event["code"]), "test")
        keep_duplicates(self.desk, case, "test", always)

    def settle(self, order: Callable[[list[Any]], Any] = lambda letters: letters.pop(0)) -> None:
        """Carry letters, the one that `order` takes out next, until none is left."""
        while self.collect():
            self.carry(order(self.letters))

    def heard(self, case: Case) -> Counter[tuple[str, str]]:
        """What the case's citizen found in the bell: kind, and the case that it is about."""
        return Counter(
            (message.kind, str(message.case))
            for message in self.notifier.messages.items.values()
            if message.recipient == case.reporter and message.channel is Channel.BELL
        )

    def answers(self, case: Case) -> list[str]:
        """The cases whose answers its citizen was told."""
        kinds = ("answered", "followed_answered")
        return [
            code for (kind, code), n in self.heard(case).items() for _ in range(n) if kind in kinds
        ]

    def links(self) -> dict[str, set[str]]:
        """Who is kept as a follower, by the case that is followed."""
        return {
            code: {str(follower.duplicate) for follower in found}
            for code, found in self.followers.items.items()
            if found and is_case_code(code)
        }


def links_of(cases: Iterable[Case]) -> dict[str, set[str]]:
    """Who should be."""
    links: dict[str, set[str]] = {}
    for case in cases:
        if case.duplicate_of:
            links.setdefault(case.duplicate_of, set()).add(case.code)
    return links
