"""Lists over HTTP: their pages are the list, cut; and the last one says that it is the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.routes import served
from chalicelib.runtime.http.openapi.document import document
from chalicelib.runtime.http.route import find
from tests.support.listing import Filled, Listing, tampered
from tests.support.lists import CASES, LISTINGS, MESSAGES
from tests.support.whole_api import whole_api

LIMITS = range(1, 6)
WHOLE_BY_NATURE = {
    *("/v1/communes", "/v1/categories", "/v1/consents"),
    "/v1/officer/cases/{code}/similar",
    "/v1/officer/cases/similar",
    "/v1/cases/{code}/disputes",
    "/v1/admin/targets",
    "/v1/officer/me/sessions",
}
"""Reference data, kept whole by whoever asks, the ten nearest, the disputes of an answer, which lie
in its case, a document of one version, and one's own twenty sessions."""

each_list = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)


@pytest.fixture
def filled() -> Iterator[Filled]:
    with whole_api() as api:
        yield Filled(api)


@each_list
def test_pages_are_the_list_cut(listing: Listing, filled: Filled) -> None:
    """Everything once and in order, every page full but the last, and no empty one behind it; of a
    list of none, and of those of up to five."""
    for count in range(6):
        listing.fill(filled, count - len(filled.ids))
        whole = listing.shown(listing.page(filled, 100))
        assert sorted(whole) == sorted(filled.ids)
        for limit in LIMITS:
            pages = list(listing.pages(filled, limit))
            assert pages == ([whole[at : at + limit] for at in range(0, count, limit)] or [[]])


@each_list
def test_a_list_may_change_between_pages(listing: Listing, filled: Filled) -> None:
    """What was shown last goes, and what would come next; something is added: the rest follows
    from where the reader is, without a repeat and without a gap. With pages of each size."""
    listing.fill(filled, 7)
    for limit in LIMITS:
        listing.fill(filled, 1)
        first = listing.page(filled, limit)
        gone = listing.shown(listing.page(filled, 100))[limit - 1 : limit + 1]
        listing.fill(filled, 1)
        whole = listing.shown(listing.page(filled, 100))
        for id in gone:
            listing.remove(filled, id)
        rest = [id for id in whole[whole.index(gone[0]) :] if id not in gone]
        pages = list(listing.pages(filled, limit, first["next_cursor"]))
        assert pages == [rest[at : at + limit] for at in range(0, len(rest), limit)]


@each_list
def test_what_comes_in_front_is_not_in_the_rest(listing: Listing, filled: Filled) -> None:
    """Where nothing goes, whatever is added on the way moves nothing: no item comes twice."""
    listing.fill(filled, 4)
    first = listing.page(filled, 2)
    shown = listing.shown(first)
    listing.fill(filled, 2)
    whole = listing.shown(listing.page(filled, 100))
    rest = [id for page in listing.pages(filled, 2, first["next_cursor"]) for id in page]
    assert rest == whole[whole.index(shown[-1]) + 1 :]


@each_list
def test_what_is_gone_by_then_leaves_an_end(listing: Listing, filled: Filled) -> None:
    """A cursor whose rest has gone leads to the end, not to a fault."""
    listing.fill(filled, 3)
    first = listing.page(filled, 2)
    whole = listing.shown(listing.page(filled, 100))
    for gone in whole[1:]:
        listing.remove(filled, gone)
    assert list(listing.pages(filled, 2, first["next_cursor"])) == [[]]


@pytest.mark.parametrize("grows", [CASES, MESSAGES], ids=lambda listing: listing.name)
def test_one_of_two_lists_ends_before_the_other(grows: Listing, filled: Filled) -> None:
    """Each once, page by page; and what comes to the one that had ended is still shown."""
    other = MESSAGES if grows is CASES else CASES
    others = Filled(filled.api)
    grows.fill(filled, 1)
    other.fill(others, 5)
    one, two, cursor = [], [], None
    for number in range(5):
        body = grows.page(filled, 1, cursor)
        one += grows.shown(body)
        two += other.shown(body)
        cursor = body["next_cursor"]
        assert (cursor is None) == (number == 4)
        if number == 2:
            grows.fill(filled, 1)
    assert set(two) == set(others.ids)
    assert len(two) == len(others.ids)
    assert one == (filled.ids if grows is CASES else filled.ids[:1])


def _others(listing: Listing) -> Iterator[Listing]:
    """Other lists, and this one read by who has meanwhile another office or another role."""
    actor = listing.actor
    yield from (one for one in LISTINGS if (one.path, one.actor) != (listing.path, actor))
    yield replace(listing, actor=replace(actor, id="somebody-else"))
    if actor.role is not Role.CITIZEN:
        yield replace(listing, actor=replace(actor, agency="so-y-te"))
    if actor.role is Role.SUPERVISOR:
        yield replace(listing, actor=replace(actor, role=Role.ADMINISTRATOR))


@each_list
def test_a_cursor_is_good_for_its_own_list_and_reader_only(
    listing: Listing, filled: Filled
) -> None:
    """Everywhere else it is no cursor (400), and nothing else goes wrong."""
    listing.fill(filled, 2)
    cursor = listing.page(filled, 1)["next_cursor"]
    for other in _others(listing):
        answer = other.ask(filled, 1, cursor)
        assert (answer.status, answer.code) == (400, "bad_cursor"), other
    for changed in (tampered(cursor), cursor[1:], f"{cursor}x", ""):
        answer = replace(listing, path=f"{listing.path}&cursor={changed}").ask(filled, 1)
        assert (answer.status, answer.code) == (400, "bad_cursor"), changed


def test_no_list_is_left_out() -> None:
    """Every route that takes a cursor is in the table above."""
    paged = {
        one.path
        for module, routes in served().items()
        for one in (find(module, route) for route in routes)
        if "cursor" in one.query_fields
    }
    assert paged == {listing.path.partition("?")[0] for listing in LISTINGS}


def test_what_has_items_has_pages() -> None:
    """Only reference data and the nearest few come whole."""
    schemas = document()["components"]["schemas"]
    for path, operations in document()["paths"].items():
        answer = operations.get("get", {}).get("responses", {}).get("200", {})
        for name in re.findall(r"schemas/(\w+)", str(answer.get("content"))):
            members = set(schemas[name].get("properties", ()))
            if "items" in members and path not in WHOLE_BY_NATURE:
                assert "next_cursor" in members, path
