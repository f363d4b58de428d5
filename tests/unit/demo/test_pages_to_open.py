"""The demo ends with what a person can open next."""

from __future__ import annotations

from chalicelib.page_routes import PAGES
from localstack.demo.pages_to_open import WORTH_OPENING, farewell, pages_to_open
from localstack.demo.stack import Login, RunningStack

SERVED = {route for routes in PAGES.values() for route in routes}
SUPERVISOR = Login("giamsat1", "pw", "supervisor", "so-khcn", "+84986000002", "g@laocai.example")
STACK = RunningStack(
    *("http://api", "http://cloud:1", "region", "name"),
    *(SUPERVISOR, (SUPERVISOR,), "http://x.cloudfront.localhost:1"),
)


def test_five_pages_that_are_served() -> None:
    """With the code of a case where one is shown."""
    found = pages_to_open("LC-260803-7K3QX")
    assert len(found) == 5
    assert not any("{" in address for address, _ in found)
    routes = {address: route for route, address, _ in WORTH_OPENING}
    for address, _ in found:
        assert routes[address.replace("LC-260803-7K3QX", "{code}")] in SERVED


def test_the_farewell_says_who_signs_in_and_where_the_code_comes() -> None:
    """So that nobody has to search for it."""
    text = "\n".join(farewell(STACK, []))
    for part in ("giamsat1", "pw", "+84986000002", "/_ministack/sns/sms-messages", "/dashboard"):
        assert part in text
    assert text.count("http://x.cloudfront.localhost:1/") == 6
