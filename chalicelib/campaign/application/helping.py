"""A member of a team begins a registration; the person's own code completes it.

Source: docs/handbook.md §5, §10.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.campaign.domain.teams import TeamMember
from chalicelib.identity.application.codes import CodeSent
from chalicelib.identity.application.registrations import (
    RegistrationDesk,
    StartRegistration,
    start_registration,
)
from chalicelib.identity.domain.assistance import Assistance
from chalicelib.kernel.errors import Fault, Invalid


@dataclass(frozen=True)
class HelpRegister:
    """Whom a member helps, and where. `address` is the network address, `None`: not known."""

    phone: str
    hamlet: str
    address: str | None
    seed: str
    correlation_id: str


def help_register(desk: RegistrationDesk, member: TeamMember, command: HelpRegister) -> CodeSent:
    """As the person would begin it; who helped goes with it to the account.

    Raises as `start_registration` does, and Invalid for a hamlet that the commune does not have.
    """
    hamlet = member.hamlets.named(command.hamlet)
    if hamlet is None:
        raise Invalid([Fault(("hamlet",), "hamlet_not_of_commune")])
    team = member.team
    given = Assistance(
        member.account, member.name, team.commune, team.hamlet, hamlet, desk.clock.now()
    )
    started = StartRegistration(
        command.phone, command.address, command.seed, command.correlation_id, given
    )
    return start_registration(desk, started)
