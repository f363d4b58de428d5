"""Faults in the form of the contract, whatever pydantic calls them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from chalicelib.cases.http.schemas.cases import SubmitBody
from chalicelib.cases.http.schemas.transitions import TransitionBody
from chalicelib.kernel.errors import Invalid
from chalicelib.runtime.http.pointers import pointer_of
from chalicelib.runtime.http.schemas.queries import InboxQuery, Paging
from chalicelib.runtime.http.schemas.texts import Body, Latitude, Note
from chalicelib.runtime.http.validation import validate_body, validate_query

CASE: dict[str, Any] = {
    "category": "roads",
    "description": "Ổ gà sâu trước cổng trường.",
    "location": {"lat": 22.4856, "lon": 103.9707},
    "visibility": "public",
}


def faults(kind: Any, value: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        validate_body(kind, value)
    return [(pointer_of(fault), fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize("value", [[], "text", 5, 1.5, True, None])
@pytest.mark.parametrize("kind", [SubmitBody, TransitionBody])
def test_a_body_is_an_object(kind: Any, value: object) -> None:
    """Anything else is of the wrong type, as a whole or for want of its discriminator."""
    assert faults(kind, value) == [("", "wrong_type")]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"description": "quá ngắn"}, "/description", "too_short"),
        ({"description": "x" * 4001}, "/description", "too_long"),
        ({"description": "e\u0302\u0301" * 9}, "/description", "too_short"),
        ({"description": " " * 20}, "/description", "blank"),
        ({"description": "đường hỏng\x00 nặng"}, "/description", "control_character"),
        ({"description": "đường hỏng\r nặng"}, "/description", "control_character"),
        ({"description": 5}, "/description", "wrong_type"),
        ({"description": None}, "/description", "wrong_type"),
        ({"address": "số 5\ntổ 2"}, "/address", "control_character"),
        ({"location": {"lat": "22.4", "lon": 103.9}}, "/location/lat", "wrong_type"),
        ({"location": {"lat": True, "lon": 103.9}}, "/location/lat", "wrong_type"),
        ({"location": {"lat": 103.97, "lon": 22.48}}, "/location/lat", "out_of_range"),
        ({"location": {"lat": float("inf"), "lon": 22.48}}, "/location/lat", "out_of_range"),
        ({"location": {"lat": 22.4}}, "/location/lon", "missing"),
        ({"location": [22.4, 103.9]}, "/location", "wrong_type"),
        ({"visibility": "secret"}, "/visibility", "not_one_of"),
        ({"visibility": None}, "/visibility", "not_one_of"),
        ({"commune_code": 2647}, "/commune_code", "wrong_type"),
        ({"commune_code": "2647"}, "/commune_code", "wrong_form"),
        ({"urgent": "yes"}, "/urgent", "wrong_type"),
        ({"urgent": 1}, "/urgent", "wrong_type"),
        ({"uploads": "01J"}, "/uploads", "wrong_type"),
        ({"uploads": [5]}, "/uploads/0", "wrong_type"),
        ({"uploads": ["a"] * 11}, "/uploads", "too_long"),
        ({"start": 1}, "/start", "unknown_field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown_field"),
        ({"x" * 500: 1}, "/" + "x" * 64 + "…", "unknown_field"),
    ],
)
def test_each_fault_has_pointer_and_code(change: dict[str, Any], pointer: str, code: str) -> None:
    """One wrong field, one fault, at its place; names of members as JSON Pointer escapes them."""
    assert faults(SubmitBody, {**CASE, **change}) == [(pointer, code)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, [("/action", "missing")]),
        ({"action": "fly"}, [("/action", "not_one_of")]),
        ({"action": 5}, [("/action", "not_one_of")]),
        ({"action": "approve", "note": "x"}, [("/note", "unknown_field")]),
        (
            {"action": "assign", "coordinating": ["a", 5]},
            [("/agency", "missing"), ("/coordinating/1", "wrong_type")],
        ),
        ({"action": "request_info"}, [("/question", "missing")]),
        ({"action": "request_extension", "reason": "mưa"}, [("", "days_or_hours")]),
        ({"action": "snooze", "reason": "mưa"}, [("", "until_or_hours")]),
        ({"action": "snooze", "reason": "mưa", "until": 1785700000}, [("/until", "wrong_type")]),
    ],
)
def test_pointers_into_a_union_know_nothing_of_its_tag(value: Any, expected: Any) -> None:
    """`/agency`, not `/assign/agency`."""
    assert faults(TransitionBody, value) == expected


def test_all_faults_come_at_once() -> None:
    """However many: how many are told is one rule for all (`problems.py`)."""
    assert len(faults(SubmitBody, {})) == 3
    assert len(faults(SubmitBody, {**CASE, **{f"x{n}": 1 for n in range(5000)}})) == 5000


class Odd(Body):
    """Findings for which the contract has no code of their own."""

    even: Annotated[int, Field(multiple_of=2)] = 2
    kind: Literal["a", "b"] = "a"
    note: Note = "x"
    lat: Latitude = 0


def test_what_has_no_code_is_not_acceptable() -> None:
    """A rule that somebody adds never makes a server's fault."""
    assert faults(Odd, {"even": 3}) == [("/even", "not_acceptable")]


def test_faults_carry_limits_and_nothing_that_was_typed() -> None:
    """For the messages; what the person wrote is not repeated."""
    with pytest.raises(Invalid) as caught:
        validate_body(Odd, {"kind": "secret 0912345678", "note": "x" * 1001, "lat": 91})
    assert {pointer_of(f): dict(f.params) for f in caught.value.faults} == {
        "/kind": {"allowed": "'a' or 'b'"},
        "/note": {"max": 1000},
        "/lat": {"max": 90.0},
    }


def test_whole_numbers_are_coordinates_too() -> None:
    """22 is as good as 22.0."""
    body = validate_body(SubmitBody, {**CASE, "location": {"lat": 22, "lon": 104}})
    assert (body.location.lat, body.location.lon) == (22.0, 104.0)


@pytest.mark.parametrize(
    ("values", "known"),
    [
        ({}, {"limit": 20, "queue": "mine"}),
        ({"limit": "100", "queue": "agency"}, {"limit": 100, "queue": "agency"}),
        ({"limit": "007", "cursor": "x"}, {"limit": 7, "cursor": "x", "queue": "mine"}),
    ],
)
def test_query_parameters_come_as_their_types(
    values: dict[str, str], known: dict[str, Any]
) -> None:
    """With defaults; what has none and was not given is not there."""
    assert validate_query(InboxQuery, values) == known


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        *(
            ({"limit": text}, ("?limit", "wrong_type"))
            for text in ("", " 5", "5.0", "1_0", "+5", "٥")
        ),
        *(({"limit": text}, ("?limit", "out_of_range")) for text in ("0", "101", "999999999")),
        ({"limit": "9" * 5000}, ("?limit", "wrong_type")),
        ({"cursor": "x" * 2001}, ("?cursor", "too_long")),
        ({"offset": "5"}, ("?offset", "unknown_field")),
    ],
)
def test_faults_of_parameters_are_named_by_a_question_mark(values, fault) -> None:
    """A number is plain digits; unknown parameters are refused like unknown fields."""
    with pytest.raises(Invalid) as caught:
        validate_query(Paging, values)
    assert [(pointer_of(f), f.code) for f in caught.value.faults] == [fault]


def test_routes_without_parameters_take_none() -> None:
    """A misspelt or misplaced parameter is told, not ignored."""
    with pytest.raises(Invalid):
        validate_query(None, {"limit": "5"})
