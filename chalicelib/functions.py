"""Each Lambda function, declared once: what feeds it, what it costs at most, what it may touch.

From this are made its queue, dead letters, mapping, alarms, policy, environment and the name it is
redriven by (`infra/`, `operations/redrive.py`), and `docs/functions.md`. A new worker is one entry
here, one `worker.py` of its noun, one delegate in `app.py`.

Pure data: nothing here is imported by a running function.
"""

from __future__ import annotations

from chalicelib import function_rights as shared
from chalicelib.function_forms import (
    Files,
    Function,
    ItemRights,
    Letters,
    Rights,
    Schedule,
    SentBy,
    Streams,
    completed,
    lane_letters,
)

_DECLARED: tuple[Function, ...] = (
    Function(
        name="api",
        does="all routes",
        memory=1024,
        timeout=29,
        reserves=200,
        may=Rights(
            items=(
                ItemRights(
                    "cases",
                    shared.WRITES_CASES,
                    indexes=(
                        *("by_reporter", "by_officer", "by_queue", "by_watch", "by_escalated"),
                        *("by_commune_intake", "by_commune_watch", "by_extension"),
                        *("by_extension_asked", "by_attention", "by_place", "by_month"),
                    ),
                ),
                ItemRights("people", ("GetItem", "PutItem")),
                ItemRights("people", ("DeleteItem",), ("G#*",)),
                *shared.OPENS_SESSIONS,
                shared.KEYS,
                ItemRights("directory", shared.READ, (*shared.DIRECTORY, *shared.OF_THE_API)),
                ItemRights("directory", ("PutItem",), (*shared.EDITED, *shared.IMPORTS)),
                *(*shared.WRITES_OFFICERS, *shared.TEAMS, shared.ENTRIES),
                ItemRights(
                    "messages", (*shared.READ, "PutItem", "UpdateItem"), indexes=("by_attention",)
                ),
                ItemRights("messages", ("DeleteItem",), ("case#*", "follows#*")),
                ItemRights("ledger", ("GetItem", "PutItem", "UpdateItem"), ("I#*", "L#*", "O#*")),
                *shared.READS_FIGURES,
                ItemRights("search", ("Query",)),
                ItemRights("audit", ("PutItem",), ("line#*",)),
                shared.READS_AUDIT,
            ),
            files=(
                Files("incoming/", ("PutObject", "GetObject")),
                Files("checked/", ("GetObject",)),
                Files("reports/", ("PutObject", "GetObject")),
                *(Files("lists/", ("PutObject", "GetObject")), shared.READS_MODELS),
            ),
            keys=("documents", "tokens", "hashes"),
            fingerprints=True,
            counts_dead_letters=True,
            settings=(
                *("ADDRESS_LIMITS", "BUILD", "EDGE_KEY", "NETWORK_ALLOWANCE", "PROVINCE"),
                *("PUBLIC_URL", "RELAY_DLQ_URL", "UPLOADS_HOST"),
            ),
        ),
        may_locally=Rights(  # whoever moves the clock does what is due, and waits for the pipeline
            items=(
                ItemRights("cases", indexes=("by_due",)),
                ItemRights("messages", indexes=("by_due",)),
                shared.COUNTS_MESSAGES,
                ItemRights("ledger", ("GetItem", "PutItem"), ("clock", "barrier")),
            ),
            files=shared.REMOVES_UPLOADS,
            counts_pipeline=True,
            sends_messages=True,
        ),
    ),
    Function(
        name="relay",
        does="hands the tables' events on to the queues",
        memory=512,
        timeout=60,
        fed_by=Streams(("cases", "people", "directory", "audit", "campaign"), "stream"),
        reserves=20,
        sets_aside=True,
        may=Rights(relays=True, settings=("RELAY_DLQ_URL",)),
        may_locally=Rights(items=(ItemRights("ledger", ("PutItem",), ("barrier",)),)),
    ),
    Function(
        name="assign",
        does="routes new cases and follows duplicates",
        memory=512,
        timeout=30,
        fed_by=Letters("assignment"),
        may=Rights(
            items=(
                ItemRights("cases", shared.WRITES_CASES, indexes=("by_officer",)),
                ItemRights("messages", ("PutItem", "DeleteItem"), ("case#*", "follows#*")),
                ItemRights("messages", ("Query",), ("case#*",)),
                ItemRights("ledger", ("UpdateItem",), ("L#urgency-*",)),
                ItemRights("people", ("GetItem",), ("A#*", "G#*")),  # whom no public form names
                shared.KEYS,
                ItemRights("directory", shared.READ, (*shared.DIRECTORY, "abuse_words")),
            ),
            files=(shared.READS_MODELS,),
            keys=("documents",),
            settings=("LEDGER_TABLE", "PROVINCE", "UPLOADS_BUCKET"),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="codes",
        does="sends one-time codes",
        memory=512,
        timeout=60,
        # Somebody waits for each of them, and it is worth nothing some minutes later.
        fed_by=Letters("codes", hidden_for_timeouts=1, late_after=30),
        may=Rights(
            items=(
                ItemRights("people", ("GetItem",), shared.OF_CODES),
                shared.KEYS,
                shared.READS_DIRECTORY,
                ItemRights("messages", shared.WRITES_MESSAGES, shared.OF_CODES, ("by_due",)),
                shared.COUNTS_MESSAGES,
                shared.LANES,
            ),
            keys=("documents",),
            sends_to=("codes",),
            sends_messages=True,
            settings=("CASES_TABLE", "PROVINCE"),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="notify",
        does="plans and sends all other messages to people",
        memory=512,
        timeout=60,
        fed_by=Letters("notifications"),
        may=Rights(
            items=(
                ItemRights("cases", ("GetItem", "UpdateItem")),
                *shared.TELLS_PEOPLE,
                ItemRights("messages", (*shared.READ, "PutItem", "UpdateItem")),
                ItemRights("messages", ("DeleteItem",), ("case#*", "follows#*")),
            ),
            keys=("documents",),
            sends_to=("sending",),
            sends_messages=True,
            settings=("PROVINCE",),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="send",
        does="sends messages that are due: held, gathered, to be tried again, left behind",
        memory=512,
        timeout=100,
        fed_by=lane_letters("sending", lanes=12),
        reserves=12,
        may=Rights(
            items=(
                *shared.TELLS_PEOPLE,
                ItemRights("messages", shared.WRITES_MESSAGES, indexes=("by_due",)),
                shared.LANES,
            ),
            keys=("documents",),
            sends_to=("sending",),
            sends_messages=True,
            settings=("CASES_TABLE", "PROVINCE"),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="settle",
        does="does what is due for cases",
        memory=1024,
        timeout=60,
        fed_by=lane_letters("settling", lanes=8),
        may=Rights(
            items=(
                ItemRights("cases", shared.WRITES_CASES, indexes=("by_due", "by_officer")),
                shared.KEYS,
                shared.READS_DIRECTORY,
                shared.LANES,
            ),
            keys=("documents",),
            sends_to=("settling",),
            settings=("LEDGER_TABLE", "MESSAGES_TABLE", "PROVINCE", "UPLOADS_BUCKET"),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="project",
        does="counts the figures",
        memory=512,
        timeout=60,
        fed_by=Letters("figures"),
        may=shared.COUNTS_FIGURES,
    ),
    Function(
        name="audit",
        does="enters lines into the audit's chain",
        memory=512,
        timeout=60,
        # Each line follows the one before it: more of them at once would stand in each other's way.
        fed_by=Letters("audit", concurrency=2),
        may=Rights(items=(ItemRights("audit", ("Query", "BatchGetItem", "PutItem")),)),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="index",
        does="writes the lists in which cases are found",
        memory=512,
        timeout=60,
        fed_by=Letters("search"),
        may=Rights(
            items=(
                ItemRights("cases", ("GetItem",)),
                ItemRights("search", ("Query", "BatchWriteItem")),
                shared.KEYS,
            ),
            keys=("documents", "hashes"),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="inspect",
        does="examines and cleans uploaded files",
        memory=1536,
        timeout=120,
        # One at a time: a function that is cut off in the middle takes no neighbour's letter along.
        fed_by=Letters("uploads", batch=1, sender=SentBy.FILES),
        may=Rights(
            items=(ItemRights("cases", ("BatchGetItem", "UpdateItem"), ("U#*",)),),
            files=(
                Files("incoming/", ("GetObject", "DeleteObject")),
                Files("checked/", ("PutObject", "DeleteObject")),
            ),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="imports",
        does="works off lists that were sent",
        memory=512,
        timeout=300,
        fed_by=Letters("imports", batch=1),
        may=shared.WORKS_OFF_LISTS,
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="campaign",
        does="counts visits and accounts of the campaign",
        memory=512,
        timeout=60,
        fed_by=Letters("campaign"),
        may=shared.COUNTS_THE_CAMPAIGN,
        may_locally=shared.LOCAL_CLOCK,
    ),
    Function(
        name="tick",
        does="wakes who does what is due; follows rules, says who is behind, ends posts",
        memory=512,
        timeout=55,
        fed_by=Schedule("EachMinute", "rate(1 minute)", stands_after=300),
        reserves=2,
        may=Rights(
            items=(
                ItemRights(
                    "cases", shared.WRITES_CASES, indexes=("by_due", "by_queue", "by_officer")
                ),
                shared.KEYS,
                ItemRights("directory", shared.READ, (*shared.DIRECTORY, *shared.OF_TICK)),
                ItemRights("directory", ("PutItem",), ("recomputation",)),
                ItemRights("ledger", ("UpdateItem",), ("L#*",)),
                ItemRights("messages", ("PutItem",), indexes=("by_due",)),
                *shared.ONCE_A_DAY,
                shared.TELLS_WHO_IS_BEHIND,
            ),
            files=shared.REMOVES_UPLOADS,
            keys=("documents", "hashes"),
            fingerprints=True,
            sends_to=("settling", "sending", "codes"),
            settings=("PROVINCE",),
        ),
        may_locally=shared.LOCAL_CLOCK,
    ),
)
FUNCTIONS = completed(_DECLARED)
