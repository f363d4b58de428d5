"""Nobody is kept out by strangers: limits count by subject, network and known device."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from chalicelib.identity.application.codes import CodeSent
from chalicelib.identity.application.limits import Origin, Source
from chalicelib.identity.application.registrations import (
    StartRegistration,
    start_registration,
    verify_registration,
)
from chalicelib.identity.application.sessions import StartSignIn, finish_sign_in, start_sign_in
from chalicelib.identity.application.sign_ins import CodeAnswer
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.identity_policy import SubjectQuotas
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import DomainError, TooMany
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import store
from chalicelib.kernel.quotas import Quota
from chalicelib.staff.application.officer_sessions import (
    OfficerCodeSent,
    StartOfficerSignIn,
    finish_officer_sign_in,
    start_officer_sign_in,
)
from tests.support.clock import NOW
from tests.support.limits import FakeLimiter
from tests.support.people import (
    OFFICER,
    PASSWORD,
    PHONE,
    POLICY,
    People,
    claims_of,
    make_account,
    set_password,
)

HERE, ELSEWHERE, FAR = "198.51.100.7", "203.0.113.7", "2001:db8:1:2::7"
DAY = timedelta(days=1)
OTHER = replace(OFFICER, id="U9", username="admin2", role=Role.ADMINISTRATOR)
TO_MIDNIGHT = (15 * 60 + 55) * 60
"""Seconds from NOW."""


def test_without_a_network_each_use_counts_once() -> None:
    """A counter that stood twice in one update would be refused by the table."""
    quotas = SubjectQuotas((Quota(3, DAY),), (Quota(9, DAY),), (Quota(5, DAY),))
    for source in (Source(""), Source("n1"), Source("", is_known=True)):
        counted = [(quota.of, quota.window) for quota in source.share_of(quotas)]
        assert len(set(counted)) == len(counted) > 0


@pytest.fixture
def people() -> People:
    people = People()
    people.accounts.create(
        make_account(),
        claims_of(make_account()),
        AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c"),
    )
    people.roster.records["U9"] = OTHER
    for officer in ("U1", "U9"):
        set_password(people.officer_desk, officer, PASSWORD)
    return people


def ask(people: People, address: str, device: str | None = None, phone: str = PHONE) -> CodeSent:
    command = StartSignIn(phone, address, new_seed(), "c-1", device)
    return start_sign_in(people.session_desk, command)


def answer(
    people: People, sent: CodeSent, address: str, otp: str | None = None, device: str | None = None
) -> str:
    """The device's value of the session that was opened."""
    otp = otp or people.code_of(f"S#{sent.id}")
    given = CodeAnswer(otp, new_seed(), Origin(address, device))
    return finish_sign_in(people.session_desk, sent.id, given).device


def log_in(
    people: People,
    address: str,
    username: str = "ltmay",
    password: str = PASSWORD,
    device: str | None = None,
) -> OfficerCodeSent:
    command = StartOfficerSignIn(username, password, address, new_seed(), "c-1", device)
    return start_officer_sign_in(people.officer_desk, command)


def finish(people: People, sent: OfficerCodeSent, address: str) -> str:
    given = CodeAnswer(people.code_of(f"F#{sent.id}"), new_seed(), Origin(address))
    return finish_officer_sign_in(people.officer_desk, sent.id, given).tokens.device


def refusals(times: int, act: Callable[[], object]) -> list[str]:
    """The codes of what was refused."""
    codes = []
    for _ in range(times):
        try:
            act()
        except DomainError as error:
            codes.append(error.code)
    return codes


def under(people: People, **changes: object) -> None:
    """Let other numbers hold for these people."""
    people.limits = replace(people.limits, policy=replace(POLICY, **changes))  # type: ignore[arg-type]


def use_up_codes(people: People, address: str) -> None:
    """All day long, as often as this network may."""
    for _ in range(24):
        refusals(POLICY.codes_per_phone.per_network[0].most + 1, lambda: ask(people, address))
        people.clock.advance(minutes=35)
        if people.clock.now() - NOW > timedelta(hours=12):
            return


def test_a_stranger_elsewhere_does_not_block_a_phone(people: People) -> None:
    """Fifteen requests and more for a victim's phone: from another network a code still comes."""
    use_up_codes(people, ELSEWHERE)
    with pytest.raises(TooMany, match="too_many_codes"):
        ask(people, ELSEWHERE)
    assert answer(people, ask(people, HERE), HERE)


def test_strangers_in_all_networks_do_not_block_a_known_device(people: People) -> None:
    """Not even from the victim's own network."""
    device = answer(people, ask(people, HERE), HERE)
    for number in range(8):
        refusals(7, lambda n=number: ask(people, f"203.0.{n}.7"))
    refusals(7, lambda: ask(people, HERE))
    with pytest.raises(TooMany, match="too_many_codes"):
        ask(people, FAR)
    sent = ask(people, HERE, device)
    assert answer(people, sent, HERE, device=device)


def test_a_known_device_has_an_allowance_too(people: People) -> None:
    """It is no way to send messages without end; a second device makes no second allowance."""
    devices = [answer(people, ask(people, HERE), HERE) for _ in range(2)]
    people.clock.advance(seconds=1)
    most = POLICY.codes_per_phone.known_devices[0].most
    codes = refusals(most + 3, lambda: ask(people, ELSEWHERE, devices[0]))
    codes += refusals(1, lambda: ask(people, HERE, devices[1]))
    assert codes == ["too_many_codes"] * 4


@pytest.mark.parametrize(
    "change",
    [
        lambda device: device[:-1] + "2",
        lambda device: "9" + device[1:],
        lambda device: device.replace(".", ".0", 1),
        lambda _: "",
        lambda _: "....",
        lambda _: "x" * 5000,
        lambda _: "1" * 10 + "." + "0" * 64 + ".A1",
    ],
)
def test_a_device_that_is_not_ours_is_a_stranger(
    people: People, change: Callable[[str], str]
) -> None:
    """It is no error: only counted as what it is."""
    device = answer(people, ask(people, HERE), HERE)
    refusals(20, lambda: ask(people, HERE))
    with pytest.raises(TooMany, match="too_many_codes"):
        ask(people, HERE, change(device))
    assert ask(people, HERE, device)


def test_somebody_elses_device_is_a_stranger(people: People) -> None:
    """Whoever has an account of one's own is no better than others for a foreign phone."""
    other = make_account("A2", "+84912345679")
    people.accounts.create(
        other, claims_of(other), AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c")
    )
    device = answer(people, ask(people, HERE, phone=other.phone), HERE)
    refusals(20, lambda: ask(people, HERE))
    with pytest.raises(TooMany, match="too_many_codes"):
        ask(people, HERE, device)


def test_a_device_is_forgotten_after_its_time(people: People) -> None:
    """Half a year without a sign-in or a refresh."""
    device = answer(people, ask(people, HERE), HERE)
    people.clock.advance(days=180)
    refusals(20, lambda: ask(people, HERE))
    with pytest.raises(TooMany, match="too_many_codes"):
        ask(people, HERE, device)


def test_wrong_passwords_elsewhere_keep_no_officer_out(people: People) -> None:
    """Five of them lock the network that they came from, for this name."""
    codes = refusals(7, lambda: log_in(people, ELSEWHERE, password="x" * 12))
    assert codes == ["wrong_credentials"] * 5 + ["signing_in_locked"] * 2
    with pytest.raises(TooMany, match="signing_in_locked"):
        log_in(people, ELSEWHERE)
    assert finish(people, log_in(people, HERE), HERE)


def test_wrong_passwords_next_door_keep_no_known_device_out(people: People) -> None:
    """The office has one network: what a visitor does there does not count for who works there."""
    device = finish(people, log_in(people, HERE), HERE)
    refusals(9, lambda: log_in(people, HERE, password="x" * 12))
    with pytest.raises(TooMany, match="signing_in_locked"):
        log_in(people, HERE)
    assert log_in(people, HERE, device=device)


def test_many_networks_lock_a_name_for_the_day_but_no_known_device(people: People) -> None:
    """However many addresses somebody rents, the passwords of a day are bounded."""
    device = finish(people, log_in(people, HERE), HERE)
    codes = Counter[str]()
    for number in range(80):
        address = f"2001:db8:0:{number:x}::1"
        codes.update(refusals(5, lambda a=address: log_in(people, a, password="x" * 12)))
    assert codes["wrong_credentials"] == POLICY.wrong_passwords[0].most
    with pytest.raises(TooMany, match="signing_in_locked") as caught:
        log_in(people, FAR)
    assert caught.value.retry_after == TO_MIDNIGHT
    assert log_in(people, FAR, device=device)
    of_the_day = [e for e in people.guards.events if e["what"]["failures"] == 0]
    assert [(e["type"], e["subject"]) for e in of_the_day] == [("sign_in.locked", "officer#U1")]
    assert of_the_day[0]["what"]["until"] == store(NOW + timedelta(seconds=TO_MIDNIGHT))


def test_a_known_device_guesses_no_oftener(people: People) -> None:
    """Five wrong passwords in a row lock it too, and nobody else."""
    device = finish(people, log_in(people, HERE), HERE)
    codes = refusals(6, lambda: log_in(people, HERE, password="x" * 12, device=device))
    assert codes == ["wrong_credentials"] * 5 + ["signing_in_locked"]
    assert log_in(people, HERE)


def test_a_second_administrator_always_gets_in(people: People) -> None:
    """Whatever is done to one account, from the same network and all others, is that account's."""
    for number in range(80):
        refusals(6, lambda n=number: log_in(people, f"203.0.{n}.7", password="x" * 12))
    refusals(99, lambda: log_in(people, HERE, password="x" * 12))
    assert finish(people, log_in(people, HERE, "admin2"), HERE)


def test_a_network_full_of_citizens_keeps_no_officer_out(people: People) -> None:
    """What codes citizens ask for in an office's network is not counted with passwords."""
    under(people, codes_per_network=(Quota(3, DAY),))
    device = finish(people, log_in(people, HERE), HERE)
    phones = iter(range(912000000, 912000100))
    refusals(9, lambda: ask(people, HERE, phone=f"+84{next(phones)}"))
    assert log_in(people, HERE, device=device)


def wrong_answers(people: People, address: str, times: int) -> Counter[str]:
    """What so many guesses come to, on as many sign-ins as it takes."""
    told = Counter[str]()
    while sum(told.values()) < times:
        sent = ask(people, address)
        told.update(refusals(5, lambda s=sent: answer(people, s, address, "x")))
    return told


def test_wrong_codes_count_by_phone_over_the_day(people: People) -> None:
    """Not by sign-in alone: a registration of the same phone counts with them."""
    told = wrong_answers(people, HERE, 20)
    assert told == {"wrong_code": 15, "too_many_wrong_codes": 5}
    sent = start_registration(
        people.registration_desk, StartRegistration(PHONE, HERE, new_seed(), "c")
    )
    with pytest.raises(TooMany, match="too_many_wrong_codes") as caught:
        verify_registration(people.registration_desk, sent.id, "x", "r1", HERE)
    assert caught.value.retry_after == TO_MIDNIGHT
    people.clock.advance(seconds=TO_MIDNIGHT)
    assert wrong_answers(people, HERE, 5) == {"wrong_code": 5}


def test_guesses_elsewhere_keep_no_known_device_out(people: People) -> None:
    """Forty-five from three networks are all that strangers have."""
    device = answer(people, ask(people, HERE), HERE)
    for network in range(5):
        wrong_answers(people, f"203.0.{network}.7", 20)
    sent = ask(people, FAR)
    with pytest.raises(TooMany, match="too_many_wrong_codes"):
        answer(people, sent, FAR)
    assert answer(people, ask(people, FAR, device), FAR, device=device)


def test_right_codes_cost_nothing(people: People) -> None:
    """Whoever signs in again and again is not taken for somebody who guesses."""
    under(people, codes_per_phone=replace(POLICY.codes_per_phone, per_network=(), in_all=()))
    for _ in range(40):
        assert answer(people, ask(people, HERE), HERE)
    assert wrong_answers(people, HERE, 10) == {"wrong_code": 10}


def test_guesses_at_a_phone_that_nobody_has_look_alike(people: People) -> None:
    """The same answers in the same number: nobody learns who has an account."""

    def told(phone: str) -> list[str]:
        codes = []
        for _ in range(3):
            sent = ask(people, HERE, phone=phone)
            codes += refusals(6, lambda s=sent: answer(people, s, HERE, "x"))
        return codes

    assert told(PHONE) == told("+84912345699")


def test_what_is_over_is_no_guess(people: People) -> None:
    """Answers to a sign-in that is closed use up nobody's day."""
    sent = ask(people, HERE)
    people.clock.advance(minutes=20)
    assert refusals(50, lambda: answer(people, sent, HERE, "x")) == ["sign_in_expired"] * 50
    assert answer(people, ask(people, HERE), HERE)


def test_wrong_codes_count_by_network_over_the_day(people: People) -> None:
    """However many phones: a network that guesses is stopped, and no known device in it."""
    device = answer(people, ask(people, HERE), HERE)
    under(people, wrong_codes_per_network=(Quota(20, DAY),))
    told, phones = Counter[str](), iter(range(912000000, 912000100))
    for _ in range(10):
        sent = ask(people, HERE, phone=f"+84{next(phones)}")
        told.update(refusals(5, lambda s=sent: answer(people, s, "198.51.100.99", "x")))
    assert told == {"wrong_code": 20, "too_many_wrong_codes": 30}
    sent = ask(people, ELSEWHERE)
    with pytest.raises(TooMany, match="too_many_wrong_codes"):
        answer(people, sent, HERE)
    assert answer(people, sent, ELSEWHERE)
    assert answer(people, ask(people, HERE, device), HERE, device=device)


@pytest.mark.parametrize("by", ["phone", "network"])
def test_of_two_hundred_guesses_at_once_twenty_are_looked_at(people: People, by: str) -> None:
    """Exactly, on forty sign-ins, whichever limit it is."""
    under(
        people,
        codes_per_phone=replace(POLICY.codes_per_phone, per_network=(), in_all=()),
        wrong_codes_per_phone=replace(
            POLICY.wrong_codes_per_phone,
            per_network=(Quota(20 if by == "phone" else 999, DAY),),
            in_all=(),
        ),
        wrong_codes_per_network=(Quota(20 if by == "network" else 999, DAY),),
    )
    sent = [ask(people, HERE) for _ in range(40)]
    start = Barrier(200)

    def guess(number: int) -> str:
        start.wait()
        return refusals(1, lambda: answer(people, sent[number % 40], HERE, "x"))[0]

    with ThreadPoolExecutor(200) as pool:
        told = Counter(pool.map(guess, range(200)))
    assert told["wrong_code"] == 20
    assert set(told) <= {"wrong_code", "too_many_wrong_codes", "code_locked", "too_busy"}


def test_limits_cost_a_sign_in_two_calls(people: People) -> None:
    """To ask for a code, a known device one; an answer is counted in its own write."""
    limiter = people.limits.limiter
    assert isinstance(limiter, FakeLimiter)

    def calls(act: Callable[[], object]) -> int:
        before = limiter.calls
        act()
        return limiter.calls - before

    sent = ask(people, HERE)
    assert calls(lambda: answer(people, sent, HERE)) == 0
    assert calls(lambda: ask(people, HERE)) == 2
    device = answer(people, ask(people, HERE), HERE)
    assert calls(lambda: ask(people, HERE, device)) == 1
    known = ask(people, HERE, device)
    assert calls(lambda: answer(people, known, HERE, device=device)) == 0


def test_a_sign_in_is_read_once_to_be_answered(people: People) -> None:
    """What the path's look-up has read is not read again."""
    sent = ask(people, HERE)
    present = people.sessions.find(sent.id)
    given = CodeAnswer(people.code_of(f"S#{sent.id}"), "r1", Origin(HERE))
    reads = people.sessions.reads
    assert finish_sign_in(people.session_desk, sent.id, given, present)
    assert people.sessions.reads == reads
