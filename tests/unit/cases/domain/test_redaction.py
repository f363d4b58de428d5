"""What is left out of a text before anybody may read it: the whole table."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.cases.domain.redaction import redact
from tests.support.redactions import KEPT, REPORTER, SURE, UNSURE


def test_the_table_is_long_enough() -> None:
    """Of every kind several, as people write them."""
    assert len(SURE) + len(KEPT) + len(UNSURE) >= 60


@pytest.mark.parametrize(("text", "public"), SURE)
def test_what_surely_leads_to_a_person_is_left_out(text: str, public: str) -> None:
    """Named by its kind; nobody need look."""
    found = redact(text, (REPORTER,))
    assert (found.text, found.doubts) == (public, ())


@pytest.mark.parametrize("text", KEPT)
def test_what_leads_to_nobody_stays(text: str) -> None:
    """Dates, sums, streets, offices and ordinary words."""
    found = redact(text, (REPORTER,))
    assert (found.text, found.doubts) == (text, ())


@pytest.mark.parametrize(("text", "public", "doubts"), UNSURE)
def test_where_it_is_unsure_somebody_looks(text: str, public: str, doubts: tuple[str, ...]) -> None:
    """The passages are named."""
    found = redact(text, (REPORTER,))
    assert (found.text, found.doubts) == (public, doubts)


@pytest.mark.parametrize("public", [public for _, public in SURE])
def test_what_is_left_out_of_a_public_form_stays_out(public: str) -> None:
    """A public form has nothing more to leave out."""
    assert redact(public, (REPORTER,)).text == public
    assert unicodedata.is_normalized("NFC", public)


@pytest.mark.parametrize("text", ["", "0" * 4000, "Ông " * 1000, "Nguyễn " * 600, "@" * 4000])
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever comes is read in the time that a request has."""
    assert isinstance(redact(text, (REPORTER, "", "  ")).text, str)
