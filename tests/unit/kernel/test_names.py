"""Names and email addresses."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.names import parse_email, parse_name


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
    assert [(f.path, f.code) for f in caught.value.faults] == [(("full_name",), code)]


@pytest.mark.parametrize(
    "email",
    [
        "a@b.vn",
        "Vang.A.Po+app@thu.laocai.gov.vn",
        "o'hara@b.vn",
        "a_b-c.d@b.vn",
        "!#$%&'*+/?=^_`{|}~-@b.vn",
        "x" * 64 + "@b.vn",
        "a@" + "b" * 63 + ".vn",
        "a@xn--bcher-kva.vn",
        "1@2.vn",
    ],
)
def test_emails_stay_as_they_are(email: str) -> None:
    """Even the case of the letters before the sign may matter."""
    assert parse_email(email) == email


@pytest.mark.parametrize(
    ("email", "kept"),
    [
        ("a@BÜCHER.vn", "a@xn--bcher-kva.vn"),
        ("a@laocai.tiếngviệt.vn", "a@laocai.xn--tingvit-5t4cyc.vn"),
        ("A.B@LaoCai.VN", "A.B@laocai.vn"),
    ],
)
def test_domains_are_kept_as_mail_servers_know_them(email: str, kept: str) -> None:
    """A Vietnamese domain name in its ASCII form, and none with capitals."""
    assert parse_email(email) == kept


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
        "a..b@example.com",
        ".a@b.vn",
        "a.@b.vn",
        "a@.b.vn",
        "a@b.vn.",
        "a@b-.vn",
        "a@b_c.vn",
        "a@b.123",
        "a@localhost",
        "a@[192.0.2.1]",
        '"a b"@b.vn',
        "Mẩy <a@b.vn>",
        "a@b.vn,c@d.vn",
        "a@b.vn; c@d.vn",
        "mailto:a@b.vn?cc=c",
        " a@b.vn",
        "a@b.vn ",
        "a\u200b@b.vn",
        "a@b\u202e.vn",
        "a@b.vn\r\n",
        "a@b.vn\x00",
        "a@xn--zzzzzz.vn",
        "=?utf-8?q?a=40c.vn=3e?=@b.vn",
        "x" * 65 + "@b.vn",
        "a@" + "b" * 64 + ".vn",
        "\ud83d@b.vn",
        "a@" + "b" * 250 + ".vn",
    ],
)
def test_what_is_no_email_is_refused(email: str) -> None:
    """Above all what could smuggle a second header or recipient."""
    with pytest.raises(Invalid) as caught:
        parse_email(email)
    assert [(f.path, f.code) for f in caught.value.faults] == [(("email",), "email_form")]
