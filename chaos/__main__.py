"""Lives, faults, kills, a restart; then calm, and the verdict.

python -m chaos [--cases 2000] [--seed N]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import TextIO

import boto3

from chalicelib.kernel.clock import Clock
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.services import Services, services, use
from chalicelib.runtime.settings import Settings
from chaos.cloud import QUEUES, make_cloud, speak_to
from chaos.crew import Crew
from chaos.lives import LivesInChaos
from chaos.stream import told_all
from chaos.verdict import Sent, Verdict, count_of, dead_letters, judge
from localstack import emulator
from localstack.demo.phone import Post
from operations.arguments import whole
from operations.places import LocalPlace

_STEPS_A_CASE = 1
_KILL_EVERY = 8.0
"""Seconds between two kills."""
_PACE, _BACKLOG, _LONGEST_WAIT = 40, 100, 1.5
"""After so many acts it is waited while more letters than that lie in the queues; seconds."""
_MORNING = datetime.fromisoformat("2026-08-03T08:00+07:00")
"""When it begins by the cloud's clock: far from the quiet hours."""
_LONGEST_START = 20.0
"""Seconds until a relay that was hired tells something."""
_TELLING = 2.0
"""Seconds, at most, in which workers learn of what a relay tells before it dies with them."""
_STUCK_AFTER = 180.0
"""Seconds in which no letter comes or goes: what waits then is stuck."""
_QUIET_FOR = 2.0
"""Seconds in which nothing waits, after which nothing is on its way."""
_ROUNDS = 60
"""Of later tries, after which what still moves goes round in circles."""


def run(cases: int, seed: int, say: TextIO | None = None) -> tuple[Verdict, Counter[str]]:
    """The whole of it on an emulator of its own; what came out, and what was injected."""
    out = say or sys.stdout
    with emulator.passing("chaos") as place:
        emulator.start(place, persist=True)
        speak_to(place)
        crew = Crew(seed, place.folder)
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # metrics, which nobody gathers here
                product, lives = _open(seed)
                sent = _storm(place, product, lives, crew, cases, out)
                _calm(product, crew, out)
                for name in crew.all_hands():
                    crew.dismiss(name)
                sent.update(_sent(place))
                verdict = judge(product, lives, sent)
            return verdict, crew.injected()
        finally:
            for name in list(crew.processes):
                crew.dismiss(name)
            use(None)


def _open(seed: int) -> tuple[Services, LivesInChaos]:
    from localstack.seed import sample_roster
    from operations.first_load import load

    os.environ |= make_cloud()
    use(None)
    product = services()
    product.get(Clock).move_to(_MORNING)  # type: ignore[attr-defined]
    roster = sample_roster()
    load(product, roster)
    agencies = {one.agency for one in roster}
    communes = tuple(
        one.code for one in product.get(Gazetteer).communes() if f"ubnd-{one.code}" in agencies
    )
    return product, LivesInChaos(product, random.Random(seed), communes)


def _storm(
    place: LocalPlace, product: Services, lives: LivesInChaos, crew: Crew, cases: int, out: TextIO
) -> Sent:
    """The relay stands still for the first eighth, and before the restart in the middle, which
    loses the stream with what nobody was told of yet."""
    for name in crew.all_hands()[1:]:
        crew.hire(name)
    sent: Sent = Counter()
    last_kill = time.monotonic()
    whole = cases * (1 + _STEPS_A_CASE)
    for number in range(whole):
        if len(lives.done) < cases and number % 2 == 0:
            lives.submit()
        else:
            lives.step()
        if number == whole // 8:
            crew.hire("relay")
        if number == whole * 7 // 16:
            crew.kill("relay")
        if number == whole // 2:
            sent = _restart(place, product, crew)
        if time.monotonic() - last_kill > _KILL_EVERY and number > whole // 8:
            victim = lives.chance.choice(sorted(crew.processes))
            crew.kill(victim)
            crew.hire(victim)
            last_kill = time.monotonic()
        if number > whole // 8 and number % _PACE == 0:
            _wait_for_hands(product)
        if number % max(1, whole // 10) == 0:
            print(f"  {number:5} of {whole} acts", file=out, flush=True)
    return sent


def _wait_for_hands(product: Services) -> None:
    """People do not act faster than workers follow: what is left for the calm meets no fault."""
    over = time.monotonic() + _LONGEST_WAIT
    while _waiting(product) > _BACKLOG and time.monotonic() < over:
        time.sleep(0.1)


def _restart(place: LocalPlace, product: Services, crew: Crew) -> Sent:
    """Everybody dies, the relay while it tells what had gathered, the cloud too, which keeps its
    state; what it no longer shows as sent."""
    before, over = _waiting(product), time.monotonic() + _LONGEST_START
    crew.hire("relay")
    while _waiting(product) == before and time.monotonic() < over:
        time.sleep(0.05)
    time.sleep(random.uniform(0, _TELLING))
    for name in crew.all_hands():
        crew.kill(name)
    sent = _sent(place)
    emulator.stop(place)
    emulator.start(place, persist=True)
    sent.subtract(_sent(place))
    (crew.folder / "checkpoint").unlink(missing_ok=True)
    from operations.resync import resync

    resync(product)
    for name in crew.all_hands():
        crew.hire(name)
    return sent


def _calm(product: Services, crew: Crew, out: TextIO) -> None:
    """No more faults: what is on its way arrives, also what waits for a later try."""
    crew.faults = "calm"
    for name in crew.all_hands():
        crew.dismiss(name)
        crew.hire(name)
    for _ in range(_ROUNDS):
        if not _drain(product, crew):
            break
        moved = _tick(product) + _redrive(product, out)
        if not moved and _waiting(product) == 0:
            return
    print("  it does not come to rest", file=out, flush=True)


def _drain(product: Services, crew: Crew) -> bool:
    """Until queues and stream have been empty for a while; False if they do not become so. The time
    is taken after each count, which takes some itself."""
    moved_at = time.monotonic()
    quiet_since: float | None = None
    before = -1
    while True:
        waiting = _waiting(product)
        at_rest = waiting == 0 and told_all(crew.folder / "checkpoint")
        now = time.monotonic()
        moved_at, before = (now if waiting != before else moved_at), waiting
        quiet_since = (quiet_since or now) if at_rest else None
        if quiet_since is not None and now - quiet_since >= _QUIET_FOR:
            return True
        if now - moved_at > _STUCK_AFTER:
            return False
        for name, process in list(crew.processes.items()):
            if process.poll() is not None:
                crew.hire(name)
        time.sleep(0.2)


def _waiting(product: Services) -> int:
    settings = product.get(Settings)
    return sum(count_of(settings.queue_url(name)) for name in QUEUES)


def _tick(product: Services) -> int:
    """Later in the day, some minutes at a time: messages that are to be tried again."""
    from chalicelib.messages.application.notifications import send_due

    now = product.get(Clock).now() + timedelta(minutes=10)
    product.get(Clock).move_to(now)  # type: ignore[attr-defined]
    return send_due(product.get(NotificationDesk)).moved


def _redrive(product: Services, out: TextIO) -> int:
    """Letters that died of faults, five times in a row, go back."""
    from operations.redrive import move_letters

    moved = 0
    for name, count in dead_letters(product).items():
        if count and name in QUEUES:
            print(f"  {count} letters of {name} died of faults and go back", file=out, flush=True)
            urls = json.loads(product.get(Settings).dead_letter_urls)
            url = product.get(Settings).queue_url(name)
            moved += move_letters(boto3.client("sqs"), urls[name], url)
    return moved


def _sent(place: LocalPlace) -> Sent:
    post = Post(place.url)
    found = post.all_sms() + post.all_mails()
    return Counter((one.channel, one.recipient, one.subject + one.text) for one in found)


def main() -> int:
    """The command; 0 only if everything held."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=whole(1), default=2000)
    options.add_argument("--seed", type=whole(0), default=random.SystemRandom().randrange(10**6))
    given = options.parse_args()
    print(f"seed {given.seed}, {given.cases} cases")
    began = time.monotonic()
    verdict, injected = run(given.cases, given.seed)
    for kind, count in sorted(injected.items()):
        print(f"  {count:6} × {kind}")
    print(
        f"{verdict.cases} cases, {verdict.events} events, {verdict.messages} messages, "
        f"{verdict.uncertain} of them uncertain; {time.monotonic() - began:.0f} s"
    )
    for text in verdict.wrong[:20]:
        print(f"  ✗ {text}")
    print("nothing lost, nothing doubled" if not verdict.wrong else "it did not hold")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
