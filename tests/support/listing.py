"""One list of the API: how it is filled, taken from, and read page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.trainings import put_training
from tests.support.whole_api import WholeApi

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
NOBODYS = "ubnd-02647"
"""An agency without people."""


@dataclass
class Filled:
    """The API and what was put into the list, oldest first."""

    api: WholeApi
    ids: list[str] = field(default_factory=list)

    @cached_property
    def case(self) -> str:
        """A case that lists about one are asked for: `{code}` in their paths."""
        return self.api.office.in_progress().code

    @cached_property
    def session(self) -> str:
        """A training session that lists of one are asked for: `{id}` in their paths."""
        return put_training(self.api.trainings)


Add = Callable[[Filled], str]


@dataclass(frozen=True)
class Listing:
    """One list; `shown` are the ids on a page, `path` has a query already."""

    name: str
    path: str
    actor: Actor
    add: Add
    remove: Callable[[Filled, str], object]
    shown: Callable[[Any], list[str]]
    edit: Callable[[Filled, Any], Any] | None = None
    """For a preview: the document that is sent, made from the present one."""

    def fill(self, filled: Filled, count: int) -> None:
        """Put so many more into it."""
        for _ in range(count):
            filled.ids.append(self.add(filled))

    def ask(self, filled: Filled, limit: int, cursor: str | None = None) -> Answer:
        """What is answered to the reader."""
        api, token = filled.api, filled.api.token(self.actor)
        path = f"{self.path}&limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        if "{code}" in path:
            path = path.replace("{code}", filled.case)
        if "{id}" in path:
            path = path.replace("{id}", filled.session)
        if self.edit is None:
            return api.send("GET", path, token=token)
        present = api.send("GET", self.path.partition("?")[0], token=token)
        body = self.edit(filled, present.body)
        return api.send("PUT", path, body, token, If_Match=present.headers["ETag"])

    def page(self, filled: Filled, limit: int, cursor: str | None = None) -> Any:
        """The body of one page."""
        answer = self.ask(filled, limit, cursor)
        assert answer.status == 200, answer.body
        return answer.body

    def pages(self, filled: Filled, limit: int, cursor: str | None = None) -> Iterator[list[str]]:
        """What each page shows, from the cursor on."""
        while True:
            body = self.page(filled, limit, cursor)
            yield self.shown(body)
            cursor = body["next_cursor"]
            if cursor is None:
                return


def tampered(cursor: str) -> str:
    """Another one, for certain: its last characters may carry no bits that count."""
    return cursor[:20] + ("B" if cursor[20] == "A" else "A") + cursor[21:]
