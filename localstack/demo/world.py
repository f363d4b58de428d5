"""Everybody in the story, where they can be found, and the record of what they did."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from localstack.demo.case_records import CaseRecord
from localstack.demo.client import Client, Json
from localstack.demo.clock import LocalClock
from localstack.demo.console import Console
from localstack.demo.letters import SMS, Letter, Readers, expected
from localstack.demo.people import Citizen, StaffMember
from localstack.demo.phone import Post
from localstack.demo.stack import Login, RunningStack
from localstack.demo.waiting import until

IDLE = timedelta(minutes=45)
"""Officers' sessions end after an hour without use."""


class World:
    """The running stack and its people. Safe to use from several threads."""

    def __init__(self, stack: RunningStack, console: Console, evidence: bytes) -> None:
        self.stack = stack
        self.console = console
        self.evidence = evidence
        """A photo of work done, as officers upload it (JPEG)."""
        self.post = Post(stack.emulator_url)
        self.api = Client(stack.api_url)
        self.clock = LocalClock(self.api)
        self.citizens: dict[str, Citizen] = {}
        """By phone."""
        self.records: dict[str, CaseRecord] = {}
        """By the story's key."""
        self.letters: Counter[Letter] = Counter()
        """Messages that must arrive, and how often."""
        self.started_empty = False
        """Whether the stack held no case before the story: then its figures are the story's."""
        self.complaints: list[str] = []
        """What did not come out as it should, in words."""
        self._officers = {
            login.username: StaffMember(stack, self.post, login)
            for login in (stack.administrator, *stack.officers)
        }
        self._doors = {username: threading.Lock() for username in self._officers}
        self._seen_at: dict[str, datetime] = {}
        """When each officer was last at the desk, by the stack's clock."""
        self._ledger = threading.Lock()

    def complain(self, text: str) -> None:
        """Note that something is not as it should be, and show it at once."""
        with self._ledger:
            self.complaints.append(text)
        self.console.bad(text)

    def expect(self, holds: bool, text: str) -> None:
        """Show that something holds, or complain."""
        if holds:
            self.console.good(text)
        else:
            self.complain(text)

    def owe(self, *letters: Letter) -> None:
        """These messages must arrive, once each."""
        with self._ledger:
            self.letters.update(letters)

    def happened(
        self,
        record: CaseRecord,
        step: tuple[str, str],
        state: str,
        actor: StaffMember | None = None,
        telling: str | None = None,
    ) -> None:
        """Note one more line of the timeline (action, role), its new state and its messages.

        `telling` names the row of the letters' table where it is not the action's own.
        """
        record.steps.append(step)
        record.state = state
        self.owe_for(record, telling or step[0], actor)

    def owe_for(self, record: CaseRecord, telling: str, actor: StaffMember | None = None) -> None:
        """The messages of a row of the letters' table must arrive, once each."""
        username = actor.login.username if actor else None
        self.owe(*expected(telling, record, self._readers(record), username))

    def at_desk(self, username: str) -> StaffMember:
        """An officer, signed in with both factors, anew when the session has been idle."""
        officer = self._officers[username]
        with self._doors[username]:
            last = self._seen_at.get(username)
            if last is None or self.clock.at - last > IDLE:
                channel = officer.sign_in()
                address = officer.login.phone if channel == SMS else officer.login.email
                self.owe(Letter(channel, address, "officer_code"))
            self._seen_at[username] = self.clock.at
        return officer

    def change_password(self, username: str, password: str) -> None:
        """Somebody has set another password: whoever signs in next types that one."""
        login = replace(self.login(username), password=password)
        self._officers[username] = StaffMember(self.stack, self.post, login)
        self._seen_at.pop(username, None)

    def login(self, username: str) -> Login:
        """The roster's line of an officer."""
        return self._officers[username].login

    def logins(self, role: str, agency: str | None = None) -> tuple[Login, ...]:
        """The roster's people of a role, perhaps of one agency."""
        return tuple(
            login
            for login in self.stack.officers
            if login.role == role and agency in (None, login.agency)
        )

    def of_the_province(self, role: str) -> tuple[Login, ...]:
        """Those of the central agency, where the administrator is."""
        return self.logins(role, self.stack.administrator.agency)

    def administrator(self) -> StaffMember:
        """The province's."""
        return self.at_desk(self.stack.administrator.username)

    def intake(self) -> StaffMember:
        """Somebody at the province's intake desk."""
        return self.at_desk(self.of_the_province("intake")[0].username)

    def leader_of(self, record: CaseRecord) -> StaffMember:
        """The leader of the agency that has the case."""
        return self.at_desk(self.logins("leader", record.agency)[0].username)

    def officer_of(self, record: CaseRecord) -> StaffMember:
        """The officer whose work list holds the case; waits until somebody's does."""
        if record.officer is None:
            record.officer = until(
                lambda: self._holder(record), f"{record.code} trong hộp việc của một cán bộ"
            )
        return self.at_desk(record.officer.login.username)

    def _holder(self, record: CaseRecord) -> StaffMember | None:
        for login in self.logins("officer", record.agency):
            officer = self.at_desk(login.username)
            if any(item["code"] == record.code for item in officer.inbox("mine")):
                return officer
        return None

    def _readers(self, record: CaseRecord) -> Readers:
        followers = [t.citizen for t in self.records.values() if t.duplicate_of == record.code]
        return Readers(
            reporter=record.citizen,
            followers=tuple(followers),
            officer=record.officer.login if record.officer else None,
            leaders=self.logins("leader", record.agency) if record.agency else (),
            intake=self.of_the_province("intake"),
            supervisors=self.of_the_province("supervisor"),
            coordinating=self.logins("leader", record.coordinating) if record.coordinating else (),
            watchers=tuple(record.watchers),
        )

    def reference(self, path: str) -> list[Json]:
        """Public reference data, all of it."""
        return list(self.api.get(path).json()["items"])
