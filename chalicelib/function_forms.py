"""The forms of a function's declaration (`functions.py`): what feeds it, what it may touch.

Pure data: nothing here is imported by a running function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from chalicelib import function_events
from chalicelib.function_events import WantedEvents

WORKERS = 10
"""Of a worker: batches at the same moment and executions kept for it, where the stage does not say
otherwise (parameter `WorkerConcurrency`)."""


@dataclass(frozen=True)
class Letters:
    """A queue of its own feeds it. What was delivered so often in vain goes to the dead letters."""

    queue: str
    batch: int = 10
    receives: int = 5
    concurrency: int = WORKERS
    """Batches worked off at the same moment, at most; two in the local stage. A number of its own
    does not follow the stage's parameter."""
    hidden_for_timeouts: int = 6
    """How long a delivered letter is hidden, in timeouts of the function; one in the local stage,
    where a killed function's letters should come again soon."""
    late_after: int = 600
    """Seconds that its oldest letter may wait before somebody is woken up."""
    wants: tuple[WantedEvents, ...] = ()
    """Events of the tables that come there by the topic of events. Other letters come from the
    bucket, or from whoever wakes workers for lanes of due work."""
    straight: bool = False
    """The relay sends them there itself, before it publishes anything."""
    of_files: bool = False
    """The bucket puts letters there."""


def lane_letters(queue: str, lanes: int) -> Letters:
    """Each wakes a worker for one lane of due work, as many at once as there are lanes. One that is
    lost does nothing: the next minute wakes again."""
    return Letters(
        queue,
        batch=1,
        receives=3,
        concurrency=lanes,
        hidden_for_timeouts=1,
    )


@dataclass(frozen=True)
class Streams:
    """What is written to these tables with an event feeds it, in order."""

    tables: tuple[str, ...]
    failures: str
    """Dead letters of batches that it could not take at all."""
    batch: int = 50
    retries: int = 100


@dataclass(frozen=True)
class Schedule:
    """The time feeds it."""

    name: str
    expression: str
    stands_after: int
    """Seconds without a call after which somebody is woken up."""


@dataclass(frozen=True)
class ItemRights:
    """Items of one table. Scans are not to be had: a condition on keys does not hold them back."""

    table: str
    actions: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """What their partition keys are, or with `*` begin with; empty: any."""
    indexes: tuple[str, ...] = ()
    """Which it may query, whatever their keys."""


@dataclass(frozen=True)
class Files:
    """Files of the bucket whose names begin so."""

    prefix: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """What a function may touch, and the settings it needs for it and beside it."""

    items: tuple[ItemRights, ...] = ()
    files: tuple[Files, ...] = ()
    keys: tuple[str, ...] = ()
    """The uses of the stage's key sets that it may open (`runtime/crypto/key_sets.py`)."""
    fingerprints: bool = False
    """It hashes phones and personal numbers with the stage's HMAC key, which KMS alone has."""
    sends_to: tuple[str, ...] = ()
    relays: bool = False
    """It knows which queues want which events, and publishes them."""
    counts: tuple[str, ...] = ()
    """Queues whose letters it may count."""
    counts_pipeline: bool = False
    """It may count those of each queue that events and time put into motion."""
    counts_dead_letters: bool = False
    sends_messages: bool = False
    """Mail and SMS."""
    settings: tuple[str, ...] = ()
    """Further ones, by the names of their variables."""

    def needs(self) -> tuple[str, ...]:
        """The names of all settings, sorted."""
        names = {f"{one.table.upper()}_TABLE" for one in self.items}
        names |= {f"{queue.upper()}_QUEUE_URL" for queue in (*self.sends_to, *self.counts)}
        names |= {"UPLOADS_BUCKET"} if self.files else set()
        names |= {"KEY_ID", "DIRECTORY_TABLE"} if self.keys else set()
        names |= {"HASH_KEY_ID"} if self.fingerprints else set()
        names |= {"EVENTS_TOPIC", "EVENTS_WANTED"} if self.relays else set()
        names |= {"DEAD_LETTER_URLS"} if self.counts_dead_letters else set()
        names |= set(_SENDING) if self.sends_messages else set()
        names |= set(self.settings)
        names |= {"ACCOUNT_ID"} if "UPLOADS_BUCKET" in names else set()
        return tuple(sorted(names))


_SENDING = (
    *("MAIL_PER_SECOND", "PUBLIC_URL", "SECOND_REGION"),
    *("SENDER_EMAIL", "SMS_PER_SECOND", "SMS_SENDER_NAME"),
)


@dataclass(frozen=True)
class Function:
    """One Lambda function; its delegate in `app.py` has its name. Memory in MB, time in seconds."""

    name: str
    does: str
    memory: int
    timeout: int
    fed_by: Letters | Streams | Schedule | None = None
    """None: the gateway."""
    reserves: int = WORKERS
    """Executions kept for it in a stage that keeps any, and the most it may have there: so no
    function starves another."""
    sets_aside: bool = False
    """It has dead letters of its own name, for single things that it cannot take."""
    may: Rights = field(default_factory=Rights)
    may_locally: Rights = field(default_factory=Rights)
    """In the local stage beside that."""


def completed(functions: tuple[Function, ...]) -> tuple[Function, ...]:
    """With the queues that follow from the other declarations: whom the relay sends to, and what
    the local stack waits for."""
    fed = [letters for _, letters in fed_by_letters(functions)]
    straight = tuple(one.queue for one in fed if one.wants and one.straight)
    moving = tuple(one.queue for one in fed if not one.of_files)

    def filled(rights: Rights) -> Rights:
        sends_to = straight if rights.relays else rights.sends_to
        return replace(
            rights, sends_to=sends_to, counts=moving if rights.counts_pipeline else rights.counts
        )

    return tuple(
        replace(one, may=filled(one.may), may_locally=filled(one.may_locally)) for one in functions
    )


def fed_by_letters(functions: Iterable[Function]) -> Iterator[tuple[Function, Letters]]:
    """Those with a queue, and it."""
    for function in functions:
        if isinstance(function.fed_by, Letters):
            yield function, function.fed_by


def events_wanted(functions: Iterable[Function]) -> str:
    """The relay's setting: which queue wants which events, and which of them gets them straight."""
    fed = [letters for _, letters in fed_by_letters(functions) if letters.wants]
    straight = tuple(one.queue for one in fed if one.straight)
    return function_events.written({one.queue: one.wants for one in fed}, straight)


def subscribed(functions: Iterable[Function]) -> tuple[str, ...]:
    """The queues that get events by the topic."""
    fed = (letters for _, letters in fed_by_letters(functions))
    return tuple(one.queue for one in fed if one.wants and not one.straight)


def fed_by_streams(functions: Iterable[Function]) -> Iterator[tuple[Function, Streams]]:
    """Those that follow tables, and which."""
    for function in functions:
        if isinstance(function.fed_by, Streams):
            yield function, function.fed_by


def fed_by_time(functions: Iterable[Function]) -> Iterator[tuple[Function, Schedule]]:
    """Those that are called by the time, and when."""
    for function in functions:
        if isinstance(function.fed_by, Schedule):
            yield function, function.fed_by


def queues(functions: Iterable[Function]) -> tuple[str, ...]:
    """The queues of letters."""
    return tuple(fed.queue for _, fed in fed_by_letters(functions))


def dead_letters(functions: tuple[Function, ...]) -> tuple[str, ...]:
    """The names of all dead-letter queues, as people know them."""
    aside = (function.name for function in functions if function.sets_aside)
    return *queues(functions), *aside, *(fed.failures for _, fed in fed_by_streams(functions))
