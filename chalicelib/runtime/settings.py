"""Typed settings from the environment, checked by name at the first use, never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields

STAGES = ("local", "dev", "staging", "prod")
SWITCH = ("on", "off")


class MissingSetting(Exception):
    """An environment variable is not set, or does not fit the others; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Every setting the code reads; the field `cases_table` is the variable `CASES_TABLE`."""

    stage: str
    province: str
    cases_table: str
    people_table: str
    directory_table: str
    messages_table: str
    ledger_table: str
    figures_table: str
    assignment_queue_url: str
    notifications_queue_url: str
    figures_queue_url: str
    uploads_queue_url: str
    relay_dlq_url: str
    uploads_bucket: str
    key_id: str
    sender_email: str
    sms_sender_name: str
    public_url: str
    build: str = "dev"
    address_limits: str = "on"
    """Limits per network address: `on` or `off` (never where people are: staging, prod)."""
    dead_letter_urls: str = "{}"
    """JSON object: each dead-letter queue's URL by the name that people know."""
    second_region: str = ""
    """Region of the second providers of mail and SMS; empty: there is none."""


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read all settings at once; raises `MissingSetting` with every name that is missing."""
    source = os.environ if environment is None else environment
    names = {field.name: field.name.upper() for field in fields(Settings)}
    missing = [
        names[field.name]
        for field in fields(Settings)
        if field.default is MISSING and not source.get(names[field.name])
    ]
    if missing:
        raise MissingSetting(", ".join(missing))
    settings = Settings(**{n: source[env] for n, env in names.items() if env in source})
    if settings.stage not in STAGES:
        raise MissingSetting(f"STAGE must be one of {', '.join(STAGES)}")
    if settings.address_limits not in SWITCH:
        raise MissingSetting(f"ADDRESS_LIMITS must be one of {', '.join(SWITCH)}")
    if settings.address_limits == "off" and settings.stage in ("staging", "prod"):
        raise MissingSetting(f"ADDRESS_LIMITS must be on where STAGE is {settings.stage}")
    return settings
