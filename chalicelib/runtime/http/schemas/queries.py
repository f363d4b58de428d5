"""Query parameters: text, checked like any other field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_LONGEST_NUMBER = 9
"""Digits."""


def _number(text: object) -> object:
    """Plain digits only: no sign, blank, underscore or fraction."""
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    if isinstance(text, str):
        raise PydanticCustomError("wrong_type", "not a whole number")
    return text


Number = BeforeValidator(_number)
"""Stands after the bounds: what stands before it is no bound to the document."""


class NoQuery(BaseModel):
    """No parameters are known."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


Limit = Annotated[int, Field(ge=1, le=100, description="Items a page at most"), Number]


class Paging(NoQuery):
    """A page of a list."""

    limit: Limit = 20
    cursor: Annotated[str, Field(max_length=2000)] | None = None


class LongPaging(Paging):
    """A page of a list that is mostly read whole."""

    limit: Limit = 100


class InboxQuery(Paging):
    """Which queue of the inbox."""

    queue: Literal[
        "mine", "agency", "intake", "overdue", "escalated", "publication", "extensions"
    ] = "mine"
