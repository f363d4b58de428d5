"""Health as answered. Only the document is made from these."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

State = Literal["ok", "down"]


class HealthView(BaseModel):
    """`down` (503) while a dependency does not answer."""

    status: State
    stage: str = Field(examples=["prod"])
    build: str = Field(examples=["3b1f0c2a9d4e"])
    dependencies: dict[str, State] = Field(examples=[{"cases": "ok", "queues": "ok"}])
