"""The life against which the bound of a whole life's CPU was set: a share of what it took then.

It made 100 calls of AWS and took 175.0 ms, 1.51 times the 115.7 ms that those calls took bare in
the same run. Three quarters of that are 1.13: so much a life may take of what the same hundred
calls take bare where it is measured now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bench.meter import AwsCall

CALLS_BEFORE: Mapping[str, int] = {
    "PutItem": 32,
    "GetItem": 27,
    "SendMessageBatch": 17,
    "UpdateItem": 8,
    "Query": 8,
    "BatchGetItem": 4,
    "TransactWriteItems": 4,
}
"""By operation: of eight requests, the relay, the figures, the notifier and the router."""
_CPU_BEFORE, _BARE_BEFORE = 175.0, 115.7
_SHARE = 0.75
MOST_OF_BEFORE = round(_SHARE * _CPU_BEFORE / _BARE_BEFORE, 2)


def bare_before(calls: Sequence[AwsCall], cpu_of: Callable[[list[AwsCall]], float]) -> float:
    """CPU milliseconds of those hundred calls, by what each kind takes among these calls of a life
    of now; a kind that it makes none of counts as one of its calls does on average."""
    average = cpu_of(list(calls)) / len(calls)
    by_kind = {kind: [one for one in calls if one.operation == kind] for kind in CALLS_BEFORE}
    each = {kind: cpu_of(made) / len(made) for kind, made in by_kind.items() if made}
    return sum(number * each.get(kind, average) for kind, number in CALLS_BEFORE.items())
