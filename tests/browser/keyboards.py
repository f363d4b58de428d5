"""A person who works by keyboard alone; what they decide is counted, the way to it is not."""

from __future__ import annotations

from typing import Any

import pytest

_FOCUSED = """() => {
  const one = document.activeElement
  const label = one.labels?.[0] ?? one
  return (one.getAttribute('aria-label') ?? label.textContent).trim().replace(/\\s+/g, ' ')
}"""
_MOST_STEPS = 80
_MOST_CHOICES = 200


class Keyboard:
    """The keyboard of a page. `decisions` are links and buttons that were gone by, and choices in
    lists; words that are typed, and Tab after Tab, are none."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.decisions = 0

    def tab_to(self, name: str) -> None:
        """Tab after Tab until what has the focus is called so."""
        for _ in range(_MOST_STEPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_FOCUSED).startswith(name):
                return
        pytest.fail(f"no way to {name} by Tab")

    def go(self, name: str) -> None:
        """To it, and Enter; the page that follows is there."""
        self.tab_to(name)
        self.enter()

    def enter(self) -> None:
        """Where the focus is; the page that follows is there."""
        self.decisions += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, name: str, text: str) -> None:
        """Into the field that is called so."""
        self.tab_to(name)
        self.page.keyboard.type(text)

    def choose(self, name: str, choice: str) -> None:
        """In the list that is called so, by the arrow."""
        self.tab_to(name)
        self.decisions += 1
        for _ in range(_MOST_CHOICES):
            self.page.keyboard.press("ArrowDown")
            if (
                self.page.evaluate("document.activeElement.selectedOptions[0].textContent")
                == choice
            ):
                return
        pytest.fail(f"{choice} is not in the list")
