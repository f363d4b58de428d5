"""What leads where: the items of the head, by role. An item is shown once its page is served."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from chalicelib.kernel.actors import COMMITTEE_PREFIX, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.page_routes import PAGES
from chalicelib.runtime.data_files import read_document
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

_OFFICE = frozenset(Role) - {Role.CITIZEN, Role.EXTERNAL, Role.SYSTEM, Role.TEAM_MEMBER}
_DESKS = frozenset({Role.HOTLINE, Role.INTAKE})
_LEADING = frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR})
_WATCHING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_CONFIRMING = frozenset({Role.INTAKE, Role.ADMINISTRATOR})
_BOARD = _LEADING | {Role.INTAKE}
_ROLL_OUT = ("campaign", "commune-reports", "trainings", "difficulties")


@frozen
class NavigationItem:
    """One item: its word's key below `navigation.`, its address, and whose it is; `central`: of
    these roles, who is at the central agency."""

    key: str
    address: str
    roles: frozenset[Role]
    central: bool = False


NAVIGATION = (
    NavigationItem("inbox", "/officer/inbox", _OFFICE),
    NavigationItem("intake", "/officer/intake/new", _DESKS),
    NavigationItem("search", "/officer/search", _OFFICE),
    NavigationItem("approvals", "/officer/approvals", frozenset({Role.LEADER})),
    NavigationItem("attention", "/officer/attention", _WATCHING),
    NavigationItem("reinspections", "/officer/reinspections", frozenset({Role.SUPERVISOR})),
    NavigationItem("organisations", "/officer/organisations", _CONFIRMING, central=True),
    NavigationItem("roll_out", "/officer/commune-reports", _OFFICE),
    NavigationItem("dashboard", "/dashboard", _LEADING),
    NavigationItem("people", "/officer/people", frozenset({Role.LEADER, Role.ADMINISTRATOR})),
    NavigationItem("imports", "/officer/imports", frozenset({Role.LEADER, Role.ADMINISTRATOR})),
    NavigationItem("absences", "/officer/absences", _OFFICE),
    NavigationItem("rules", "/officer/rules", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
    NavigationItem("account", "/officer/account", _OFFICE),
)


def items_for(role: str, agency: str) -> tuple[NavigationItem, ...]:
    """Those of this role, in that agency, whose pages are served."""
    return _items_for(role, _is_central(agency))


@cache
def _items_for(role: str, central: bool) -> tuple[NavigationItem, ...]:
    served = {route for routes in PAGES.values() for route in routes}
    return tuple(
        item
        for item in NAVIGATION
        if role in item.roles and (central or not item.central) and f"GET {item.address}" in served
    )


def roll_out_for(role: str, agency: str) -> tuple[str, ...]:
    """The pages of the roll-out: the campaign's board is the province's and the communes' own."""
    reads = _is_central(agency) or agency.startswith(COMMITTEE_PREFIX)
    return _ROLL_OUT if reads and role in _BOARD else _ROLL_OUT[1:]


def _is_central(agency: str) -> bool:
    return agency == province()["central_agency"]


def province() -> Mapping[str, object]:
    """The province's names, of its data."""
    return _province(services().get(Settings).province)


@cache
def _province(id: str) -> Mapping[str, object]:
    document = read_document(id, "province")
    assert isinstance(document, dict)
    return document
