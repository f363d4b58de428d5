"""Who may see a case besides its reporter and the office."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.kernel.frozen import frozen


class Visibility(StrEnum):
    """As the reporter, or the intake desk, has it."""

    PUBLIC = "public"
    PRIVATE = "private"


@frozen
class Publication:
    """What is known for the public form: names of the reporter, which it never says; what
    somebody of the intake desk looked at, and their own text in place of the citizen's."""

    names: tuple[str, ...]
    looked_at: bool = False
    text: str | None = None
