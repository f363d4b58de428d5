"""Cases that persons send for an organisation. Source: docs/organisations.md."""

from __future__ import annotations

from chalicelib.kernel.frozen import frozen


@frozen
class SentFor:
    """The organisation by its number, and by its name of when the case was sent."""

    number: str
    name: str
