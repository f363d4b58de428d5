"""Request headers that mean something."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.http.calls import decoded, language_of
from chalicelib.entrypoints.http.headers import key_in, version_in


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
    assert (fault.pointer, fault.code) == ("Idempotency-Key", "wrong_form")


def test_a_key_is_missed_only_where_it_is_needed() -> None:
    """And looked at only where it is taken."""
    assert key_in({}, "optional") is None
    assert key_in({"idempotency-key": "khoá"}, None) is None
    with pytest.raises(Invalid) as caught:
        key_in({}, "required")
    assert caught.value.faults[0].code == "missing"


@pytest.mark.parametrize(
    ("header", "version"), [('"4"', 4), ('W/"4"', 4), ("4", 4), (' "12" ', 12)]
)
def test_a_version_comes_as_an_entity_tag(header: str, version: int) -> None:
    """Weak tags and bare numbers are understood too."""
    assert version_in({"if-match": header}, "required") == version


@pytest.mark.parametrize("header", ["*", "", '""', '"a"', '"4", "5"', "-1", "4.0", "²", "9" * 10])
def test_other_tags_are_refused(header: str) -> None:
    """With a fault that names the header, where it is taken."""
    with pytest.raises(Invalid) as caught:
        version_in({"if-match": header}, "optional")
    assert caught.value.faults[0].pointer == "If-Match"
    assert version_in({"if-match": header}, None) is None


def test_path_parameters_come_encoded_or_decoded() -> None:
    """Gateways differ; both give the same."""
    assert decoded({"code": "LC%2D260803%2d7K3QX"}) == decoded({"code": "LC-260803-7K3QX"})
    assert decoded({"id": "%FF%00"}) == {"id": "\ufffd\x00"}
