"""Filters of the inbox that somebody gave a name: kept a year in this browser, sealed, for the
officer who saved them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.keys import Sealer, Unsealable
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.office_sessions import ATTRIBUTES, YEAR
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

COOKIE = "__Host-filters"
INBOX = "/officer/inbox"
FILTERS = ("q", "category", "commune", "agency", "state", "due")
_KNOWN = ("queue", *FILTERS)
_MOST = 6
_LONGEST_NAME = 40
_LONGEST_VALUE = 60


@frozen
class SavedFilter:
    """A name, and what was chosen under it."""

    name: str
    chosen: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"{INBOX}?{urlencode(self.chosen)}"


@WebPage("POST", f"{INBOX}/filters")
def save(visit: PageVisit) -> Reply:
    """Keep the filters of the form under their name, in place of the one that had it; or, with
    `drop`, forget that name."""
    dropped = visit.typed("drop")
    name = " ".join(visit.typed("name").split())[:_LONGEST_NAME]
    chosen = {one: visit.typed(one)[:_LONGEST_VALUE] for one in _KNOWN if visit.typed(one)}
    saved = SavedFilter(name, chosen)
    kept = [one for one in saved_filters(visit) if one.name not in (name, dropped)]
    if name and not dropped:
        kept = [saved, *kept][:_MOST]
    visit.cookies.append(_cookie(visit, kept))
    return visit.go(saved.address)


def saved_filters(visit: PageVisit) -> Sequence[SavedFilter]:
    """Those of this officer in this browser, the newest first."""
    value = visit.brought.get(COOKIE, "")
    if not value:
        return []
    try:
        padded = value.encode("ascii") + b"=" * (-len(value) % 4)
        blob = base64.b64decode(padded, altchars=b"-_", validate=True)
        found = json.loads(services().get(Sealer).unseal(blob, COOKIE))
    except (ValueError, Unsealable):
        return []
    if found["of"] != _officer(visit):
        return []
    return [SavedFilter(one["name"], one["chosen"]) for one in found["filters"]]


def _cookie(visit: PageVisit, kept: Sequence[SavedFilter]) -> str:
    filters = [{"name": one.name, "chosen": dict(one.chosen)} for one in kept]
    document = json.dumps({"of": _officer(visit), "filters": filters}, ensure_ascii=False)
    blob = services().get(Sealer).seal(document.encode(), COOKIE)
    value = base64.urlsafe_b64encode(blob).decode().rstrip("=")
    return f"{COOKIE}={value}; Max-Age={YEAR}; {ATTRIBUTES}"


def _officer(visit: PageVisit) -> str:
    return visit.session.officer["id"] if visit.session else ""
