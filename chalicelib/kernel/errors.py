"""What can go wrong, by kind, in the words of the use cases. HTTP has its own for each kind
(`runtime/http/problems.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TypeVar

from chalicelib.kernel.frozen import frozen

T = TypeVar("T")
Param = str | int | float | tuple[str, ...]
Params = Mapping[str, Param]
Path = tuple[str | int, ...]
"""Where a field lies in what a use case is given: names of members, and places (from 0) in lists.
Empty: the whole."""
_NO_PARAMS: Params = MappingProxyType({})


@frozen
class Fault:
    """One thing wrong with one field.

    `path` leads to it (`("consents", 0, "purpose")`); `code` is stable; `params` (limits, allowed
    values) fill the message of that code. None of them holds a value that the person typed.
    """

    path: Path
    code: str
    params: Params = field(default_factory=dict, hash=False)


class DomainError(Exception):
    """Base of all expected errors. `code` is stable and known to clients."""

    def __init__(self, code: str, params: Params = _NO_PARAMS) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Invalid(DomainError):
    """Fields that are wrong, all of them at once."""

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
    """What cannot be read at all: not JSON, a bad cursor."""


class Unauthenticated(DomainError):
    """No token, or none that is good here and now."""


class Forbidden(DomainError):
    """Known, but not allowed to do this."""


class NotFound(DomainError):
    """Not there, or not the reader's to see."""


class Conflict(DomainError):
    """Not possible in the present state."""


class Gone(DomainError):
    """Was there once; is over."""


class Stale(DomainError):
    """A newer version exists than the one that was seen."""


class VersionMissing(DomainError):
    """The change is to be made to a version that was seen, and none was named."""

    def __init__(self) -> None:
        super().__init__("version_missing")


class TooMany(DomainError):
    """Too often; `retry_after` is in whole seconds."""

    def __init__(self, code: str, retry_after: int, params: Params = _NO_PARAMS) -> None:
        super().__init__(code, params)
        self.retry_after = retry_after
