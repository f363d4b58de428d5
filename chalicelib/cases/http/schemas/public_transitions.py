"""Actions about what the public reads, and says."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.dispute_commands import AnswerDispute
from chalicelib.runtime.http.schemas.texts import Body, Description, Note, UploadIds


class PublishBody(Body):
    """Somebody has looked at the public form. `text` takes the place of the citizen's text there;
    `hidden_photos` are left out of it. What is left out here stays as it is."""

    action: Literal["publish"]
    text: Annotated[Description, Field(examples=["Ổ gà sâu trước cổng trường."])] | None = None
    hidden_photos: UploadIds | None = None

    def command(self) -> commands.Command:
        """As the domain knows it."""
        hidden = None if self.hidden_photos is None else tuple(self.hidden_photos)
        return commands.Publish(self.text, hidden)


class AnswerDisputeBody(Body):
    """The agency's answer to the dispute of that number."""

    action: Literal["answer_dispute"]
    dispute: Annotated[int, Field(ge=1, le=10_000, examples=[1])]
    text: Annotated[Note, Field(examples=["Tổ sửa chữa quay lại trong tuần này."])]

    def command(self) -> commands.Command:
        """As the domain knows it."""
        return AnswerDispute(self.dispute, self.text)
