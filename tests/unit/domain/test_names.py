"""Names and email addresses."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.domain.errors import Invalid
from chalicelib.domain.names import parse_email, parse_name


@pytest.mark.parametrize("name", ["Vàng A Pó", "Ý", "Nguyễn Thị Hoà 🌾", "x" * 100, "O'Hara-Lê"])
def test_names_stay_as_they_are(name: str) -> None:
    """One to a hundred code points, of any script."""
    assert parse_name(name) == name


def test_names_are_kept_composed() -> None:
    """The same name typed on another phone is the same name; lengths count after composing."""
    assert parse_name(unicodedata.normalize("NFD", "Ế" * 100)) == "Ế" * 100


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "too_short"),
        ("x" * 101, "too_long"),
        ("   ", "blank"),
        ("\u200b\u2060\ufeff", "blank"),
        ("\u3000\u00a0", "blank"),
        ("A\x00B", "control_character"),
        ("A\nB", "control_character"),
        ("A\x1bB", "control_character"),
    ],
)
def test_what_is_no_name_is_refused(name: str, code: str) -> None:
    """Nothing, too much, nothing to see, or what a terminal would obey."""
    with pytest.raises(Invalid) as caught:
        parse_name(name)
    assert [(f.pointer, f.code) for f in caught.value.faults] == [("/full_name", code)]


@pytest.mark.parametrize("email", ["a@b.vn", "Vang.A.Po+app@thu.laocai.gov.vn"])
def test_emails_stay_as_they_are(email: str) -> None:
    """Even the case of the letters before the sign may matter."""
    assert parse_email(email) == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "a",
        "a@b",
        "@b.vn",
        "a@@b.vn",
        "a b@c.vn",
        "a@b..vn",
        "a@-b.vn",
        "a@b.vn\nBcc: x@y.vn",
        "á@b.vn",
        "a@" + "b" * 250 + ".vn",
    ],
)
def test_what_is_no_email_is_refused(email: str) -> None:
    """Above all what could smuggle a second header or recipient."""
    with pytest.raises(Invalid) as caught:
        parse_email(email)
    assert [(f.pointer, f.code) for f in caught.value.faults] == [("/email", "email_form")]
