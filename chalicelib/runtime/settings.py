"""Settings from the environment, checked by name at the first use of each, never at import.

A function has those that `chalicelib/functions.py` gives it, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping

STAGES = ("local", "dev", "staging", "prod")
SWITCH = ("on", "off")
_QUEUE = "_QUEUE_URL"


class MissingSetting(Exception):
    """An environment variable is not set, or does not fit the others; the message names it."""


class _Setting:
    """The field `cases_table` is the variable `CASES_TABLE`."""

    def __init__(self, default: str | None = None, one_of: tuple[str, ...] = ()) -> None:
        self._default = default
        self._one_of = one_of

    def __set_name__(self, owner: type, name: str) -> None:
        self.variable = name.upper()

    def __get__(self, settings: Settings, owner: type) -> str:
        value = settings.given.get(self.variable, self._default)
        if value is None or (not value and self._default is None):
            raise MissingSetting(self.variable)
        if self._one_of and value not in self._one_of:
            raise MissingSetting(f"{self.variable} must be one of {', '.join(self._one_of)}")
        return value


class _AddressLimits(_Setting):
    def __get__(self, settings: Settings, owner: type) -> str:
        value = super().__get__(settings, owner)
        if value == "off" and settings.stage in ("staging", "prod"):
            raise MissingSetting(f"{self.variable} must be on where STAGE is {settings.stage}")
        return value


class _Count(_Setting):
    def __get__(self, settings: Settings, owner: type) -> str:
        value = super().__get__(settings, owner)
        if not (value.isascii() and value.isdigit() and int(value)):
            raise MissingSetting(f"{self.variable} must be a whole number from 1 on")
        return value


class Settings:
    """Every setting that the code reads; reading one raises `MissingSetting` where it is not."""

    stage = _Setting(one_of=STAGES)
    province = _Setting()
    cases_table = _Setting()
    people_table = _Setting()
    directory_table = _Setting()
    messages_table = _Setting()
    ledger_table = _Setting()
    figures_table = _Setting()
    audit_table = _Setting()
    search_table = _Setting()
    campaign_table = _Setting()
    relay_dlq_url = _Setting()
    events_topic = _Setting()
    """The ARN of the topic by which events come to queues."""
    events_wanted = _Setting()
    """JSON object: of each queue that wants events which ones (`function_events.py`)."""
    dead_letter_urls = _Setting()
    """JSON object: each dead-letter queue's URL by the name that people know."""
    uploads_bucket = _Setting()
    uploads_host = _Setting(default="")
    """The name by which the distribution asks the bucket; who makes no pages is not told."""
    account_id = _Setting()
    """The account that the bucket belongs to."""
    key_id = _Setting()
    hash_key_id = _Setting()
    """The KMS key that hashes phones and personal numbers."""
    sender_email = _Setting()
    sms_sender_name = _Setting()
    public_url = _Setting()
    second_region = _Setting(default="")
    """Region of the second providers of mail and SMS; empty: there is none."""
    mail_per_second = _Count()
    """What the quota of SES gives, in each of its regions."""
    sms_per_second = _Count()
    """The same of SNS."""
    edge_key = _Setting(default="")
    """What the distribution says to the API (`runtime/http/addresses.py`); empty: there is none."""
    build = _Setting(default="dev")
    address_limits = _AddressLimits(default="on", one_of=SWITCH)
    """Limits per network address: `on` or `off` (never where people are: staging, prod)."""
    network_allowance = _Count(default="1")
    """How many times of what the identity policy says one network may do, in digits."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """`given`: variables by their names, those of others among them."""
        self.given = given

    def queue_url(self, queue: str) -> str:
        """Of a queue that this function sends to, or whose letters it counts: `codes` is the
        variable `CODES_QUEUE_URL`."""
        variable = f"{queue.upper()}{_QUEUE}"
        url = self.given.get(variable)
        if not url:
            raise MissingSetting(variable)
        return url

    def queue_urls(self) -> tuple[str, ...]:
        """Of all such queues."""
        return tuple(url for name, url in sorted(self.given.items()) if name.endswith(_QUEUE))


SETTINGS = frozenset(one.variable for one in vars(Settings).values() if isinstance(one, _Setting))
"""The variables that the code reads, beside those of queues, which are read by the queue's name."""
