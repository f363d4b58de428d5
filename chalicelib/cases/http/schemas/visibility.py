"""Who may see a case, in bodies and answers."""

from typing import Literal

from pydantic import BaseModel, Field

from chalicelib.cases.domain.publication import PublicState

VisibilityCode = Literal["public", "private"]


class OfficePublicationView(BaseModel):
    """The public form. `doubts`: passages that may lead to a person, at which somebody of the
    intake desk looks before the case is published; `hidden_photos` are left out."""

    state: PublicState
    description: str = Field(examples=["Tôi là [tên], ổ gà trước cổng trường."])
    doubts: list[str]
    hidden_photos: list[str]
