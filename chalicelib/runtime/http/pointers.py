"""Where a fault lies, in the words of HTTP: in the body, the query or a header.

The use cases name a field by its path and know nothing of requests. An endpoint that takes its
input from the query says so (`of_query`); all other paths lead into the body.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.frozen import frozen


@frozen
class QueryFault(Fault):
    """What is wrong with a parameter of the query, which its path begins with."""


@frozen
class HeaderFault(Fault):
    """What is wrong with a header, whose name its path is."""


def pointer_of(fault: Fault) -> str:
    """A JSON Pointer (RFC 6901) into the body, `?name` for a parameter, or a header's name."""
    if isinstance(fault, HeaderFault):
        return str(fault.path[0])
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in fault.path]
    if isinstance(fault, QueryFault):
        return "?" + "/".join(steps)
    return "".join(f"/{step}" for step in steps)


@contextmanager
def of_query() -> Iterator[None]:
    """Faults that are found within are those of query parameters."""
    try:
        yield
    except Invalid as error:
        faults = [QueryFault(one.path, one.code, one.params) for one in error.faults]
        raise Invalid(faults, error.code, error.params) from None
