"""The directory: agencies, people, rules, as a port. Everything in it is data with versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from chalicelib.agencies.domain.agencies import Agency, Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.store import StoredEvent
from chalicelib.rules.domain.abuse import AbuseWords
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.questions import CategoryQuestions
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.worktime.domain.calendars import Calendar


@frozen
class OfficerChange:
    """An officer's next version, to be written over exactly `before`; None: over nothing."""

    officer: Officer
    before: Officer | None
    event: StoredEvent | None = None


class Directory(Protocol):
    """What the running service asks. Answers may be up to a minute old.

    Raises LookupError for rules, policies or calendars that were never loaded.
    """

    def agencies(self) -> Sequence[Agency]:
        """All agencies."""
        ...

    def agency(self, id: str) -> Agency | None:
        """The agency of that id."""
        ...

    def categories(self) -> Sequence[Category]:
        """All categories in the order in which they are shown."""
        ...

    def category(self, code: str) -> Category | None:
        """The category of that code."""
        ...

    def officers(self, agency: str) -> Sequence[Officer]:
        """The people of an agency, those who have left included, by id. Whose post has ended is
        active no more, from the local midnight on."""
        ...

    def officer(self, id: str) -> Officer | None:
        """The officer of that id, whether active or not."""
        ...

    def officer_by_username(self, username: str) -> Officer | None:
        """The officer who signs in with that username (in lower case)."""
        ...

    def look_again(self) -> None:
        """The next answers are not older than now: for work that follows from a change."""
        ...

    def routing_rules(self) -> RoutingRules:
        """The newest version."""
        ...

    def policy(self, version: int | None = None) -> Policy:
        """That version, or the newest that is valid today."""
        ...

    def calendar(self, version: int | None = None) -> Calendar:
        """That version, or the newest that is valid today."""
        ...

    def questions(self, version: int | None = None) -> CategoryQuestions:
        """That version of the categories' questions, or the newest that is valid today. There
        always is a first."""
        ...

    def earlier_questions(self, version: int) -> Sequence[CategoryQuestions]:
        """All versions before that one."""
        ...

    def abuse_words(self) -> AbuseWords:
        """The words that insult: the newest version that is valid today. There always is one."""
        ...

    def is_quarantined(self) -> bool:
        """Whether the stage holds what was another's and nobody has released it yet: no message
        may leave (docs/runbooks/restore.md)."""
        ...


class DirectoryStore(Protocol):
    """What loading the directory writes. Writing the same again changes nothing."""

    def put_agencies(self, agencies: Sequence[Agency], event: AuditEvent, change: str) -> None:
        """All agencies, in place of those before, with what the audit is told of this change."""
        ...

    def find_agencies(self) -> Sequence[Agency]:
        """All agencies as kept now, whatever a directory remembers."""
        ...

    def find_officer(self, id: str) -> Officer | None:
        """The officer as kept now, whatever a directory remembers: to be changed and saved."""
        ...

    def save_officer(
        self,
        officer: Officer,
        before: Officer | None,
        event: StoredEvent | None = None,
        beside: Officer | None = None,
    ) -> bool:
        """Write the next version over exactly `before`, which was found here; None: over nothing.
        `beside` is another who was found here, and has to be the same still in that moment.

        False if somebody else was first. Raises Conflict (`username_taken`, `phone_taken`).
        """
        ...

    def find_by_usernames(self, usernames: Sequence[str]) -> Mapping[str, Officer]:
        """By username (in lower case), as kept now: many in few reads."""
        ...

    def save_officers(self, changes: Sequence[OfficerChange]) -> Sequence[OfficerChange]:
        """Many in few writes, each of which is whole or not at all. What was not written since it,
        or another in the same write, is refused: to be saved by itself. Each officer once."""
        ...

    def claim_phone(self, officer: Officer, hashed: str) -> bool:
        """Also this claim on the phone of an officer who was found here; to repeat it changes
        nothing. False if the officer was changed meanwhile. Raises Conflict (`phone_taken`)."""
        ...

    def put_routing_rules(self, rules: RoutingRules) -> None:
        """One version."""
        ...

    def put_policy(self, policy: Policy) -> None:
        """One version."""
        ...

    def put_calendar(self, calendar: Calendar) -> None:
        """One version."""
        ...

    def put_questions(self, questions: CategoryQuestions) -> None:
        """One version."""
        ...

    def put_abuse_words(self, words: AbuseWords) -> None:
        """One version."""
        ...

    def announce(self) -> None:
        """Let every process know that something has changed; to be called after the writes."""
        ...
