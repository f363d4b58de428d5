"""A browser without scripts, in process: it keeps cookies, reads pages, and sends their forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

from chalice.test import Client

from app import app
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.instants import epoch_seconds
from chalicelib.runtime.pages.office_sessions import OfficeSession, keep_session
from chalicelib.runtime.pages.session_kinds import TEAM
from tests.support.cases import CITIZEN
from tests.support.whole_api import WholeApi

Chosen = tuple[str, str, str, bytes]
_VOID = {"input", "meta", "link", "img", "br", "hr", "path", "circle", "wbr"}


@dataclass
class SeenForm:
    """A form of a page: where it goes, and what it would send as it stands."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[SeenForm] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.inline: list[str] = []
        self._area: tuple[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        if tag == "form":
            self.forms.append(SeenForm(given.get("action", ""), given.get("method", "get")))
        if tag not in _VOID:
            self.open.append(tag)
        name = given.get("name", "")
        if not self.forms or not name:
            if tag == "option" and self._select and "selected" in given:
                self.forms[-1].fields.append((self._select, given.get("value", "")))
            return
        kind = given.get("type", "text")
        if tag == "input" and (kind not in ("radio", "checkbox") or "checked" in given):
            self.forms[-1].fields.append((name, given.get("value", "")))
        if tag == "textarea":
            self._area = (name, [])
        self._select = name if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
        if self.open and self.open[-1] in ("script", "style"):
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            text = "".join(self._area[1]).removeprefix("\n")  # as browsers read it
            self.forms[-1].fields.append((self._area[0], text))
            self._area = None
        if tag == "select":
            self._select = ""
        if self.open and tag == self.open[-1]:
            self.open.pop()


@dataclass(frozen=True)
class Seen:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    html: str

    @property
    def text(self) -> str:
        """What can be read, in one line."""
        plain = re.sub(r"<(script|style|head)\b.*?</\1>", " ", self.html, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", plain)).split())

    @property
    def title(self) -> str:
        """The page's title."""
        return unescape(re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)[1]).strip()  # type: ignore[index]

    @property
    def goes_to(self) -> str:
        """Where it leads on."""
        return self.headers.get("Location", "")

    def read(self) -> _Reader:
        """The page's elements."""
        reader = _Reader()
        reader.feed(self.html)
        return reader

    def form(self, action: str) -> SeenForm:
        """The form that goes there."""
        return next(form for form in self.read().forms if form.action == action)


class Visitor:
    """Somebody with a browser."""

    def __init__(self, **headers: str) -> None:
        self._client = Client(app)
        self.cookies: dict[str, str] = {}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def open(self, address: str) -> Seen:
        """A page by its address."""
        return self._ask("GET", address, b"", {})

    def send(self, address: str, fields: Mapping[str, str | list[str]], **headers: str) -> Seen:
        """A form's content, as a browser sends it from a page of the same site."""
        given = {"Sec-Fetch-Site": "same-origin"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        given["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", address, urlencode(fields, doseq=True).encode(), given)

    def send_with_files(
        self, address: str, fields: Sequence[tuple[str, str]], files: Sequence[Chosen]
    ) -> Seen:
        """A form with files, as a browser without script sends it; `files`: the field's name, the
        file's, its type and content."""
        edge = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields
        ]
        parts += [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for field, name, kind, content in files
        ]
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        given = {
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": f"multipart/form-data; boundary={edge}",
        }
        return self._ask("POST", address, body, given)

    def submit(self, seen: Seen, action: str, **typed: str) -> Seen:
        """That form of the page, with these fields filled in."""
        form = seen.form(action)
        return self.send(action, {**dict(form.fields), **typed})

    def sign_in_as(self, api: WholeApi, actor: Actor, name: str = "Lù Thị Mây") -> Visitor:
        """With an open session, as signing in leaves it."""
        officer = {"id": actor.id, "username": "ltmay", "name": name, "role": actor.role.value}
        session = OfficeSession(
            "s1",
            api.token(actor),
            "s1.1.x",
            epoch_seconds(api.clock.now()) + 900,
            {**officer, "agency": actor.agency or ""},
        )
        self._keep(keep_session(session))
        return self

    def sign_in_member(self, api: WholeApi, actor: Actor = CITIZEN) -> Visitor:
        """With a team member's session, as signing in leaves it."""
        member = {"role": "team_member", "me": f"me-{actor.id}"}
        until = epoch_seconds(api.clock.now()) + 900
        session = OfficeSession("s1", api.token(actor), "s1.1.x", until, member)
        self._keep(keep_session(session, TEAM))
        return self

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Seen:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {**self.headers, **headers, **({"Cookie": cookie} if cookie else {})}
        answer = self._client.http.request(method, address, headers=given, body=body)
        cookies = answer.headers.get("Set-Cookie", [])
        for one in [cookies] if isinstance(cookies, str) else cookies:
            self._keep(one)
        return Seen(answer.status_code, answer.headers, answer.body.decode())

    def _keep(self, header: str) -> None:
        pair, *attributes = header.split("; ")
        name, _, value = pair.partition("=")
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"} <= set(attributes)
        self.cookies.pop(name, None)
        if value:
            self.cookies[name] = value


def visitor(api: WholeApi, actor: Actor) -> Visitor:
    """This person's browser, signed in."""
    return Visitor().sign_in_as(api, actor)
