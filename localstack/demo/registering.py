"""Twenty people open an account; others try what must not work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from localstack.demo.client import Json, Problem
from localstack.demo.crowd import each
from localstack.demo.letters import BELL, SMS, Letter
from localstack.demo.people import Citizen, Profile
from localstack.demo.world import World

WRONG_CODES = 10
"""Far more wrong codes than anybody may type; the lock must come earlier."""


def register_everybody(world: World, profiles: Sequence[Profile]) -> None:
    """All of them, four at a time."""
    consents = needed_consents(world)
    world.console.start("người dân đăng ký tài khoản bằng mã SMS", len(profiles))
    each(lambda profile: register(world, profile, consents), profiles)
    world.console.finish()


def needed_consents(world: World) -> list[Json]:
    """The consents that an account needs, in their present versions; nobody ticks more."""
    return [
        {"purpose": consent["purpose"], "version": consent["version"]}
        for consent in world.reference("/consents")
        if consent["needed"]
    ]


def register(
    world: World, profile: Profile, consents: list[Json], citizen: Citizen | None = None
) -> None:
    """One of them, who may have called before (`citizen`)."""
    citizen = citizen or Citizen(world.stack, world.post, profile)
    citizen.open_account(consents)
    registered(world, citizen)
    world.console.step()


def registered(world: World, citizen: Citizen) -> None:
    """Somebody has an account: a code and a welcome are owed."""
    profile = citizen.profile
    _owe_code(world, profile)
    world.owe(Letter(BELL, profile.phone, "welcome"))
    world.citizens[profile.phone] = citizen


def _owe_code(world: World, profile: Profile) -> None:
    world.owe(Letter(SMS, profile.phone, "code"))


def try_what_must_fail(world: World, strangers: Sequence[Profile]) -> None:
    """A taken phone, a taken personal number, wrong codes until locked."""
    consents = needed_consents(world)
    known = list(world.citizens.values())
    _refused(world, "Số điện thoại đã có tài khoản", "phone_taken", known[0].profile, consents)
    numbered = next(c.profile for c in known if c.profile.personal_id)
    twin = replace(numbered, phone=strangers[0].phone, email=None)
    _refused(world, "Số định danh đã có tài khoản", "personal_id_taken", twin, consents)
    _locked_out(world, strangers[1])


def _refused(world: World, what: str, code: str, profile: Profile, consents: list[Json]) -> None:
    _owe_code(world, profile)
    try:
        Citizen(world.stack, world.post, profile).open_account(consents)
    except Problem as problem:
        world.expect(
            problem.code == code,
            f"{what}: {problem.status} {problem.code} – “{problem.explanation}”",
        )
        return
    world.complain(f"{what}: lẽ ra phải bị từ chối")


def _locked_out(world: World, profile: Profile) -> None:
    """Types wrong codes until the API has had enough; then even the right one is refused."""
    citizen = Citizen(world.stack, world.post, profile)
    registration = citizen.ask_for_code()
    right = citizen.phone.last_code()
    _owe_code(world, profile)
    wrong = "000000" if right != "000000" else "111111"
    answers: list[Problem] = []
    for otp in [wrong] * WRONG_CODES + [right]:
        try:
            citizen.api.post(f"/registrations/{registration}/verify", {"otp": otp})
        except Problem as problem:
            answers.append(problem)
    kinds = list(dict.fromkeys(f"{p.status} {p.code}" for p in answers))
    world.expect(
        len(answers) == WRONG_CODES + 1 and len(kinds) > 1,
        f"Nhập sai mã đến khi bị khoá: {' → '.join(kinds)} – “{answers[-1].explanation}”",
    )
