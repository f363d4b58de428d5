"""What a person does in a tab, and what the browser complained of meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chalicelib.kernel.actors import Actor
from tests.support.browsing import Visitor
from tests.support.cases import CITIZEN
from tests.support.whole_api import WholeApi

SCREENS = Path("build/screens")
_LOOKS, _BETWEEN = 50, 100
"""How often it is looked whether a page says something, and the milliseconds between."""


class Tab:
    """One person's tab, with cookies of its own."""

    def __init__(self, browser: Any, office: str, *, script: bool, width: int) -> None:
        self.office, self._script, self._width = office, script, width
        self.context = browser.new_context(
            timezone_id="Europe/London",  # times are the province's wherever a browser thinks it is
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            locale="vi-VN",
        )
        self.complaints: list[str] = []
        self.page = self._open()

    def beside(self) -> Tab:
        """Another tab of the same browser."""
        other = copy(self)
        other.page = self._open()
        return other

    def _open(self) -> Any:
        page = self.context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("dialog", self._dialog)
        return page

    def sign_in_as(self, api: WholeApi, actor: Actor, name: str = "Lù Thị Mây") -> Tab:
        """With an open session, as signing in leaves it."""
        return self._bring(Visitor().sign_in_as(api, actor, name).cookies)

    def sign_in_member(self, api: WholeApi, actor: Actor = CITIZEN) -> Tab:
        """The same as a member of a community team."""
        return self._bring(Visitor().sign_in_member(api, actor).cookies)

    def _bring(self, cookies: Mapping[str, str]) -> Tab:
        address = self.office.replace("http://", "https://")
        self.context.add_cookies(
            [
                {"name": name, "value": value, "url": address, "secure": True, "httpOnly": True}
                for name, value in cookies.items()
            ]
        )
        return self

    def go(self, address: str) -> Tab:
        """To a page of the office."""
        self.page.goto(f"{self.office}{address}")
        return self

    def press(self, name: str) -> None:
        """A button, by its words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def says(self, text: str) -> bool:
        """Whether the page shows this text, soon: a form's answer takes a moment."""
        for _ in range(_LOOKS):
            if text in self.page.inner_text("body"):
                return True
            self.page.wait_for_timeout(_BETWEEN)
        return False

    def look(self, name: str) -> list[str]:
        """Keep a picture of the page, and say what is wrong with it."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        kind = "" if self._script else "-plain"
        self.page.screenshot(path=SCREENS / f"{name}-{self._width}{kind}.png", full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        sideways = [f"{name}: scrolls sideways"] if wide > self._width else []
        return [*self.complaints, *sideways, *(self._violations() if self._script else [])]

    def _violations(self) -> list[str]:
        """Of WCAG 2.2 AA and good practice, by axe."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    def _console(self, message: Any) -> None:
        """What the content policy stopped is among the errors; a form's 4xx is none of the page."""
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        """Only a script of a stranger's opens one."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        asked = urlsplit(request.url)
        if asked.scheme.startswith("http") and f"http://{asked.netloc}" != self.office:
            self.complaints.append(f"elsewhere: {request.url}")
