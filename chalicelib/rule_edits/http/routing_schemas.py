"""A rule of routing as it is read and edited."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.rules.domain.routing import (
    LONGEST_KEY_WORD,
    MOST_COORDINATING,
    MOST_KEY_WORDS,
    MOST_ORGANISATIONS,
)


class RoutingRuleMember(BaseModel):
    """One rule; what it does not name fits all. `{commune}` stands for the commune's code.

    One of the key words is enough. They are found as whole words; one with diacritics also as its
    bare spelling in a text written without diacritics throughout, one without in any spelling.
    """

    id: Annotated[str, Field(examples=["roads"])]
    agency: Annotated[str, Field(description="The lead", examples=["ubnd-{commune}"])]
    coordinating: Annotated[list[str], Field(max_length=MOST_COORDINATING)] = []
    sure: bool
    categories: list[str] = []
    commune_kinds: list[str] = []
    communes: list[str] = []
    urgencies: list[str] = []
    channels: Annotated[list[str], Field(examples=[["hotline"]])] = []
    key_words: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_KEY_WORD)]],
        Field(max_length=MOST_KEY_WORDS, examples=[["rác thải", "bãi rác"]]),
    ] = []
    reporter_kinds: Annotated[
        list[str],
        Field(description="`person`: sent as oneself; `organisation`: for one", examples=[[]]),
    ] = []
    organisations: Annotated[
        list[str],
        Field(
            max_length=MOST_ORGANISATIONS,
            description="For which it was sent, by their numbers; at most 30 in all rules",
            examples=[["5300100276"]],
        ),
    ] = []
