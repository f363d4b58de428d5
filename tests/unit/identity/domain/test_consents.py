"""Consents against the present texts."""

from __future__ import annotations

import pytest

from chalicelib.identity.domain.consents import (
    Consent,
    ConsentGiven,
    ConsentText,
    check_consents,
    record_consents,
)
from chalicelib.kernel.errors import Path
from tests.support.clock import NOW

TEXTS = (
    ConsentText("account", 2, True, "", "", ""),
    ConsentText("surveys", 1, False, "", "", ""),
)
ACCOUNT, SURVEYS = ConsentGiven("account", 2), ConsentGiven("surveys", 1)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ([ACCOUNT], []),
        ([ACCOUNT, SURVEYS], []),
        ([SURVEYS, ACCOUNT], []),
        ([], [(("consents",), "consent_missing")]),
        ([SURVEYS], [(("consents",), "consent_missing")]),
        ([ConsentGiven("account", 1)], [(("consents", 0, "version"), "consent_outdated")]),
        ([ConsentGiven("account", 3)], [(("consents", 0, "version"), "consent_outdated")]),
        ([ACCOUNT, ACCOUNT], [(("consents", 1, "purpose"), "consent_repeated")]),
        ([ACCOUNT, ConsentGiven("x", 1)], [(("consents", 1, "purpose"), "consent_unknown")]),
        (
            [ConsentGiven("x", 1), ConsentGiven("surveys", 9)],
            [
                (("consents", 0, "purpose"), "consent_unknown"),
                (("consents", 1, "version"), "consent_outdated"),
                (("consents",), "consent_missing"),
            ],
        ),
    ],
)
def test_every_fault_is_named(given: list[ConsentGiven], faults: list[tuple[Path, str]]) -> None:
    """Needed purposes, present versions, each once; all faults together."""
    assert [(f.path, f.code) for f in check_consents(given, TEXTS)] == faults


def test_what_is_kept_says_what_when_and_where() -> None:
    """Purpose, version, time and channel, as the law asks."""
    assert record_consents([SURVEYS], NOW, "app") == (Consent("surveys", 1, NOW, "app"),)
