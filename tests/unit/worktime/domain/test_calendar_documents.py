"""The calendar as a document."""

from __future__ import annotations

import copy
import json

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.worktime.domain.calendar_documents import (
    calendar_from_document,
    calendar_to_document,
)
from tests.support.calendars import FILE, HOLIDAYS, OFFICIAL

DOCUMENT = json.loads(FILE.read_text("utf-8"))
OFF = {"day": "2026-08-05", "kind": "off", "source": "QĐ 1"}
WORKED = {"day": "2026-08-05", "kind": "worked", "source": "QĐ 2"}


def test_a_calendar_survives_its_document() -> None:
    """What is stored is what was decided, and nothing is lost between."""
    assert calendar_to_document(OFFICIAL) == DOCUMENT
    assert calendar_from_document(calendar_to_document(OFFICIAL), HOLIDAYS) == OFFICIAL


WRONG = [
    ("version", -1, ("version",), "out_of_range"),
    ("version", 0, ("version",), "out_of_range"),
    ("version", True, ("version",), "wrong_type"),
    ("version", None, ("version",), "missing"),
    ("valid_from", "2026-02-30", ("valid_from",), "wrong_form"),
    ("valid_from", "soon", ("valid_from",), "wrong_form"),
    ("zone", "Asia/Lao_Cai", ("zone",), "unknown_zone"),
    ("zone", "../zoneinfo", ("zone",), "unknown_zone"),
    ("zone", "Asia", ("zone",), "unknown_zone"),
    ("zone", 7, ("zone",), "wrong_type"),
    ("source", "", ("source",), "too_short"),
    ("surplus", 1, ("surplus",), "unknown_field"),
    ("week/monday", None, ("week", "monday"), "missing"),
    ("week/monday", ["07:30"], ("week", "monday"), "wrong_form"),
    ("week/monday", ["07:30-25:00"], ("week", "monday"), "wrong_form"),
    ("week/monday", ["-7:30-11:30"], ("week", "monday"), "wrong_form"),
    ("week/monday", ["07:30-12:00", "11:30-17:00"], ("week", "monday"), "hours_disordered"),
    ("week/monday", ["13:30-17:00", "07:30-11:30"], ("week", "monday"), "hours_disordered"),
    ("week/monday", ["11:30-07:30"], ("week", "monday"), "hours_disordered"),
    ("week/monday", ["07:30-07:30"], ("week", "monday"), "hours_disordered"),
    ("week", {day: [] for day in DOCUMENT["week"]}, ("week",), "no_working_day"),
    ("ordinary_hours", [], ("ordinary_hours",), "too_short"),
    ("notices", [{"year": -2026, "source": "x"}], ("notices", 0, "year"), "out_of_range"),
    ("overrides", [{**OFF, "day": "2026-13-01"}], ("overrides", 0, "day"), "wrong_form"),
    ("overrides", [{**OFF, "kind": "half"}], ("overrides", 0, "kind"), "not_one_of"),
    ("overrides", [{"day": "2026-08-05", "kind": "off"}], ("overrides", 0, "source"), "missing"),
    ("overrides", [OFF, WORKED], ("overrides", 1, "day"), "off_and_worked"),
    ("overrides", [OFF, OFF], ("overrides", 1, "day"), "not_unique"),
]


@pytest.mark.parametrize(("member", "value", "path", "code"), WRONG)
def test_what_is_wrong_is_refused_by_name(member, value, path, code) -> None:
    """An administrator sees which field is wrong; a wrong calendar never counts a deadline."""
    document = copy.deepcopy(DOCUMENT)
    *parents, last = member.split("/")
    place = document
    for name in parents:
        place = place[name]
    place[last] = value
    with pytest.raises(Invalid) as refused:
        calendar_from_document(document, HOLIDAYS)
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [(path, code)]


def test_all_faults_come_at_once() -> None:
    """One round of corrections, not one per fault."""
    document = {**DOCUMENT, "version": 0, "zone": "Nowhere", "overrides": [OFF, WORKED]}
    with pytest.raises(Invalid) as refused:
        calendar_from_document(document, HOLIDAYS)
    paths = {fault.path for fault in refused.value.faults}
    assert paths == {("version",), ("zone",), ("overrides", 1, "day")}


@pytest.mark.parametrize("value", [None, [], "calendar", 7])
def test_what_is_no_object_is_refused(value) -> None:
    """Whatever is sent, the answer is a list of faults."""
    with pytest.raises(Invalid):
        calendar_from_document(value, HOLIDAYS)
