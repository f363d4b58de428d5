"""Rights that several functions have, said once for `functions.py`: tables, their keys, files."""

from __future__ import annotations

from chalicelib.function_forms import Files, ItemRights, Rights

READ = ("GetItem", "Query")
DIRECTORY = (
    *("agencies", "routing", "policy", "calendar", "officers#*", "officer#*"),
    *("revision", "quarantine"),
)
EDITED = (
    *("routing", "policy", "calendar", "questions", "abuse_words", "roll_out", "revision"),
    *("officers#*", "answer_texts#*", "recomputation", "blocks"),
)
OF_TICK = ("recomputation", "roll_out", "commune_reports#*", "difficulties#*")
ENTRIES = ItemRights(
    "directory",
    ("GetItem", "Query", "PutItem", "DeleteItem"),
    ("difficulties#*", "trainings#*", "attendances#*", "commune_reports#*", "organisations#*"),
)
"""Lists of the office: an entry goes from those that it no longer stands on."""
KEYS = ItemRights("directory", ("Query",), ("keys",))
READS_DIRECTORY = ItemRights("directory", READ, DIRECTORY)
WRITES_OFFICERS = (
    ItemRights("directory", ("PutItem",), ("officer#*", "username#*", "staff_phone#*")),
    ItemRights("directory", ("GetItem", "DeleteItem"), ("staff_phone#*",)),
)
"""An officer with all that is claimed for them, besides the item that `EDITED` has."""
OPENS_SESSIONS = (
    ItemRights("people", ("BatchGetItem",), ("L#*", "C#*")),
    ItemRights("people", ("ConditionCheckItem",), ("L#*", "A#*")),
    ItemRights("ledger", ("ConditionCheckItem",), ("L#urgency-*", "L#passwords-*", "L#wrong-*")),
)
"""Passwords and codes are counted by what is so still, and by what has room still; a citizen's
session goes on while the account is there."""
OF_CODES = ("R#*", "S#*", "F#*", "K#*")
WRITES_MESSAGES = ("GetItem", "PutItem", "UpdateItem")
COUNTS_MESSAGES = ItemRights("ledger", ("UpdateItem",), ("B#*", "T#*"))
TELLS_PEOPLE = (
    *(ItemRights("people", ("GetItem",), ("A#*", "G#*", "V#*")), KEYS),
    ItemRights("directory", ("GetItem",), ("blocks",)),
    *(READS_DIRECTORY, COUNTS_MESSAGES),
)
WRITES_CASES = ("GetItem", "PutItem", "UpdateItem", "BatchGetItem")
LOCAL_CLOCK = Rights(items=(ItemRights("ledger", ("GetItem",), ("clock",)),))
REMOVES_UPLOADS = tuple(Files(one, ("DeleteObject",)) for one in ("incoming/", "checked/"))
IMPORTS = ("import#*", "import_of#*", "import_shown#*")
OF_THE_API = (
    *("username#*", "recomputation", "answer_texts#*", "questions", "abuse_words", "roll_out"),
    "blocks",
    *IMPORTS,
)
LISTED = ("list#*", "listed#*")
TALLIES = ("tally#*",)
TEAMS = (
    ItemRights(
        "directory",
        ("BatchGetItem",),
        ("list#team_members#*", "listed#team_members#*", *TALLIES),
    ),
    ItemRights("campaign", ("BatchGetItem", "PutItem"), ("visit#*", "upload#*", "phone#*")),
    ItemRights("campaign", ("UpdateItem",), ("phone#*",), ("by_team",)),
    ItemRights("campaign", ("GetItem", "Query", "PutItem"), ("reach", "reach#*")),
    ItemRights("campaign", ("GetItem", "PutItem"), ("active#*",)),
    ItemRights("campaign", ("Query",), ("officials",)),
)
"""Who is on a team, what teams send in, and what it comes to against the targets."""
COUNTS_FIGURES = Rights(
    items=(
        ItemRights("cases", ("GetItem",)),
        ItemRights(
            "figures",
            ("GetItem", "BatchGetItem", "Query", "PutItem"),
            ("case#*", "log", "book"),
        ),
        ItemRights("figures", ("UpdateItem", "ConditionCheckItem"), ("book",)),
        KEYS,
    ),
    keys=("documents",),
)
COUNTS_THE_CAMPAIGN = Rights(
    items=(
        KEYS,
        ItemRights("people", ("GetItem",), ("A#*",)),
        ItemRights("directory", ("GetItem", "BatchGetItem"), ("import#*", *TALLIES)),
        ItemRights("directory", ("Query",), ("list#officials#*",)),
        ItemRights("campaign", ("BatchGetItem", "PutItem"), ("account#*",)),
        ItemRights("campaign", ("BatchGetItem",), ("phone#*", "official#*")),
        ItemRights("campaign", ("BatchWriteItem",), ("official#*",)),
        ItemRights("campaign", ("GetItem", "PutItem"), ("officials",)),
        ItemRights(
            "campaign", ("UpdateItem",), ("upload#*", "active#*", "phone#*", "reach", "reach#*")
        ),
    ),
    keys=("documents",),
    fingerprints=True,
)
TELLS_WHO_IS_BEHIND = ItemRights("campaign", ("Query",), ("reach",))
ROSTER = ("agencies", "officers#*", "officer#*", "username#*", "staff_phone#*", "revision")
LANES = ItemRights("ledger", ("PutItem", "UpdateItem"), ("W#*",))
READS_FIGURES = (
    ItemRights("figures", ("GetItem", "BatchGetItem", "Query")),
    ItemRights("figures", ("PutItem", "BatchWriteItem"), ("report", "open", "book")),
    ItemRights("figures", ("UpdateItem",), ("log", "book")),
)
"""And keeps what they come to."""
COUNTS_RATINGS = (
    ItemRights("ledger", ("GetItem", "PutItem"), ("L#low-ratings",)),
    *READS_FIGURES,
)
ENDS_POSTS = (
    ItemRights("ledger", ("GetItem", "PutItem"), ("L#post-ends",)),
    ItemRights("directory", ("PutItem",), ("officers#*", "revision")),
    *WRITES_OFFICERS,
)
ONCE_A_DAY = (*COUNTS_RATINGS, *ENDS_POSTS)
READS_MODELS = Files("models/", ("GetObject",))
WORKS_OFF_LISTS = Rights(
    items=(
        *(KEYS, READS_DIRECTORY),
        ItemRights("directory", ("GetItem", "PutItem"), (*IMPORTS, *TALLIES)),
        ItemRights("directory", ("Query", "BatchGetItem", "BatchWriteItem"), LISTED),
        ItemRights("directory", ("GetItem", "BatchGetItem", "PutItem", "DeleteItem"), ROSTER),
        ItemRights("cases", WRITES_CASES, indexes=("by_officer",)),
    ),
    files=(Files("lists/", ("GetObject", "PutObject", "DeleteObject")),),
    keys=("documents", "hashes"),
    fingerprints=True,
    sends_to=("imports",),
    settings=("LEDGER_TABLE", "MESSAGES_TABLE", "PEOPLE_TABLE", "PROVINCE"),
)
READS_AUDIT = ItemRights(
    "audit",
    ("Query",),
    ("days", "day#*"),
    indexes=("by_subject", "by_actor", "by_kind", "by_actor_kind"),
)
ROUTES_CASES = Rights(
    items=(
        ItemRights("cases", WRITES_CASES, indexes=("by_officer",)),
        ItemRights("messages", ("PutItem", "DeleteItem"), ("case#*", "follows#*")),
        ItemRights("messages", ("Query",), ("case#*",)),
        ItemRights("ledger", ("UpdateItem",), ("L#urgency-*",)),
        ItemRights("people", ("GetItem",), ("A#*", "G#*")),  # whom no public form names
        KEYS,
        ItemRights("directory", READ, (*DIRECTORY, "abuse_words")),
    ),
    files=(READS_MODELS,),
    keys=("documents",),
    settings=("LEDGER_TABLE", "PROVINCE", "UPLOADS_BUCKET"),
)
