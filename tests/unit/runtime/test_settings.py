"""Settings are missed by name, and not before they are asked for."""

from __future__ import annotations

import pytest

from chalicelib.runtime.settings import SETTINGS, MissingSetting, Settings

MAY_LACK = {"BUILD", "EDGE_KEY", "SECOND_REGION", "UPLOADS_HOST"}


@pytest.mark.parametrize("variable", sorted(SETTINGS - MAY_LACK))
def test_what_is_missing_is_named_when_it_is_asked_for(variable: str) -> None:
    """One that is empty is missing too; all others can be read."""
    given = {**dict.fromkeys(SETTINGS, "x"), "STAGE": "local"}
    given |= {"ADDRESS_LIMITS": "on", "NETWORK_ALLOWANCE": "1"}
    given |= {"MAIL_PER_SECOND": "14", "SMS_PER_SECOND": "20"}
    settings = Settings({**given, variable: ""})
    with pytest.raises(MissingSetting, match=variable):
        getattr(settings, variable.lower())
    for other in SETTINGS - {variable}:
        if (variable, other) != ("STAGE", "ADDRESS_LIMITS"):
            assert getattr(settings, other.lower()) == given[other]


def test_nothing_is_read_before_it_is_asked_for() -> None:
    """A function without a setting runs as long as it does not touch what needs it."""
    assert Settings({"STAGE": "prod"}).stage == "prod"


@pytest.mark.parametrize("stage", ["local", "dev", "staging", "prod"])
@pytest.mark.parametrize("limits", ["on", "off", "no"])
def test_limits_per_address_are_on_where_people_are(stage: str, limits: str) -> None:
    """Two variables that must agree."""
    settings = Settings({"STAGE": stage, "ADDRESS_LIMITS": limits})
    if limits == "on" or (limits == "off" and stage in ("local", "dev")):
        assert settings.address_limits == limits
        return
    with pytest.raises(MissingSetting, match="ADDRESS_LIMITS"):
        _ = settings.address_limits


def test_a_stage_that_there_is_not_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(MissingSetting, match="STAGE must be one of local, dev"):
        _ = Settings({"STAGE": "nowhere"}).stage
