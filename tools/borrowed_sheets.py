"""What is cut out of borrowed sheets and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNUSED = (
    *("accordion", "cookie-banner", "exit-this-page", "feedback", "header", "language-navigation"),
    *("panel", "phase-banner", "summary-card", "tabs", "task-list", "warning-text"),
)
"""Parts of govuk-frontend that no page has; take the name out when one does."""
_OF_UNUSED = re.compile(rf"\.govuk-(?:{'|'.join(_UNUSED)})(?![a-z])")
_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=\S*(?:\s*\*/)?")
_LEAFLETS_LINK = re.compile(
    r'prefix:\'<a href="https://leafletjs\.com".*?</svg> \':""\)\+"Leaflet</a>"'
)


def no_map(text: str) -> str:
    """Without the name of a source map."""
    return _MAP.sub("", text).rstrip() + "\n"


def govuk_sheet(sheet: str) -> str:
    """govuk-frontend's sheet without its font and the parts that no page uses."""
    sheet = re.sub(r"@font-face\{font-family:GDS Transport[^}]*\}", "", sheet)
    sheet = re.sub(r"/\*.*?\*/", "", no_map(sheet), flags=re.S)
    for family in ("GDS Transport,arial,sans-serif", "sans-serif"):
        sheet = sheet.replace(f"font-family:{family}", "font-family:var(--app-font,sans-serif)")
    if "GDS Transport" in sheet:
        raise ValueError("the font is named in a way that is not known")
    return "\n".join(_kept(sheet)) + "\n"


def _kept(sheet: str) -> Iterator[str]:
    for head, body in _blocks(sheet):
        if body is None:
            yield head
        elif head.startswith(("@media", "@supports")):
            inner = "".join(_kept(body))
            if inner:
                yield f"{head}{{{inner}}}"
        elif left := ",".join(one for one in _selectors(head) if not _OF_UNUSED.search(one)):
            yield f"{left}{{{body}}}"


def _blocks(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Each rule's head and body; a statement's without one."""
    begin = at = 0
    while at < len(sheet):
        if sheet[at] == ";":
            yield sheet[begin : at + 1].strip(), None
            begin = at + 1
        elif sheet[at] == "{":
            end = _end(sheet, at)
            yield sheet[begin:at].strip(), sheet[at + 1 : end]
            begin = at = end + 1
            continue
        at += 1


def _end(sheet: str, at: int) -> int:
    """Where the bracket that opens here is shut."""
    depth = 0
    for place in range(at, len(sheet)):
        depth += {"{": 1, "}": -1}.get(sheet[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket is never shut")


def _selectors(head: str) -> list[str]:
    """The parts of a list of selectors; commas inside brackets part nothing."""
    return re.split(r",(?![^(]*\))", head)


def govuk_script(script: str) -> str:
    """govuk-frontend's module."""
    return no_map(script)


def leaflet_sheet(sheet: str) -> str:
    """Leaflet's sheet without the rules that show a picture: our marks are drawn."""
    return re.sub(r"[^{}]*\{[^{}]*url\((?:images|#default)[^{}]*\}", "\n", no_map(sheet))


def leaflet_script(script: str) -> str:
    """Leaflet without the link to its home, which every map would show. What it says is text and
    no markup: the content policy forbids making elements of texts."""
    script, found = _LEAFLETS_LINK.subn('prefix:""', no_map(script))
    if found != 1:
        raise ValueError("the link stands in a way that is not known")
    return script.replace(".innerHTML=", ".textContent=")
