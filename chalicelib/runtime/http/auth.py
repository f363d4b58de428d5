"""Who calls: bearer tokens, read without a call to any other service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.runtime.http.calls import NOBODY, Access, Call
from chalicelib.runtime.services import services

Loader = Callable[[Call], Any]
_ROLES = {
    Access.CITIZEN: (Role.CITIZEN,),
    Access.ENTRY: (Role.HOTLINE, Role.INTAKE),
    Access.SUPERVISION: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Access.LISTS: (Role.LEADER, Role.ADMINISTRATOR),
    Access.ADMINISTRATOR: (Role.ADMINISTRATOR,),
}
_OF_THE_PROVINCE = frozenset({Access.SUPERVISION, Access.ADMINISTRATOR})
"""For those whose scope is the whole province."""


def authenticate(access: Access, headers: Mapping[str, str]) -> Bearer:
    """The caller; raises Unauthenticated. A registration's id stands in `session`."""
    if access is Access.PUBLIC:
        return Bearer(NOBODY, "")
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("unauthenticated")
    now = services().get(Clock).now()
    if access is Access.REGISTRATION:
        return Bearer(NOBODY, services().get(Tokens).read_registration(token.strip(), now))
    return services().get(Tokens).read_access(token.strip(), now)


def known_to(access: Access) -> Callable[[Loader], Loader]:
    """A `load` that looks for nothing on behalf of another kind of account: it is told so (403),
    whether there is such a thing or not."""

    def with_check(load: Loader) -> Loader:
        @wraps(load)
        def loaded(call: Call) -> Any:
            return load(call) if is_for(access, call.actor) else None

        return loaded

    return with_check


def is_for(access: Access, actor: Actor) -> bool:
    """Whether the path is for this kind of account."""
    if access is Access.OFFICER:
        return actor.role not in (Role.CITIZEN, Role.EXTERNAL, Role.SYSTEM)
    if access in _OF_THE_PROVINCE and not actor.province:
        return False
    return access not in _ROLES or actor.role in _ROLES[access]
