"""Fakes for editing the rules: versions in memory, known to the fake directory at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.store import StoredEvent
from chalicelib.rule_edits.application.recomputation import RecomputationDesk
from chalicelib.rule_edits.application.rules import PutRules, RuleDesk, put_rules
from chalicelib.rule_edits.domain.recomputation import Recomputation
from chalicelib.rules.domain.rules import Edition, Rules, read_rules, written
from tests.support.actors import central
from tests.support.calendars import HOLIDAYS
from tests.support.cases import PEOPLE, Office
from tests.support.clock import FakeClock
from tests.support.directory import LAO_CAI, FakeDirectory, make_directory


class FakeRulebook:
    """The versions that the directory was loaded with, and those that were added."""

    def __init__(self, directory: FakeDirectory) -> None:
        self._directory = directory
        self.events: list[dict[str, object]] = []
        loaded = {
            Rules.CALENDAR: directory.calendar(),
            Rules.POLICIES: directory.policy(),
            Rules.ROUTING: directory.routing_rules(),
            Rules.QUESTIONS: directory.questions(),
            Rules.ABUSE: directory.abuse_words(),
        }
        self._editions = {
            kind: [Edition(rules.version, written(kind, rules))] for kind, rules in loaded.items()
        }

    def editions(self, kind: Rules) -> Sequence[Edition]:
        return tuple(self._editions[kind])

    def add(self, kind: Rules, edition: Edition, event: StoredEvent | None = None) -> bool:
        if any(one.version == edition.version for one in self._editions[kind]):
            return False
        self._editions[kind].append(edition)
        self.events += [event.document(kind.value, edition.version)] if event else []
        put: Any = {
            Rules.CALENDAR: self._directory.put_calendar,
            Rules.POLICIES: self._directory.put_policy,
            Rules.ROUTING: self._directory.put_routing_rules,
            Rules.QUESTIONS: self._directory.put_questions,
            Rules.ABUSE: self._directory.put_abuse_words,
        }
        put[kind](read_rules(kind, edition.document, edition.version, HOLIDAYS))
        return True


class FakeRecomputations:
    """In memory, with the same condition as the table."""

    def __init__(self) -> None:
        self.present: Recomputation | None = None
        self.events: list[dict[str, object]] = []

    def find(self) -> Recomputation | None:
        return self.present

    def put(self, recomputation: Recomputation, event: StoredEvent | None = None) -> bool:
        before = self.present.revision if self.present else 0
        if recomputation.revision != before + 1:
            return False
        self.present = recomputation
        if event:
            self.events.append(event.document("recomputation", recomputation.revision))
        return True


class EditedOffice(Office):
    """An office whose rules can be edited."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        super().__init__(clock or FakeClock())
        self.directory = make_directory(PEOPLE, self.clock)
        self.rulebook = FakeRulebook(self.directory)
        self.recomputations = FakeRecomputations()

    @property
    def rule_desk(self) -> RuleDesk:
        """For editing."""
        return RuleDesk(self.rulebook, self.desk, HOLIDAYS, LAO_CAI.rules)

    @property
    def recomputation_desk(self) -> RecomputationDesk:
        """For following."""
        return RecomputationDesk(self.desk, self.recomputations)

    def edit(self, kind: Rules, **changes: Any) -> Edition:
        """One more version of a document, as an administrator would make it."""
        before = self.rulebook.editions(kind)[-1]
        edition = Edition(before.version + 1, {**before.document, **changes})
        rules = read_rules(kind, edition.document, edition.version, HOLIDAYS)
        edition = Edition(edition.version, written(kind, rules))
        assert self.rulebook.add(kind, edition)
        return edition

    def day_off(self, day: str) -> Edition:
        """One more day off in the calendar."""
        document = self.rulebook.editions(Rules.CALENDAR)[-1].document
        override = {"day": day, "kind": "off", "source": "Công văn thử"}
        return self.edit(Rules.CALENDAR, overrides=[*document["overrides"], override])

    def day_worked(self, day: str) -> Edition:
        """A day that is worked after all, or a make-up day."""
        document = self.rulebook.editions(Rules.CALENDAR)[-1].document
        others = [one for one in document["overrides"] if one["day"] != day]
        override = {"day": day, "kind": "worked", "source": "Công văn thử"}
        return self.edit(Rules.CALENDAR, overrides=[*others, override])


ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")


def put(
    office: EditedOffice,
    kind: Rules,
    changes: dict[str, Any] | None = None,
    actor: Actor = ADMINISTRATOR,
    seen: int | None = 1,
) -> Edition:
    """Edit the first version of a document by these members."""
    document = {**office.rulebook.editions(kind)[0].document, **(changes or {})}
    return put_rules(office.rule_desk, PutRules(kind, document, actor, seen))
