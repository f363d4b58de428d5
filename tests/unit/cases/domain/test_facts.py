"""Each fact of a line of the timeline has a reader, or is a reason on record: docs/events.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from chalicelib.cases.domain import commands
from chalicelib.rules.domain.reminders import Recipient
from tests.support.cases import CITIZEN, OFFICER, Office

ROOT = Path(__file__).parents[4]
DOMAIN = ROOT / "chalicelib" / "cases" / "domain"
LISTED = {
    name
    for row in (ROOT / "docs" / "events.md").read_text("utf-8").splitlines()
    if row.startswith("| ")
    for name in re.findall(r"`(\w+)`", row.split("|")[2])
}


def test_every_fact_is_listed_with_its_reader() -> None:
    """And none is listed that no action puts down any more."""
    put = {name for file in DOMAIN.rglob("*.py") for name in _facts(file)}
    assert len(put) > 10
    assert put | set(Recipient) | {"overdue", "standing"} == LISTED


def test_the_way_to_a_rating_holds_what_is_read() -> None:
    """No counts that the case itself holds, and no instants that its lines hold."""
    office = Office()
    rated = office.take(office.answered(), CITIZEN, commands.Rate(2))
    facts = {line.action.value: set(line.facts) for line in rated.timeline if line.facts}
    assert facts == {
        "accept": {"urgency"},
        "assign": {"rerouted", "handed_over"},
        "approve": {"on_time", "working_minutes"},
        "rate": {"stars"},
    }


def test_a_return_holds_the_suggestion_alone() -> None:
    """How often it was returned, the case itself says."""
    office = Office()
    back = office.take(office.assigned(), OFFICER, commands.Return("Nhầm", "so-y-te"))
    assert dict(back.timeline[-1].facts) == {"suggested_agency": "so-y-te"}


def _facts(file: Path) -> Iterator[str]:
    """The keys of what is called facts, given as such or made by `_facts`."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="facts")], value=value)
                | ast.AnnAssign(target=ast.Name(id="facts"), value=ast.Dict() as value)
            ):
                yield from _names(value)
            case ast.keyword(arg="facts", value=value):
                yield from _names(value)
            case ast.FunctionDef(name="_facts", body=[ast.Return(value=ast.Dict() as value)]):
                yield from _names(value)


def _names(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Dict):
        yield from (str(key.value) for key in value.keys if isinstance(key, ast.Constant))
    if isinstance(value, ast.Tuple):
        for pair in value.elts:
            if isinstance(pair, ast.Tuple) and isinstance(pair.elts[0], ast.Constant):
                yield str(pair.elts[0].value)
