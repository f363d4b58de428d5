"""Cases that live at random: what was done is remembered, to be looked for at the end."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.cases.application.cases import CaseDesk, SubmitCase, submit_case
from chalicelib.cases.application.matters import Matter
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import new_seed
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.runtime.services import Services

_TEXT = "Rác dồn ba ngày chưa ai dọn, nhờ tổ vệ sinh thu gom giúp ạ."
_LIVELY = 4
_PATIENCE = 0.02
"""Seconds."""
Choice = tuple[float, Role, Callable[[random.Random], commands.Command]]

CHOICES: dict[State, tuple[Choice, ...]] = {
    State.ASSIGNED: (
        (0.86, Role.OFFICER, lambda _: commands.Start()),
        (0.07, Role.OFFICER, lambda _: commands.Return("Không phải việc của xã.")),
        (0.07, Role.CITIZEN, lambda _: commands.Withdraw()),
    ),
    State.IN_PROGRESS: (
        (0.8, Role.OFFICER, lambda _: commands.ProposeAnswer("Đã thu gom toàn bộ rác.")),
        (0.2, Role.OFFICER, lambda _: commands.RequestInfo("Gần nhà số mấy?")),
    ),
    State.NEEDS_INFO: (
        (1.0, Role.CITIZEN, lambda _: commands.Supplement("Đối diện nhà văn hóa.")),
    ),
    State.PENDING_APPROVAL: (
        (0.9, Role.LEADER, lambda _: commands.Approve()),
        (0.1, Role.LEADER, lambda _: commands.SendBack("Nêu rõ ngày xong.")),
    ),
    State.ANSWERED: (
        (0.85, Role.CITIZEN, lambda chance: commands.Rate(chance.randint(1, 5))),
        (0.15, Role.CITIZEN, lambda _: commands.Reopen("Lại như cũ.")),
    ),
}


@dataclass
class LivesInChaos:
    """What the callers were told was done: version and action by case."""

    product: Services
    chance: random.Random
    communes: tuple[str, ...]
    done: dict[str, list[tuple[int, Action]]] = field(default_factory=dict)
    lively: list[str] = field(default_factory=list)
    """Those that somebody works on; the others wait at the intake desk."""
    refused: Counter[str] = field(default_factory=Counter)

    def submit(self) -> None:
        """One more case, in a commune that has officers; one in four goes on from there."""
        lively = len(self.done) % _LIVELY == 0
        command = SubmitCase(
            reporter=f"account-{len(self.done) % 500}",
            channel=CaseChannel.APP,
            matter=Matter(
                category="sanitation" if lively else "conduct",
                description=_TEXT,
                visibility=Visibility.PUBLIC,
                urgent=False,
                location=None,
                address=None,
                commune=self.chance.choice(self.communes),
                uploads=(),
            ),
            seed=new_seed(),
            correlation_id="chaos-submit",
        )
        case = submit_case(self.product.get(CaseDesk), command)
        self.done[case.code] = [(1, Action.SUBMIT)]
        self.lively += [case.code] if lively else []

    def step(self) -> None:
        """Somebody does something to one of the cases, if the case lets them."""
        case = self.product.get(CaseStore).find(self.chance.choice(self.lively))
        choices = CHOICES.get(case.state, ()) if case else ()
        if case is None or not choices or (case.state is State.ASSIGNED and not case.officer):
            time.sleep(_PATIENCE)  # the workers are behind
            return
        weights = [weight for weight, _, _ in choices]
        _, role, make = self.chance.choices(choices, weights)[0]
        command = make(self.chance)
        request = Request(_actor(case, role), case, command, case.version, "chaos-step")
        try:
            changed = transition(self.product.get(CaseDesk), request)
        except DomainError as error:
            self.refused[error.code] += 1
            return
        self.done[case.code].append((changed.version, command.action))


def _actor(case: Case, role: Role) -> Actor:
    if role is Role.CITIZEN:
        return Actor(role, case.reporter)
    if role is Role.LEADER:
        return Actor(role, f"leader-of-{case.agency}", case.agency)
    return Actor(role, case.officer or "", case.agency)
