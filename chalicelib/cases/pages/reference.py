"""What forms offer to choose from, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.words import bare
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

Choices = Sequence[tuple[str, str]]
"""Codes and words, in the order in which they are shown."""


def categories(visit: PageVisit) -> Choices:
    """All categories; the directory remembers them, so that no call is made."""
    found = services().get(Directory).categories()
    return [(category.code, category.name(visit.language)) for category in found]


def communes(_visit: PageVisit) -> Choices:
    """All communes by name, wards and communes apart."""
    found = services().get(CaseDesk).gazetteer.communes()
    return sorted(((one.code, one.name) for one in found), key=lambda one: bare(one[1]))
