"""The whole workflow: every position × action × role × scope against the handbook's table (§3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from chalicelib.cases.domain.parties import Party, Relation
from chalicelib.cases.domain.workflow import (
    POSITIONS,
    TABLE,
    WORDS,
    Action,
    Position,
    State,
    destination,
    find_step,
    leads_from,
)
from chalicelib.kernel.actors import Role, RoleScope

# The handbook's table, written down once more by hand: action | roles | from | to.
# `needs_info<x` is a wait that began in x; `<` leads back to where the case came from.
# A role counts for the agency that leads the case or the desk that has it; `role@province` for the
# province's only, `role*` for all who see the case, `role+` for those who co-ordinate,
# `citizen~` for those who read it in public.
HANDBOOK = """
request_info | intake officer | received assigned in_progress | needs_info
supplement | citizen | needs_info<received needs_info<assigned needs_info<in_progress | <
give_up_waiting | system | needs_info<received | rejected
give_up_waiting | system | needs_info<assigned needs_info<in_progress | <
accept | intake system | received | accepted
reject | intake | received needs_info<received | rejected
redirect | intake | received accepted assigned | redirected
mark_duplicate | intake officer | received accepted assigned | duplicate
mark_duplicate | system | duplicate<received duplicate<accepted duplicate<assigned | duplicate
unmark_duplicate | system | duplicate<received | received
unmark_duplicate | system | duplicate<accepted duplicate<assigned | accepted
unmark_duplicate | intake | duplicate<received duplicate<accepted duplicate<assigned | <
assign | intake supervisor leader system | accepted assigned | assigned
hand_over | leader system | in_progress pending_approval | =
hand_over | leader system | needs_info<assigned needs_info<in_progress | needs_info
return | officer | assigned | accepted
start | officer | assigned | in_progress
request_extension | officer | in_progress | =
decide_extension | leader | in_progress | =
propose_answer | officer | in_progress | pending_approval
approve | leader | pending_approval | answered
send_back | leader | pending_approval | in_progress
rate | citizen | answered closed | =
reopen | citizen supervisor system | answered closed | assigned
dispute | citizen citizen~ | answered closed | =
answer_dispute | officer leader | assigned in_progress pending_approval answered closed | =
reinspect | supervisor | answered closed | =
close | system leader | answered | closed
withdraw | citizen | received accepted assigned needs_info<received needs_info<assigned | withdrawn
snooze | officer leader supervisor | assigned in_progress pending_approval | =
acknowledge | leader supervisor | assigned in_progress pending_approval | =
acknowledge | leader supervisor | needs_info<assigned needs_info<in_progress | needs_info
record_answer | intake@province | assigned in_progress pending_approval | answered
correct_answer | leader | answered closed | =
ask_part | officer leader | assigned in_progress | =
assign_part | leader+ | assigned in_progress | =
assign_part | system | assigned in_progress pending_approval | =
assign_part | system | needs_info<assigned needs_info<in_progress | needs_info
answer_part | officer+ | assigned in_progress | =
note | officer* leader* intake* supervisor* | any | =
comment | officer leader intake | any-received | =
refer | officer leader intake supervisor | assigned in_progress pending_approval | =
refer | officer leader intake supervisor | needs_info<assigned needs_info<in_progress | needs_info
revoke_referral | officer leader intake supervisor | accepted assigned in_progress | =
revoke_referral | officer leader intake supervisor | pending_approval answered closed | =
revoke_referral | officer leader intake supervisor | needs_info<assigned needs_info<in_progress | =
revoke_referral | officer leader intake supervisor | duplicate<accepted duplicate<assigned | =
reply_to_referral | external | assigned in_progress pending_approval | =
reply_to_referral | external | needs_info<assigned needs_info<in_progress | =
publish | intake | accepted assigned in_progress pending_approval answered closed | =
publish | intake | needs_info<assigned needs_info<in_progress | needs_info
publish | intake | duplicate<accepted duplicate<assigned | duplicate
set_visibility | citizen | received accepted assigned in_progress pending_approval | =
set_visibility | citizen | answered closed | =
set_visibility | citizen | needs_info<received | needs_info
set_visibility | citizen | needs_info<assigned needs_info<in_progress | needs_info
set_visibility | citizen | duplicate<received duplicate<accepted duplicate<assigned | duplicate
"""


def _name(position: Position) -> str:
    return f"{position.state}<{position.origin}" if position.origin else position.state.value


def _parties(word: str) -> Iterator[Party]:
    role, _, only = word.rstrip("*+~").partition("@")
    scopes = [RoleScope(only)] if only else list(RoleScope)
    relations = {"*": list(Relation), "+": [Relation.COORDINATES], "~": [Relation.FOLLOWS]}
    for scope, relation in product(scopes, relations.get(word[-1], [Relation.HOLDS])):
        yield Party(Role(role), scope, relation)


def _expected() -> dict[tuple[str, str, Party], str]:
    allowed = {}
    for line in HANDBOOK.strip().splitlines():
        action, roles, sources, target = (part.strip() for part in line.split("|"))
        states = sources.split()
        if sources.startswith("any"):
            states = [one for one in _EVERYWHERE if one != sources.removeprefix("any-")]
        for role, source in product(roles.split(), states):
            to = {"<": source.partition("<")[2], "=": source.partition("<")[0]}.get(target, target)
            allowed |= {(action, source, party): to for party in _parties(role)}
    return allowed


_EVERYWHERE = [_name(position) for position in POSITIONS]
PARTIES = [Party(*parts) for parts in product(Role, RoleScope, Relation)]
EXPECTED = _expected()


@pytest.mark.parametrize("action", list(Action))
def test_every_position_role_and_scope(action: Action) -> None:
    """What the handbook allows is allowed and leads where it says; nothing else is."""
    found = {}
    for position, party in product(POSITIONS, PARTIES):
        step = find_step(action, position, party)
        if step is not None:
            found[action.value, _name(position), party] = destination(step, position).value
    assert found == {key: to for key, to in EXPECTED.items() if key[0] == action}


def test_every_line_of_the_handbook_is_a_position_of_ours() -> None:
    """The hand-written table names only positions that exist, so that no line is passed over."""
    names = {_name(position) for position in POSITIONS}
    assert {source for _, source, _ in EXPECTED} <= names


def test_dead_ends_lead_nowhere() -> None:
    """Nothing can be done to a rejected, redirected or withdrawn case, beyond a word about it."""
    dead = [Position(state) for state in (State.REJECTED, State.REDIRECTED, State.WITHDRAWN)]
    leading = {step.action for step in TABLE for end in dead if end in step.sources}
    assert leading == WORDS == {a for a in Action if any(leads_from(a, end) for end in dead)}
