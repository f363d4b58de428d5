"""Logical ids: Chalice's own, and those of the queues."""

from __future__ import annotations

from chalicelib.function_forms import Function, fed_by_streams
from chalicelib.functions import FUNCTIONS

_API = "api"
_FAILURES = frozenset(fed.failures for _, fed in fed_by_streams(FUNCTIONS))


def logical(function: Function) -> str:
    """Of the function, as Chalice calls it."""
    return "APIHandler" if function.name == _API else function.name.title()


def role(function: Function) -> str:
    """Of its role."""
    return "ApiHandlerRole" if function.name == _API else f"{function.name.title()}Role"


def configured(function: Function) -> str:
    """Its name in Chalice's configuration."""
    return "api_handler" if function.name == _API else function.name


def queue(name: str) -> str:
    """Of a queue of letters."""
    return f"{name.title()}Queue"


def dead_letters(name: str) -> str:
    """Of the dead letters that people know under that name."""
    return f"{name.title()}Failures" if name in _FAILURES else f"{name.title()}DeadLetters"


def table(name: str) -> str:
    """Of a table."""
    return f"{name.title()}Table"
