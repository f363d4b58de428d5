"""Request headers that mean something."""

from __future__ import annotations

import re

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.runtime.http.calls import decoded, language_of
from chalicelib.runtime.http.headers import VERSION_PATTERN, is_plain_json, key_in, version_in
from chalicelib.runtime.http.pointers import pointer_of


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("EN-us", "en"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("en;q=0.8, vi", "vi"),
        ("vi ; q = 0.1 , en ; q=0.9", "en"),
        ("fr, de;q=0.5", "vi"),
        ("fr, en;q=0.1", "en"),
        ("en;q=0", "vi"),
        ("en;q=nan", "vi"),
        ("en;q=9", "vi"),
        ("english", "vi"),
        ("*", "vi"),
        (";;q=,,", "vi"),
        ("en;\tq=0.9,\tvi;q=0.1", "en"),
        ("en;Q=0.9", "en"),
        ("en;q=0.5, *", "vi"),
        ("*, vi;q=0", "en"),
        ("vi;q=0, en;q=0", "vi"),
        ("en_US", "vi"),
        ("en;q=1.0000", "vi"),
        ("en;q=\u0661", "vi"),
        ("e n", "vi"),
    ],
)
def test_vietnamese_unless_english_is_preferred(accepted: str, language: str) -> None:
    """Weights are respected; what is not understood counts for nothing."""
    assert language_of(accepted) == language


@pytest.mark.parametrize("key", ["a", "!~", "0" * 128, "3f0d7c9e-5d0e-4c59-a5c8-2b0b2a4a5d11"])
def test_keys_are_visible_ascii(key: str) -> None:
    """1 to 128 characters."""
    assert key_in({"idempotency-key": key}, "optional") == key


@pytest.mark.parametrize("key", ["", " ", "a b", "0" * 129, "khoá", "a\n", "\x7f"])
def test_other_keys_are_refused(key: str) -> None:
    """With a fault that names the header."""
    with pytest.raises(Invalid) as caught:
        key_in({"idempotency-key": key}, "required")
    fault = caught.value.faults[0]
    assert (pointer_of(fault), fault.code) == ("Idempotency-Key", "wrong_form")


def test_a_key_is_missed_only_where_it_is_needed() -> None:
    """And looked at only where it is taken."""
    assert key_in({}, "optional") is None
    assert key_in({"idempotency-key": "khoá"}, None) is None
    with pytest.raises(Invalid) as caught:
        key_in({}, "required")
    assert caught.value.faults[0].code == "missing"


@pytest.mark.parametrize(
    ("header", "version"),
    [('"4"', 4), ('W/"4"', 4), ("4", 4), (' "12" ', 12), ('\t"999999999"', 999999999)],
)
def test_a_version_comes_as_an_entity_tag(header: str, version: int) -> None:
    """Weak tags and bare numbers are understood too."""
    assert version_in({"if-match": header}, "required") == version


@pytest.mark.parametrize(
    "header",
    [
        *("*", "", '""', '"a"', '"4", "5"', "-1", "+4", "4.0", "4e1", "1_0", "²", "٤", "9" * 10),
        *('"4', '4"', '""4""', "W/4", 'W/ "4"', 'w/"4"', 'W/W/"4"', '"04"', '" 4"', '"4"\n'),
        *("'4'", '"4"x', '\u00a0"4"'),
    ],
)
def test_other_tags_are_refused(header: str) -> None:
    """With a fault that names the header, where it is taken: no list either, since a change is
    made to one version."""
    assert not re.search(VERSION_PATTERN.removesuffix("$") + r"\Z", header)
    with pytest.raises(Invalid) as caught:
        version_in({"if-match": header}, "optional")
    assert pointer_of(caught.value.faults[0]) == "If-Match"
    assert version_in({"if-match": header}, None) is None


def test_path_parameters_come_encoded_or_decoded() -> None:
    """Gateways differ; both give the same."""
    assert decoded({"code": "LC%2D260803%2d7K3QX"}) == decoded({"code": "LC-260803-7K3QX"})
    assert decoded({"id": "%FF%00"}) == {"id": "\ufffd\x00"}


@pytest.mark.parametrize(
    "media",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        'application/json ; Charset="utf-8"',
        "application/json;",
        'application/json; profile="a;charset=latin1"; charset=utf-8',
        "application/json;v=1",
    ],
)
def test_json_by_any_spelling_of_its_type(media: str) -> None:
    """Case, blanks, quotes and parameters that mean nothing here (RFC 9110, 8.3.1)."""
    assert is_plain_json({"content-type": media})


@pytest.mark.parametrize(
    "media",
    [
        "",
        "application/json; charset=latin1",
        'application/json; charset="utf-8',
        "application/json; utf-8",
        "application/json; charset=",
        "application/json; charset=utf-8; charset=latin1",
        "application/json, text/plain",
        "application/json charset=utf-8",
        "application/jsonx",
        "text/json",
        "*/*",
        "application/json" + ("; " + " " * 30) * 60 + "x",
    ],
)
def test_what_is_not_plain_json(media: str) -> None:
    """Another charset, or no media type at all."""
    assert not is_plain_json({"content-type": media})


@pytest.mark.parametrize("coding", ["identity", " Identity ", ""])
def test_a_body_that_is_not_compressed(coding: str) -> None:
    """Said or not."""
    assert is_plain_json({"content-encoding": coding})
    assert is_plain_json({})
