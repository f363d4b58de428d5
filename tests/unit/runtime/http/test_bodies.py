"""Which bodies can be read at all."""

from __future__ import annotations

import base64
import json
import time

import pytest

from chalicelib.kernel.errors import Unreadable
from chalicelib.runtime.http.bodies import MOST_BYTES, canonical, raw_body, read_json, written

ALMOST_TOO_DEEP = b"[" * 32 + b"]" * 32

UNREADABLE = [
    (b"", "not_json"),
    (b"   ", "not_json"),
    (b"{", "not_json"),
    (b"{} {}", "not_json"),
    (b"{'a': 1}", "not_json"),
    (b'{"a": 1,}', "not_json"),
    (b'{"a": 01}', "not_json"),
    (b'{"a": "line\nfeed"}', "not_json"),
    (b'\xef\xbb\xbf{"a": 1}', "not_json"),
    (b'{"a": "\xff"}', "not_utf8"),
    (b'{"a": "\xed\xa0\x80"}', "not_utf8"),
    (b'{"a": "\xc0\x80"}', "not_utf8"),
    (b'{"a": "\\ud83d"}', "lone_surrogate"),
    (b'{"\\udd73": 1}', "lone_surrogate"),
    (b'{"a": [{"b": "\\udd73\\ud83d"}]}', "lone_surrogate"),
    (b'{"a": NaN}', "not_a_number"),
    (b'{"a": [Infinity]}', "not_a_number"),
    (b'{"a": -Infinity}', "not_a_number"),
    (b'{"a": ' + b"9" * 301 + b"}", "not_a_number"),
    (b'{"a": 1, "a": 1}', "duplicate_key"),
    (b'{"x": {"a": 1, "b": 2, "\\u0061": 3}}', "duplicate_key"),
    (b"[" * 33 + b"]" * 33, "too_deep"),
    (b"[" * 10_000 + b"]" * 10_000, "too_deep"),
    (b'{"a":' * 10_000, "too_deep"),
]


@pytest.mark.parametrize(("raw", "code"), UNREADABLE)
def test_what_cannot_be_read_says_why(raw: bytes, code: str) -> None:
    """Each kind of unreadable body has its own code."""
    with pytest.raises(Unreadable) as caught:
        read_json(raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"a": "\\ud83d\\udd73\\ufe0f \xc4\x90\\n\\t"}', {"a": "🕳️ Đ\n\t"}),
        (b'{"a": [[], {}, "[[[{{{"]}', {"a": [[], {}, "[[[{{{"]}),
        (b'["' + b"[" * 1000 + b'"]', ["[" * 1000]),
        (b'["\\"' + b"[" * 1000 + b'\\\\"]', ['"' + "[" * 1000 + "\\"]),
        (b"[" + b"[]," * 1000 + b"[]]", [[]] * 1001),
        (b"0", 0),
        (b'{"a": null}', {"a": None}),
    ],
)
def test_what_can_be_read_comes_as_it_is(raw: bytes, value: object) -> None:
    """Emoji, escapes, and brackets inside of texts, which are no depth."""
    assert read_json(raw) == value


def test_thirty_two_levels_are_not_too_deep() -> None:
    """The limit itself is allowed."""
    assert json.dumps(read_json(ALMOST_TOO_DEEP)).count("[") == 32


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1.0", int), ("-2e3", int), ("1", int), ("1.5", float), ("1e300", float), ("1e-9", float)],
)
def test_whole_numbers_are_whole_however_they_are_written(text: str, kind: type) -> None:
    """1.0 is the same JSON value as 1; what has a fraction or no exact form stays a float."""
    value = read_json(text.encode())
    assert type(value) is kind
    assert value == float(text)


@pytest.mark.parametrize(
    "unit", [b'\\"', b'"', b"[", b'"\\', b"\\", b'["]', b'{"a":', b'[{"\\u005b":']
)
def test_reading_takes_one_pass(unit: bytes) -> None:
    """A body of the greatest size that is made to be slow is refused within the time of a request:
    with a second pass for each quote it would take minutes."""
    raw = b"[" * 20 + b"]" * 20 + b"[" * 20 + unit * (MOST_BYTES // len(unit))
    began = time.process_time()
    with pytest.raises(Unreadable):
        read_json(raw[:MOST_BYTES])
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('{"a": 1, "b": [true, null]}', '{ "b":[true,null],"a":1.0 }', True),
        ('{"a": "\\u0110"}', '{"a": "Đ"}', True),
        ('{"a": 1e2}', '{"a": 100}', True),
        ('{"a": [1, 2]}', '{"a": [2, 1]}', False),
        ('{"a": 1}', '{"a": "1"}', False),
        ('{"a": 1}', '{"a": true}', False),
        ('{"a": null}', "{}", False),
    ],
)
def test_the_same_value_has_the_same_canonical_text(one: str, other: str, same: bool) -> None:
    """Order, spacing, escapes and the way of writing a number do not matter; the rest does."""
    texts = [canonical(read_json(text.encode())) for text in (one, other)]
    assert (texts[0] == texts[1]) is same


@pytest.mark.parametrize(
    ("event", "raw"),
    [
        ({"body": None}, b""),
        ({}, b""),
        ({"body": '{"a": "Đ"}'}, '{"a": "Đ"}'.encode()),
        ({"body": base64.b64encode(b"{}").decode(), "isBase64Encoded": True}, b"{}"),
        ({"body": "a", "isBase64Encoded": True}, b"\xff"),
        ({"body": "\udcff"}, b"\xed\xb3\xbf"),
    ],
)
def test_bodies_come_as_text_or_in_base64(event: dict[str, object], raw: bytes) -> None:
    """What a gateway could not carry as text is no UTF-8 in the end, never a fault of ours."""
    assert raw_body(event) == raw


def test_what_is_sent_is_utf_8_without_spaces() -> None:
    """Half a surrogate pair, which UTF-8 has not, travels as JSON writes it."""
    assert written({"text": "Ổ gà", "list": [1, 2.5, None, True]}) == (
        '{"text":"Ổ gà","list":[1,2.5,null,true]}'.encode()
    )
    half = {"text": "Ổ \ud83d"}
    assert json.loads(written(half)) == half
