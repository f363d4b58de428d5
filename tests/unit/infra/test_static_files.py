"""What browsers get besides pages: noted, nothing from elsewhere, and not too much."""

from __future__ import annotations

import gzip
import hashlib
import json
import re

import pytest

from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.pages.static import FINGERPRINTS, static_url
from infra import static_files
from infra.static_files import BORROWED, STATIC, TYPES, content, names, served

FIRST_VISIT, A_PAGE = 150_000, 12_000
"""Bytes as they travel; later visits bring the page alone."""
_DRESS = ("office.css", "office.js", "govuk.js", "htmx.js", "img/mark.svg")
_ELSEWHERE = re.compile(r"(?:https?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}", re.I)
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->", re.S)
_NAMESPACE = "http://www.w3.org"
_NOTED = json.loads(BORROWED.read_text("utf-8"))


def test_pages_ask_for_what_is_served() -> None:
    """The fingerprints that ship are those of the files (`make static`)."""
    assert FINGERPRINTS.read_text("utf-8") == static_files.fingerprints()
    assert {static_url(name) for name in names()} == set(served())


def test_nobody_asks_for_what_is_not_served() -> None:
    """A name that was mistyped fails where the page is made, not in the browser."""
    with pytest.raises(KeyError):
        static_url("offices.css")


def test_what_is_borrowed_is_what_was_noted() -> None:
    """Every file of it with its hash, each package with its version, terms, and their text."""
    root = STATIC / "vendor"
    found = {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in root.rglob("*")
        if file.is_file()
    }
    assert found == {name: sha for one in _NOTED for name, sha in one["files"].items()}
    for one in _NOTED:
        assert one["version"]
        assert one["licence"]
        assert one["integrity"].startswith("sha512-")
        assert any(name.startswith("licences/") for name in one["files"]), one["name"]


def test_every_source_is_served() -> None:
    """Whoever adds a sheet or an island names it where files are put together."""
    ours = {
        file.relative_to(STATIC).as_posix()
        for folder in ("css", "js", "img")
        for file in (STATIC / folder).iterdir()
    }
    together = {one for sources in static_files.TOGETHER.values() for one in sources}
    assert ours <= together | set(names())


def test_every_class_of_ours_in_a_page_is_dressed_or_looked_for() -> None:
    """By the sheet or a script: one that was mistyped shows as nothing. Of one that
    is put together the beginning is."""
    known = {
        one
        for name in ("office.css", "office.js", "team.js")
        for one in re.findall(r"\.(app-[\w-]+)", content(name).decode())
    }
    templates = DATA.parent.glob("*/pages/templates/**/*.html")
    named = {
        one
        for file in templates
        for group in re.findall(r'class="([^"]*)"', file.read_text("utf-8"))
        for one in re.findall(r"(?<![\w'-])(app-[\w-]+(?:\{\{)?)", group)
    }
    begun = {one.removesuffix("{{") for one in named if one.endswith(("{{", "-"))}
    whole = {one for one in named if not one.endswith(("{{", "-"))}
    assert len(whole) > 100
    assert whole - known == set()
    assert {one for one in begun if not any(each.startswith(one) for each in known)} == set()


@pytest.mark.parametrize("name", names())
def test_a_file_has_a_type_and_names_nothing_elsewhere(name: str) -> None:
    """No page contacts anybody else, whatever it loads."""
    assert name[name.rindex(".") :] in TYPES
    if name.endswith(".woff2"):
        return
    text = _COMMENT.sub("", content(name).decode())
    assert [one for one in _ELSEWHERE.findall(text) if one != _NAMESPACE] == []
    assert "@static/" not in text
    assert "GDS Transport" not in text
    assert not re.search(r"\beval\(|sourceMappingURL", text)


@pytest.mark.parametrize("name", [name for name in names() if name.endswith((".css", ".js"))])
def test_what_a_file_mentions_is_served(name: str) -> None:
    """Fonts of a sheet, modules of a script."""
    mentioned = re.findall(r"/static/[0-9a-f]{12}/[\w./-]+", content(name).decode())
    assert set(mentioned) <= set(served())
    assert bool(mentioned) == (name.startswith("office."))


def _travels(name: str) -> int:
    whole = content(name)
    return len(whole) if name.endswith(".woff2") else len(gzip.compress(whole, 6))


def test_a_first_visit_is_light() -> None:
    """All that the office loads at once; maps that move load Leaflet besides, where they stand."""
    fonts = [name for name in names() if name.startswith("fonts/")]
    assert A_PAGE + sum(map(_travels, [*_DRESS, *fonts])) <= FIRST_VISIT
