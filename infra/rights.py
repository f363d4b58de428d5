"""What each function is given, as a page: `python -m infra.rights > docs/functions.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.function_forms import Function, Letters, Rights, Schedule, Streams
from chalicelib.functions import FUNCTIONS

_HEAD = """# Functions

Made of `chalicelib/functions.py` by `make functions`; a test compares. Queues, dead letters,
mappings, alarms, policies and environments of the stack are made of the same declarations
(`infra/`).

Conditions on partition keys (`dynamodb:LeadingKeys`) and on what a key set is for
(`kms:EncryptionContext:use`) hold on AWS; the local cloud does not check them,
`tests/integration/test_samples.py` does for the samples. `x*` means every key that begins with
`x`. Beside what stands here each function may write its log and traces, poll what feeds it, and
read and write through DynamoDB and S3 what the stage's key encrypts in its tables and files.
«Reserved» holds in stages with `ReservedConcurrency` on (docs/deployment.md).
"""


def page(functions: tuple[Function, ...] = FUNCTIONS) -> str:
    """The page in Markdown."""
    lines = [
        _HEAD,
        "| function | does | fed by | memory | timeout | concurrency | reserved |",
        "|---|---|---|---|---|---|---|",
        *map(_row, functions),
    ]
    for function in functions:
        lines += ["", f"## `{function.name}`", "", "| may | of | only |", "|---|---|---|"]
        lines += list(_rights(function.may, ""))
        lines += list(_rights(function.may_locally, "locally: "))
        lines += ["", f"Settings: {_names(function.may.needs())}."]
        local = sorted(set(function.may_locally.needs()) - set(function.may.needs()))
        lines += [f"In the local stage also: {_names(local)}."] if local else []
    return "\n".join(lines) + "\n"


def _row(function: Function) -> str:
    fed = function.fed_by
    concurrency = str(fed.concurrency) if isinstance(fed, Letters) else ""
    cells = (
        *(f"`{function.name}`", function.does, _feed(function)),
        *(f"{function.memory} MB", f"{function.timeout} s", concurrency, str(function.reserves)),
    )
    return f"| {' | '.join(cells)} |"


def _feed(function: Function) -> str:
    match function.fed_by:
        case Letters(queue, batch, receives):
            hidden = function.timeout * function.fed_by.hidden_for_timeouts
            return f"queue `{queue}`: {batch} a batch, {receives} deliveries, hidden for {hidden} s"
        case Streams(tables, failures, batch, retries):
            return (
                f"streams of {_names(tables)}: {batch} a batch, {retries} retries, "
                f"then dead letters `{failures}`"
            )
        case Schedule(_, expression):
            return f"`{expression}`"
    return "the gateway"


def _rights(rights: Rights, when: str) -> Iterator[str]:
    for items in rights.items:
        if items.actions:
            yield _line(when, _names(items.actions), f"table {items.table}", _names(items.keys))
        if items.indexes:
            yield _line(when, "`Query`", f"table {items.table}", f"indexes {_names(items.indexes)}")
    for files in rights.files:
        only = f"`{files.prefix}*`, in our own account"
        yield _line(when, _names(files.actions), "the bucket", only)
    if rights.keys:
        yield _line(when, "`Decrypt`", "the stage's key", f"key sets for {_names(rights.keys)}")
    if rights.fingerprints:
        yield _line(when, "`GenerateMac`", "the key of phones and personal numbers", "")
    if rights.sends_to:
        yield _line(when, "`SendMessage`", f"queues {_names(rights.sends_to)}", "")
    if rights.relays:
        yield _line(when, "`Publish`", "SNS", "the topic of events")
    if rights.counts:
        yield _line(when, "`GetQueueAttributes`", f"queues {_names(rights.counts)}", "")
    if rights.counts_dead_letters:
        yield _line(when, "`GetQueueAttributes`", "all dead letters", "")
    if rights.sends_messages:
        yield _line(when, "`SendEmail`", "SES", "the stage's own domain")
        yield _line(when, "`Publish`", "SNS", "phone numbers, no topic")


def _line(when: str, may: str, of: str, only: str) -> str:
    return f"| {when}{may} | {of} | {only} |"


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    print(page(), end="")
