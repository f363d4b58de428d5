"""Health, reference data, the document and its page over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.support.whole_api import WholeApi, whole_api

CACHED = ["/v1/communes", "/v1/categories", "/v1/consents", "/v1/openapi.json"]


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def test_health_says_what_runs_and_what_answers(api: WholeApi) -> None:
    """200 while everything answers, 503 with the culprit while something does not."""
    well = api.send("GET", "/v1/health")
    assert well.status == 200
    assert set(well.body) == {"status", "stage", "build", "dependencies"}
    assert well.body["dependencies"] == {"cases": "ok", "queues": "ok"}
    api.dependencies.down.add("queues")
    ill = api.send("GET", "/v1/health")
    assert (ill.status, ill.body["status"]) == (503, "down")
    assert ill.body["dependencies"] == {"cases": "ok", "queues": "down"}


@pytest.mark.parametrize("path", CACHED)
def test_what_seldom_changes_may_be_kept(api: WholeApi, path: str) -> None:
    """With a tag by which the client asks whether it is still the same."""
    first = api.send("GET", path)
    assert first.status == 200
    assert first.headers["Cache-Control"].startswith("public, max-age=")
    tag = first.headers["ETag"]
    for seen in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api.send("GET", path, If_None_Match=seen)
        assert (again.status, again.body, again.headers["ETag"]) == (304, None, tag)
    assert api.send("GET", path, If_None_Match='"other"').body == first.body


def test_the_province_has_its_communes(api: WholeApi) -> None:
    """All 99, by code, with full names."""
    items = api.send("GET", "/v1/communes").body["items"]
    assert len(items) == 99
    assert items == sorted(items, key=lambda item: item["code"])
    assert {"code": "02647", "name": "Phường Lào Cai", "kind": "phuong"} in items


def test_categories_come_in_both_languages(api: WholeApi) -> None:
    """With what an app needs to ask for the right things."""
    items = {item["code"]: item for item in api.send("GET", "/v1/categories").body["items"]}
    assert items["roads"]["default_urgency"] == "on_the_spot"
    assert items["construction"]["evidence_required"] is True
    assert all(set(item["name"]) == {"vi", "en"} for item in items.values())


def test_consents_say_which_are_needed(api: WholeApi) -> None:
    """With version, text and legal basis of each purpose."""
    items = api.send("GET", "/v1/consents").body["items"]
    assert any(item["needed"] for item in items)
    assert all(item["text"] and item["legal_basis"] and item["version"] for item in items)


class _Page(HTMLParser):
    """Collects what a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.titles = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("script", "img", "iframe", "object", "embed") or "src" in given:
            self.fetched.append(tag)
        if tag == "link":
            self.fetched.append(tag)

    def handle_data(self, data: str) -> None:
        self.titles += data


def test_the_page_shows_every_route_and_fetches_nothing(api: WholeApi) -> None:
    """It works without anything from elsewhere, and the browser is told to see to it."""
    answer = api.send("GET", "/docs")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    page = _Page()
    page.feed(answer.body)
    assert page.fetched == []
    for path in api.send("GET", "/v1/openapi.json").body["paths"]:
        assert path in page.titles
