"""The launch's numbers as answered. Only the document is made from these."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.campaign.http.reach_schemas import MadeView


class LaunchCommuneView(BaseModel):
    """A commune; `accounts` is null where they are fewer than five, or would tell of such a one."""

    code: Annotated[str, Field(examples=["02647"])]
    name: str
    accounts: int | None


class LaunchView(BaseModel):
    """Accounts that are there now, and those that were made in the present month."""

    accounts: int
    made_this_month: MadeView
    communes: list[LaunchCommuneView]
