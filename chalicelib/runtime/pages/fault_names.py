"""The summary of what is wrong names each field as the form itself calls it.

The names are read from the page that was made: so every form has them, and none can call a field
one thing above and another below. Pages without a summary are not read.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from chalicelib.runtime.pages.words import PageWords

_LIST = re.compile(r'(<ul class="[^"]*govuk-error-summary__list">)(.*?)(</ul>)', re.DOTALL)
_LINK = re.compile(r'(<a href="#([^"]+)">)([^<]*)(</a>)')
_NAMING = frozenset({"label", "legend"})
_CHOICES = frozenset({"radio", "checkbox"})


def with_field_names(html: str, words: PageWords) -> str:
    """With its field's name before each fault; what the page does not name stays as it is."""
    found = _LIST.search(html)
    if found is None:
        return html
    names = _FieldNames()
    names.feed(html)

    def named(link: re.Match[str]) -> str:
        start, field, message, end = link.groups()
        return f"{start}{_told(names.of(field), message, words)}{end}"

    told = _LINK.sub(named, found[2])
    return f"{html[: found.start(2)]}{told}{html[found.end(2) :]}"


def _told(name: str, message: str, words: PageWords) -> str:
    """A message may have the name already. One with a colon may begin with the name of a file,
    which stays as it is written; a question is asked first, without what explains it."""
    said = escape(name, quote=False)
    if not name or said.casefold() in message.casefold():
        return message
    question, asks, _ = said.partition("?")
    if asks:
        return f"{question}? {message}"
    first = message.partition(" ")[0]
    if first.isalpha() and first[1:].islower() and ":" not in message:
        message = message[0].lower() + message[1:]
    return words("faults.named", field=said, message=message)


class _FieldNames(HTMLParser):
    """What a page calls its fields: by labels, and choices by the legend around them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._labels: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._choices: set[str] = set()
        self._legends: list[str] = []
        self._naming: list[str] = []
        self._target, self._aside = "", 0

    def of(self, id: str) -> str:
        """The name of the field with that id; empty where the page has none."""
        label, group = self._labels.get(id, ""), self._groups.get(id, "")
        return (group or label) if id in self._choices else (label or group)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields know the legend that they stand under."""
        given = {name: value or "" for name, value in attrs}
        if tag == "fieldset":
            self._legends.append("")
        elif tag in _NAMING:
            self._naming, self._target = [""], given.get("for", "")
        elif tag == "span" and self._naming:
            unread = "aria-hidden" in given or "app-optional" in given.get("class", "")
            self._aside += 1 if unread or self._aside else 0
        elif tag in ("input", "select", "textarea") and "id" in given:
            self._groups[given["id"]] = self._legends[-1] if self._legends else ""
            if given.get("type") in _CHOICES:
                self._choices.add(given["id"])

    def handle_data(self, data: str) -> None:
        """Words of a label or legend, without what is only beside them."""
        if self._naming and not self._aside:
            self._naming.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A label or legend is whole."""
        if tag == "fieldset" and self._legends:
            self._legends.pop()
        elif tag == "span" and self._aside:
            self._aside -= 1
        elif tag in _NAMING and self._naming:
            name = " ".join("".join(self._naming).split())
            if tag == "label":
                self._labels[self._target] = name
            elif self._legends:
                self._legends[-1] = name
            self._naming, self._aside = [], 0
