"""The bodies of transitions about the parts of co-ordinating agencies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.cases.domain import commands, part_commands
from chalicelib.runtime.http.schemas.texts import Body, Description, Note, UploadIds
from chalicelib.runtime.http.schemas.times import Instant

_Code = Annotated[str, Field(min_length=1, max_length=60)]


class AskPartBody(Body):
    """The lead wants a part before the case is due."""

    action: Literal["ask_part"]
    agency: Annotated[_Code, Field(examples=["so-y-te"])]
    wanted_by: Annotated[Instant, Field(examples=["2026-08-05T17:00:00+07:00"])]
    note: Note | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return part_commands.AskPart(self.agency, self.wanted_by, self.note)


class AssignPartBody(Body):
    """Who writes the part of their own agency."""

    action: Literal["assign_part"]
    officer: _Code

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return part_commands.AssignPart(self.officer)


class AnswerPartBody(Body):
    """What their own agency has to say; again, in place of what it said."""

    action: Literal["answer_part"]
    text: Annotated[Description, Field(examples=["Trạm y tế đã phun khử khuẩn ngày 04/8."])]
    evidence: UploadIds = Field(default_factory=list)

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return part_commands.AnswerPart(self.text)
