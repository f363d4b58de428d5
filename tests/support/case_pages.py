"""Who works on a case in the browser, and how they open and send its forms."""

from __future__ import annotations

from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.browsing import Seen, Visitor
from tests.support.whole_api import WholeApi

OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
LEADER = Actor(Role.LEADER, "l1", "so-xay-dung")
INTAKE = central(Role.INTAKE, "i1")
STRANGER = Actor(Role.OFFICER, "o7", "so-y-te")
ANSWER = "Đã vá ổ gà và kẻ lại vạch sơn ngày 04/08."


def page(case: Case, action: str = "") -> str:
    return f"/officer/cases/{case.code}" + (f"/{action}" if action else "")


def take(api: WholeApi, actor: Actor, case: Case, action: str, **typed: str) -> Seen:
    """Open the form of the action, fill it in, send it."""
    visitor = Visitor().sign_in_as(api, actor)
    address = page(case, action)
    return visitor.submit(visitor.open(address), address, **typed)
