"""The campaign's first morning: many people register in a burst, teams send in their visits, and a
long list comes in meanwhile; nothing is lost, doubled or told twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from bench.people import register
from chalicelib.campaign.application.ports import CountStore
from chalicelib.campaign.domain.counts import Measure, visits_measure
from chalicelib.campaign.domain.visits import VisitResult
from chalicelib.imports.application.ports import ListTallies
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import wire
from chalicelib.kernel.time_forms import FIRST_DAY, LAST_DAY
from chalicelib.places.domain.communes import Gazetteer
from load.calls import calls_counted
from load.door import Turned
from load.machine import cpu_so_far
from load.spike import Crowd, Helper
from localstack.demo.client import Json
from localstack.demo.listing import import_list
from localstack.demo.people import StaffMember
from localstack.demo.phone import Post
from localstack.demo.stack import Login, read_stack
from operations.places import LocalPlace

HELPED = 5
"""One in so many registrations is begun by a member of a team."""
TWICE = 4
"""One in so many teams sends its visits twice at once, as a phone does that heard nothing."""
_PEOPLE_AT_ONCE = 400
"""Who have begun; others come as these are done. With more, codes would take longer on one machine
that is the whole cloud than they are good for."""
_COUNTED = 3
_VISITS, _PATIENCE = "visits are sent in", 3600.0


@dataclass(frozen=True)
class CampaignSize:
    """How much of it: people who register in the burst, teams, visits of each, rows of the list."""

    registrations: int = 2_000
    teams: int = 99
    visits: int = 500
    rows: int = 50_000


@dataclass(frozen=True)
class CampaignDay:
    """How it went. `calls` and `cpu` (seconds of the functions' CPU, with what follows) are of one
    registration while nothing else goes on; `rate`: registrations a second of the burst."""

    size: CampaignSize
    calls: float
    cpu: float
    rate: float
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """Of one commune: who is on its team, once they have an account."""

    commune: str
    phone: str
    hamlet: str = "Tổ 1"


def campaign_day(
    place: LocalPlace, crowd: Crowd, size: CampaignSize, drain: Callable[[], None]
) -> CampaignDay:
    """The whole of it. Whoever has no good answer is counted at the door."""
    boss = StaffMember(read_stack(place.stack_file), Post(place.url), _administrator(place))
    boss.sign_in()
    communes = [one.code for one in crowd.product.get(Gazetteer).communes()][: size.teams]
    parts = list(map(_Part, communes, crowd.phones(len(communes))))
    wrong = list(_bring_in_teams(boss, parts))
    before = cpu_so_far(place)
    _all_of([partial(crowd.register, part.phone) for part in parts], crowd)
    drain()
    cpu = cpu_so_far(place).since(before).functions / len(parts)
    told_by_nobody = crowd.phones(2 + _COUNTED)
    calls = _calls_of_one(crowd, told_by_nobody)
    rate, told = _morning(boss, crowd, parts, size)
    drain()
    wrong += told
    wrong += [*_wrong_counts(crowd, size), *_wrong_list(crowd, communes, size)]
    wrong += _wrong_codes(place, set(crowd.opened) - set(told_by_nobody))
    return CampaignDay(size, calls, cpu, rate, tuple(wrong))


def _administrator(place: LocalPlace) -> Login:
    return read_stack(place.stack_file).administrator


def _bring_in_teams(boss: StaffMember, parts: Sequence[_Part]) -> Iterator[str]:
    head = ("Xã, phường", "Thôn, bản, tổ dân phố", "Số điện thoại")
    rows = [(part.commune, part.hamlet, f"0{part.phone[3:]}") for part in parts]
    told = import_list(boss, ListKind.TEAM_MEMBERS.value, [head, *rows])
    if told["good"] != len(rows):
        yield f"{told['good']} of {len(rows)} members came in"


def _calls_of_one(crowd: Crowd, phones: Sequence[str]) -> float:
    """AWS calls of the three requests, counted in this process, which is warm by then. The code is
    known here, and may be typed in before it is sent."""
    tallies = []
    for phone in phones:
        with calls_counted() as calls:
            crowd.opened[phone] = register(phone)
        tallies.append(calls.total())
    return sum(tallies[2:]) / _COUNTED


def _morning(
    boss: StaffMember, crowd: Crowd, parts: Sequence[_Part], size: CampaignSize
) -> tuple[float, list[str]]:
    """All at one moment; registrations a second, and what was wrong with the list."""
    communes = [part.commune for part in parts]
    members = [Helper(crowd.opened[part.phone], part.hamlet) for part in parts]
    with ThreadPoolExecutor(1) as beside:
        listing = beside.submit(_bring_in_list, boss, communes, size)
        uploads = [partial(_send_in, crowd, *one, size.visits) for one in enumerate(members)]
        people = [
            partial(crowd.register, phone, members[n % len(members)] if n % HELPED == 0 else None)
            for n, phone in enumerate(crowd.phones(size.registrations))
        ]
        there, began = len(crowd.opened), time.monotonic()
        _all_of([*uploads, *people], crowd)
        rate = (len(crowd.opened) - there) / (time.monotonic() - began)
        told = listing.result()
    came = [told[name] for name in ("state", "good", "bad")]
    return rate, [] if came == ["done", size.rows, 0] else [f"the list came in as {came}"]


def _bring_in_list(boss: StaffMember, communes: Sequence[str], size: CampaignSize) -> Json:
    head = ("Xã, phường", "Thôn, bản, tổ dân phố", "Số định danh cá nhân")
    rows = [
        (communes[n % len(communes)], f"Tổ {n % 9 + 1}", f"010190{n:06d}") for n in range(size.rows)
    ]
    return import_list(
        boss, ListKind.ELIGIBLE_CITIZENS.value, [head, *rows], "good_rows", _PATIENCE
    )


def _send_in(crowd: Crowd, number: int, member: Helper, count: int) -> None:
    """Each entry is answered as counted or, by one of two requests, as repeated."""
    at, results = wire(crowd.product.get(Clock).now()), [result.value for result in VisitResult]
    entries = [
        {
            "client_id": f"load-{number:03d}-{visit:06d}",
            "at": at,
            "hamlet": member.hamlet,
            "result": results[visit % len(results)],
            **({"phone": f"+8494{number:03d}{visit:04d}"} if visit % 2 else {}),
        }
        for visit in range(count)
    ]

    def send(_: int) -> list[Json]:
        given = {"entries": entries}
        sent = crowd.door.ask(_VISITS, lambda: crowd.member(member).post("/team/visits", given))
        return list(sent.json()["results"])

    times = 2 if number % TWICE == 0 else 1
    with ThreadPoolExecutor(times) as pool:
        answers = [one for results in pool.map(send, range(times)) for one in results]
    said = Counter(one["status"] for one in answers)
    if said != Counter(counted=count, repeated=count * (times - 1)):
        crowd.wrong.append(f"team {number} was told {dict(said)}")


def _all_of(works: Sequence[Callable[[], None]], crowd: Crowd) -> None:
    with ThreadPoolExecutor(min(len(works), _PEOPLE_AT_ONCE)) as pool:
        for done in [pool.submit(one) for one in works]:
            fault = done.exception()
            if fault is not None and not isinstance(fault, Turned):
                crowd.wrong.append(f"{type(fault).__name__}: {fault}")


def _wrong_counts(crowd: Crowd, size: CampaignSize) -> Iterator[str]:
    """The counters are what was answered for, those of communes and those of teams."""
    counts, found = crowd.product.get(CountStore), Counter[str]()
    for cell in counts.communes(FIRST_DAY, LAST_DAY).values():
        found.update(cell)
    of_teams = Counter[str]()
    for one in crowd.product.get(Gazetteer).communes():
        for cell in counts.teams(one.code, FIRST_DAY, LAST_DAY).values():
            of_teams.update(cell)
    opened, helped = len(crowd.opened), len(crowd.helped)
    wanted = {
        "visits": size.teams * size.visits,
        "accounts made": opened,
        "accounts there": opened,
        "of them helped": helped,
    }
    visits = [visits_measure(result) for result in VisitResult]
    shown = {
        "visits": sum(found[name] for name in visits),
        "accounts made": found[Measure.ALONE] + found[Measure.ASSISTED],
        "accounts there": found[Measure.PRESENT],
        "of them helped": found[Measure.ASSISTED],
    }
    yield from (
        f"{name}: {n} counted, {wanted[name]} answered for"
        for name, n in shown.items()
        if n != wanted[name]
    )
    told = sum(of_teams[name] for name in visits), of_teams[Measure.ASSISTED]
    if told != (wanted["visits"], helped):
        yield f"teams: {told} counted, {(wanted['visits'], helped)} answered for"


def _wrong_list(crowd: Crowd, communes: Sequence[str], size: CampaignSize) -> Iterator[str]:
    kind = ListKind.ELIGIBLE_CITIZENS
    tallies = crowd.product.get(ListTallies).all_of(kind)
    people = sum(tally.people for tally in tallies if tally.scope in communes)
    if people != size.rows:
        yield f"{people} of {size.rows} people are on the list"


def _wrong_codes(place: LocalPlace, phones: Set[str]) -> Iterator[str]:
    """Each phone got one SMS."""
    sent = Counter(sms.recipient for sms in Post(place.url).all_sms())
    for phone in sorted(phones):
        if sent[phone] != 1:
            yield f"{sent[phone]} SMS came to {phone}"
