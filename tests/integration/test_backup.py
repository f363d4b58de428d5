"""A backup of one stack comes back in an empty other: people, cases, figures, and no message."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localstack import emulator
from localstack.cast import AGENCY, Cast
from localstack.demo.client import Client, Json
from localstack.demo.people import Citizen, StaffMember, new_key
from localstack.demo.phone import Post
from localstack.demo.stack import RunningStack, read_stack
from operations.backup import back_up
from operations.places import ROOT, LocalPlace
from operations.stacks import local_stack
from tests.support.local_time import pass_time

PHONE = "+84912777401"


@pytest.fixture
def elsewhere() -> Iterator[LocalPlace]:
    """A local cloud of this test's own, with another KMS key."""
    with emulator.passing("restored") as here:
        yield here


def run(module: str, place: LocalPlace, *options: str) -> subprocess.CompletedProcess[str]:
    """As `make` runs it: in a process of its own, for this one speaks to another cloud."""
    where = ["--port", str(place.port), "--folder", str(place.folder)]
    line = [sys.executable, "-m", module, *where, *options]
    return subprocess.run(line, cwd=ROOT, check=False, capture_output=True, text=True)


def sign_in(stack: RunningStack, citizen: Citizen) -> Citizen:
    """The same person, at the other stack: by the phone alone."""
    there = Citizen(stack, Post(stack.emulator_url), citizen.profile)
    there.phone.look()
    begun = Client(stack.api_url).post("/sessions", {"phone": PHONE}, key=new_key()).json()
    proof = {"otp": there.phone.last_code()}
    path = f"/sessions/{begun['session_id']}/verify"
    there.adopt(Client(stack.api_url).post(path, proof).json())
    return there


def officer_at(
    stack: RunningStack, other: RunningStack, role: str, agency: str | None = None
) -> StaffMember:
    """An officer of the first stack, with the first stack's password, at the other one."""
    login = next(o for o in stack.officers if o.role == role and agency in (None, o.agency))
    officer = StaffMember(other, Post(other.emulator_url), login)
    officer.sign_in()
    return officer


def lasting(shown: Any) -> Any:
    """What is shown but the time left, which is another a minute later."""
    if isinstance(shown, dict):
        return {key: lasting(it) for key, it in shown.items() if key != "working_minutes_left"}
    return [lasting(it) for it in shown] if isinstance(shown, list) else shown


def figures(officer: StaffMember) -> Json:
    return dict(officer.api.get("/reports/live", level="agency").json())


def test_everything_comes_back_and_nothing_is_sent(
    stack: RunningStack, place: LocalPlace, elsewhere: LocalPlace, tmp_path: Path
) -> None:
    """The citizen finds the case, the officer the inbox, the supervisor the same figures."""
    cast = Cast(stack)
    citizen = cast.citizen(PHONE)
    code = cast.case_of(citizen)
    pass_time(stack, 0)
    before = lasting(citizen.case(code))
    inbox = lasting(cast.officer("officer", AGENCY).inbox("agency"))
    counted = figures(cast.officer("supervisor"))
    back_up(local_stack(place).adopt(), tmp_path / "backup", tmp_path / "key")

    assert run("localstack.up", elsewhere).returncode == 0
    wrong = run("operations.restore", elsewhere, str(tmp_path / "backup"), str(tmp_path / "no"))
    assert wrong.returncode != 0
    sealed = (str(tmp_path / "backup"), str(tmp_path / "key"))
    restored = run("operations.restore", elsewhere, *sealed)
    assert restored.returncode == 0, restored.stderr
    other = read_stack(elsewhere.stack_file)
    pass_time(other, 0)
    post = Post(other.emulator_url)
    assert post.all_sms() + post.all_mails() == []

    assert lasting(sign_in(other, citizen).case(code)) == before
    assert lasting(officer_at(stack, other, "officer", AGENCY).inbox("agency")) == inbox
    assert figures(officer_at(stack, other, "supervisor")) == counted
    assert run("operations.recount", elsewhere).returncode == 0
    again = run("operations.restore", elsewhere, *sealed)
    assert again.returncode != 0
    assert "not empty" in again.stderr
