"""Whatever a browser sends to a page, it says what is wrong: none breaks, and none is left out.

The names of fields and parameters are those that pages and templates name; what they are given is
chosen by the route, the same on every run.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import quote, urlencode

from chalicelib.cases.adapters.sheet_document import DocxSheets
from chalicelib.cases.application.transfer_sheets import SheetDesk
from chalicelib.page_routes import PAGES
from chalicelib.runtime.pages.form_guard import form_token
from chalicelib.runtime.services import services
from tests.support.browsing import Seen, Visitor
from tests.support.cases import OFFICER
from tests.support.offered_files import FakeOfferedFiles
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import whole_api

PRODUCT = Path(__file__).parents[4] / "chalicelib"
ASKED = re.compile(r'(?:typed|query\.get|fields\.get)\(\s*"(\w+)"|query\["(\w+)"\]')
NAMED = re.compile(r'\bname="(\w+)"')
STRANGE = (
    *("", "\0", "\n\r\n", "'", "<script>", "{{ 7 * 7 }}", "%", "%ZZ", "../../x", "..%2f..%2fx"),
    *("9" * 400, "-1", "1e999", "NaN", "[]", "{}", "[" * 500, "a" * 20_000, "😀" * 100, "\u202e"),
    *("0", "yes", "all", "2026-13", "9999-12-31", "0001-01-01", "١٢٣", "=1+1", "//evil.example"),
    *("LC-260803-7K3QX", "01J00000000000000000000009", "javascript:alert(1)", "overdue", "roads"),
)
GOOD = {
    "code": (),
    "kind": ("calendar", "policies", "routing-rules", "officials"),
    "action": ("propose_answer", "assign", "accept", "refer", "publish", "ask_extension"),
    "job": ("answer", "approve", "assign"),
    "id": ("o1", "01J00000000000000000000009"),
}
FEWEST, MOST = 4, 16


def _names() -> list[str]:
    found = {
        name
        for file in PRODUCT.glob("*/pages/*.py")
        for pair in ASKED.findall(file.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    for file in PRODUCT.glob("*/pages/templates/**/*.html"):
        found |= set(NAMED.findall(file.read_text(encoding="utf-8")))
    return sorted(found)


def _send(visitor: Visitor, route: str, case: str, names: list[str], whose: int) -> Seen:
    chance = random.Random(f"{route}|{whose}")
    method, _, path = route.partition(" ")
    good = {**GOOD, "code": (case,)}
    for name in re.findall(r"\{(\w+)\}", path):
        values = good.get(name, ()) if chance.random() < 0.7 else STRANGE
        path = path.replace(f"{{{name}}}", quote(chance.choice(values or STRANGE), safe=""))
    given = {
        name: [chance.choice(STRANGE) for _ in range(chance.choice((1, 1, 2)))]
        for name in chance.sample(names, chance.randint(FEWEST, MOST))
    }
    if method == "GET":
        return visitor.open(f"{path}?{urlencode(given, doseq=True)}")
    return visitor.send(path, given | {"_token": form_token("s1")})


def test_no_page_breaks_by_what_it_is_sent() -> None:
    """Each page, by who administers, who handles cases, and a team's member."""
    names, broken, asked = _names(), [], 0
    with whole_api() as api:
        sheets = SheetDesk(FakeOfferedFiles(), DocxSheets(), api.office.files)
        services().register_value(SheetDesk, sheets)
        case = api.office.in_progress().code
        for route in [route for routes in PAGES.values() for route in routes]:
            office = [Visitor().sign_in_as(api, who) for who in (ADMINISTRATOR, OFFICER)]
            for whose, visitor in enumerate((*office, Visitor().sign_in_member(api))):
                seen, asked = _send(visitor, route, case, names, whose), asked + 1
                if seen.status >= 500:
                    broken.append((route, seen.status, seen.text[:80]))
    assert (broken, len(names) > 50, asked > 250) == ([], True, True)
