"""What can go wrong, by kind. The HTTP layer maps each kind to one status in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")
Param = str | int | float
Params = Mapping[str, Param]
_NO_PARAMS: Params = MappingProxyType({})


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field.

    `pointer` is a JSON Pointer into the body (`/location/lat`) or `?name` for a query parameter;
    `code` is stable; `params` (limits, allowed values) fill the message of that code. Neither
    holds what the person typed.
    """

    pointer: str
    code: str
    params: Params = field(default_factory=dict, hash=False)


class DomainError(Exception):
    """Base of all expected errors. `code` is stable and known to clients."""

    def __init__(self, code: str, params: Params = _NO_PARAMS) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Invalid(DomainError):
    """Fields that are wrong, all of them at once (422)."""

    def __init__(
        self, faults: Iterable[Fault], code: str = "invalid", members: Params = _NO_PARAMS
    ) -> None:
        super().__init__(code, members)
        self.faults = tuple(faults)


class Findings(list[Fault]):
    """Collects what is wrong, to tell all of it at once."""

    def collect(self, read: Callable[[], T]) -> T | None:
        """What `read` gives; None where it found faults."""
        try:
            return read()
        except Invalid as error:
            self.extend(error.faults)
            return None

    def check(self) -> None:
        """Raise Invalid if there are any."""
        if self:
            raise Invalid(self)


class Unreadable(DomainError):
    """What cannot be read at all: not JSON, a bad cursor (400)."""


class Unauthenticated(DomainError):
    """No token, or none that is good here and now (401)."""


class Forbidden(DomainError):
    """Known, but not allowed to do this (403)."""


class NotFound(DomainError):
    """Not there, or not the reader's to see (404)."""


class Conflict(DomainError):
    """Not possible in the present state (409)."""


class Gone(DomainError):
    """Was there once; is over (410)."""


class Stale(DomainError):
    """A newer version exists (412)."""


class PreconditionRequired(DomainError):
    """`If-Match` is missing (428)."""


class TooMany(DomainError):
    """Too often; `retry_after` is in whole seconds (429)."""

    def __init__(self, code: str, retry_after: int, params: Params = _NO_PARAMS) -> None:
        super().__init__(code, params)
        self.retry_after = retry_after
