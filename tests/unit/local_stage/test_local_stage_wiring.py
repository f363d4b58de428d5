"""The relay of the local stack reports marks with what it is given, and with nothing else."""

from __future__ import annotations

from chalicelib.functions import FUNCTIONS
from chalicelib.local_stage.adapters.pipeline import LedgerBarriers
from chalicelib.relay.application.ports import Barriers
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from infra.functions import environment

(RELAY,) = (function for function in FUNCTIONS if function.name == "relay")


def test_the_relay_is_given_what_reporting_a_mark_takes() -> None:
    """It waits for no queue: whoever moves the clock does."""
    given = {**dict.fromkeys(environment(RELAY), "nowhere"), "STAGE": "local"}
    assert isinstance(Services(Settings(given)).get(Barriers), LedgerBarriers)
