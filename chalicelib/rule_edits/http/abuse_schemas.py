"""The words that insult, as they are read and edited, and which of the last cases have them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from chalicelib.rule_edits.http.preview_schemas import PreviewPageView
from chalicelib.rule_edits.http.schemas import Day, Documented, Read, RuleDocument
from chalicelib.rules.domain.abuse import LONGEST_ABUSE_WORD, MOST_ABUSE_WORDS


class AbuseDocument(RuleDocument):
    """A text in which one of them stands waits for a person, however sure a rule is; none is
    refused for it. They are found as key words of routing rules are."""

    valid_from: Day
    words: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=LONGEST_ABUSE_WORD)]],
        Field(max_length=MOST_ABUSE_WORDS, examples=[["đồ chó"]]),
    ]


class AbuseView(AbuseDocument, Read):
    """The newest version of the words, or the one asked for."""


class HeldCaseView(BaseModel):
    """A case in which other words than before would have been found."""

    code: str
    before: list[str]
    after: list[str]


class AbusePreviewView(PreviewPageView):
    """Which of the last 1,000 cases (of a year at most) would have waited for a person, or would no
    longer, or for other words. Cases that are there stay where they are."""

    items: list[HeldCaseView]


AbuseBody = Annotated[dict[str, Any], Documented(AbuseView)]
