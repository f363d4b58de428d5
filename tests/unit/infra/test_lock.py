"""The locks and the bill of what ships: made of the present lists, whole, and under good terms."""

from __future__ import annotations

import json
import re

import pytest

from infra import bill, lock
from infra.lock import DEVELOPMENT, EMULATOR, LOCKS, SHIPPED, Lock, pins

AGAIN = "`make lock`, then `make bill`"
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


@pytest.mark.parametrize("one", LOCKS, ids=lambda one: one.file.name)
def test_a_lock_is_of_the_present_lists(one: Lock) -> None:
    """Whoever changes a list makes the lock anew."""
    first, *_ = one.file.read_text("utf-8").splitlines(keepends=True)
    assert first == one.heading(), AGAIN
    asked = {name: version for source in one.sources for name, version in pins(source)}
    asked.pop(one.leaves or "", None)
    assert asked.items() <= dict(pins(one.file)).items()


@pytest.mark.parametrize("one", LOCKS, ids=lambda one: one.file.name)
def test_every_package_has_hashes_and_no_lock_names_an_index(one: Lock) -> None:
    """Wherever a file comes from, it is the one that was locked."""
    _, *lines = one.file.read_text("utf-8").splitlines()
    pinned = [index for index, line in enumerate(lines) if not line.startswith(" ")]
    assert len(pinned) == len(list(pins(one.file)))
    for index in pinned:
        assert _HASH.fullmatch(lines[index + 1]), lines[index]
    assert all(_HASH.fullmatch(line) for line in lines if line.startswith(" "))


def test_what_is_tested_is_what_ships() -> None:
    """In the same versions; the emulator's packages and Chalice's tool stay at home."""
    shipped, developed = dict(pins(SHIPPED.file)), dict(pins(DEVELOPMENT.file))
    assert shipped.items() <= developed.items()
    assert not {"chalice", "pip", "ministack", "moto"} & set(shipped)
    assert "ministack" in dict(pins(EMULATOR.file))


def test_the_bill_is_of_the_present_lock() -> None:
    """Both files are what the command would write now."""
    found = bill.components()
    assert bill.BILL.read_text("utf-8") == bill.bill(found), AGAIN
    assert bill.LICENCES.read_text("utf-8") == bill.licences(found), AGAIN


def test_the_bill_names_all_that_ships_with_its_terms() -> None:
    """And Chalice, whose runtime is in the zip. None of it is under the GPL or the like."""
    document = json.loads(bill.BILL.read_text("utf-8"))
    named = {one["name"]: one["version"] for one in document["components"]}
    assert named.items() >= dict(pins(SHIPPED.file)).items()
    assert "chalice" in named
    text = bill.LICENCES.read_text("utf-8")
    for one in document["components"]:
        (licence,) = one["licenses"]
        assert bill.may_ship(licence.get("expression") or licence["license"]["id"])
        assert f"\n{one['name']} {one['version']}: " in text
    assert not {"serialNumber", "timestamp"} & {*document, *document["metadata"]}
    known = {"citizen-cases", *(one["bom-ref"] for one in document["components"])}
    assert {one["ref"] for one in document["dependencies"]} == known


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("MIT OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("(Apache-2.0 OR BSD-3-Clause)", True),
        ("AGPL-3.0-or-later", False),
        ("", False),
        ("proprietary", False),
    ],
)
def test_terms_that_reach_the_whole_do_not_ship(expression: str, may: bool) -> None:
    """Where there is a choice, one good one is enough."""
    assert bill.may_ship(expression) is may


def test_names_are_compared_as_indexes_do() -> None:
    """`PyJWT` is `pyjwt`."""
    assert lock.canonical("Typing_Extensions.x") == "typing-extensions-x"
