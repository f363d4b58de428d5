"""What agencies are called where routes give their ids."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.words import bare
from chalicelib.runtime.services import services


def agency_names() -> Mapping[str, str]:
    """By id, in the order of their names; the directory remembers them, so that no call is made."""
    found = services().get(Directory).agencies()
    return dict(sorted(((one.id, one.name) for one in found), key=lambda one: bare(one[1])))
