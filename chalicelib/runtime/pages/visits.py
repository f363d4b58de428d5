"""One visit of a page: who came with what, and what they get to see."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.frozen import frozen
from chalicelib.runtime.http.auth import authenticate
from chalicelib.runtime.http.calls import Access, Reply
from chalicelib.runtime.pages.form_guard import Fields, form_token
from chalicelib.runtime.pages.office_sessions import OfficeSession
from chalicelib.runtime.pages.page_calls import PLAIN_REQUEST, PageRefused, RouteRequest, ask
from chalicelib.runtime.pages.sent_files import SentFile
from chalicelib.runtime.pages.session_kinds import OFFICE, SessionKind
from chalicelib.runtime.pages.words import PageWords

HTML = "text/html; charset=utf-8"
_SUMMARY = "govuk-error-summary"


@frozen
class PageVisit:
    """A request for a page, read. `query` has the first value of each name, `fields` all values of
    the form, `files` what came with it; `cookies` are those that the answer sets. `reopened`: where
    the page of a form's target can be opened; empty for what was opened itself."""

    request: Any
    address: str
    headers: Mapping[str, str]
    words: PageWords
    now: datetime
    kind: SessionKind = OFFICE
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)
    files: Mapping[str, tuple[SentFile, ...]] = field(default_factory=dict)
    brought: Mapping[str, str] = field(default_factory=dict)
    session: OfficeSession | None = None
    cookies: list[str] = field(default_factory=list)
    reopened: str = ""

    def in_language(self, language: str) -> str:
        """A link to the same page in another language."""
        return f"{self.reopened}?{urlencode({**self.query, 'lang': language})}"

    @property
    def language(self) -> str:
        """`vi` or `en`."""
        return self.words.language.value

    @property
    def role(self) -> str:
        """The officer's role; empty for who is not signed in."""
        return self.session.role if self.session else ""

    @property
    def agency(self) -> str:
        """The officer's agency; empty for who is not signed in."""
        return self.session.officer.get("agency", "") if self.session else ""

    @property
    def actor(self) -> Actor:
        """Who visits, as their token says; raises Unauthenticated."""
        token = self.session.access_token if self.session else ""
        return authenticate(Access.OFFICER, {"authorization": f"Bearer {token}"}).actor

    def typed(self, name: str) -> str:
        """The first value of a field of the form; empty if it has none."""
        return self.fields.get(name, ("",))[0]

    def ask(self, route: str, asked: RouteRequest = PLAIN_REQUEST) -> Reply:
        """What the API's route answers to this officer, problems included."""
        token = self.session.access_token if self.session else ""
        return ask(self.request, self.language, token, route, asked)

    def read(
        self,
        route: str,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """The body of a good answer; raises PageRefused, which becomes the page of that problem."""
        reply = self.ask(route, RouteRequest(path or {}, query or {}))
        if reply.status >= 400:
            raise PageRefused(reply)
        return reply.body

    def follow(
        self,
        route: str,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Reply:
        """On to where the route leads, such as a file; raises PageRefused."""
        reply = self.ask(route, RouteRequest(path or {}, query or {}))
        if reply.status != 303:
            raise PageRefused(reply)
        return self.go(reply.headers["Location"])

    def show(self, template: str, status: int = 200, **data: Any) -> Reply:
        """The page that the template makes of the data."""
        from chalicelib.runtime.pages.html import render

        html = render(template, {**self._shared(), **data})
        if _SUMMARY in html:
            from chalicelib.runtime.pages.fault_names import with_field_names

            html = with_field_names(html, self.words)
        return Reply(status, html, {"Content-Type": HTML})

    def go(self, address: str) -> Reply:
        """On to another page, which is then asked for by GET."""
        return Reply(303, "", {"Location": address, "Content-Type": HTML})

    def go_with(self, address: str, query: Mapping[str, str]) -> Reply:
        """The same with a query."""
        return self.go(f"{address}?{urlencode(query)}")

    def _shared(self) -> dict[str, Any]:
        from chalicelib.runtime.pages.navigation import items_for, province, roll_out_for

        return {
            "t": self.words,
            "drawn": cache,
            "visit": self,
            "lang": self.language,
            "session": self.session,
            "token": form_token(self.session.id) if self.session else "",
            "once": secrets.token_hex(16),
            "session_kind": self.kind,
            "navigation": items_for(self.role, self.agency),
            "roll_out": roll_out_for(self.role, self.agency),
            "province": province(),
            "now": self.now,
        }
