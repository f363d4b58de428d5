"""What a visit weighs as it travels: the first one with all that pages are dressed in, later ones
the page alone, since browsers keep the rest for a year."""

from __future__ import annotations

import gzip

import pytest

from chalicelib.kernel.actors import Actor, Role
from infra.static_files import content, names
from tests.support.actors import central
from tests.support.browsing import Visitor
from tests.support.whole_api import whole_api

FIRST_VISIT, LATER_VISIT = 150_000, 30_000
_DRESS = ("office.css", "office.js", "govuk.js", "img/mark.svg")
OFFICER, INTAKE = Actor(Role.OFFICER, "o1", "so-xay-dung"), central(Role.INTAKE, "i1")
PAGES = {
    "/officer/inbox": OFFICER,
    "/officer/cases/{code}": OFFICER,
    "/officer/cases/{code}/propose_answer": OFFICER,
    "/officer/cases/{code}/print": OFFICER,
    "/officer/search?state=in_progress": INTAKE,
    "/dashboard": central(Role.SUPERVISOR, "s1"),
}


def travels(body: bytes) -> int:
    return len(gzip.compress(body, 6))


@pytest.fixture(scope="module")
def weights() -> dict[str, int]:
    """Of each page, with a hundred cases in the office; the last has a place and a long text."""
    with whole_api() as api:
        for number in range(99):
            api.office.in_progress(description=f"Ổ gà thứ {number} trước cổng trường tiểu học.")
        words = " ".join(f"Đoạn {number} của đường liên thôn ngập sâu." for number in range(95))
        case = api.office.in_progress(description=words, location=(22.4856, 103.9707))
        pages = {address.replace("{code}", case.code): who for address, who in PAGES.items()}
        return {
            address: travels(Visitor().sign_in_as(api, who).open(address).html.encode())
            for address, who in pages.items()
        }


def test_later_visits_bring_little(weights: dict[str, int]) -> None:
    """Whatever page it is."""
    assert {one: size for one, size in weights.items() if size > LATER_VISIT} == {}


def test_a_first_visit_is_light(weights: dict[str, int]) -> None:
    """The heaviest page with sheets, scripts and fonts; maps that move, and their outlines, are
    loaded when they are asked for."""
    fonts = [name for name in names() if name.startswith("fonts/")]
    dress = sum(
        len(content(name)) if name.endswith(".woff2") else travels(content(name))
        for name in (*_DRESS, *fonts)
    )
    assert dress + max(weights.values()) <= FIRST_VISIT
