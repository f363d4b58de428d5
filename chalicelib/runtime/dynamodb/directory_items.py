"""The items of the directory table. The table itself is made by the stack's template.

| pk | sk | holds |
|---|---|---|
| `agencies` | `all` | all agencies |
| `routing`, `policy`, `calendar` | version in six digits | one version |
| `questions`, `abuse_words` | the same | one version |
| `officers#` + agency | officer id | one officer, sealed |
| `officer#` + officer id | `place` | the officer's agency |
| `username#` + keyed hash | `officer` | whose username it is |
| `staff_phone#` + KMS's hash | `officer` | whose phone it is |
| `answer_texts#` + agency | id | one ready answer text |
| `commune_reports#` + month | month and commune | a commune's report, sealed |
| `trainings#` + `all`, `everybody` or agency | id | a training session, sealed |
| `attendances#` + `all` or `of-` + session | officer and session | an attendance, sealed |
| `difficulties#` + `all` or agency | id | one difficulty, sealed, on each list that it stands on |
| `organisations#` + `all`, state, `of-` + account | number | one organisation, sealed, on each |
| `blocks` | account id | its last block, sealed |
| `recomputation` | `cases` | how far the open cases have followed an edit |
| `import#` + id | `record` | one import of a list, how far it is |
| `import_of#` + kind | `holder` | the import that has that kind of list |
| `import_shown#` + upload | kind and owner | who was shown to leave by `replace` |
| `list#` + kind + `#` + agency or commune | keyed hash | one person of a list, and when |
| `listed#` + kind + `#` + keyed hash | `place` | on which part of the list that person is |
| `tally#` + kind | agency or commune | how many people that part of a list has |
| `quarantine` | `quarantine` | is there while no message may leave, after a restore |
| `restoring`, `backups` | the same | marks of the operator's commands (`operations/holdings.py`) |
| `revision` | `revision` | a token that changes with each change of the others |

The key sets stand in the same table (`chalicelib/runtime/crypto/key_sets.py`).
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import (
    ABUSE_WORDS,
    AGENCIES,
    CALENDAR,
    POLICY,
    QUESTIONS,
    ROLL_OUT,
    ROUTING,
    Schema,
)
from chalicelib.runtime.dynamodb.stored_items import StoredItem


class DirectoryKind(StrEnum):
    """Partition keys, or how they begin."""

    AGENCIES = "agencies"
    ROUTING = "routing"
    POLICY = "policy"
    CALENDAR = "calendar"
    QUESTIONS = "questions"
    ROLL_OUT = "roll_out"
    ABUSE_WORDS = "abuse_words"
    ROSTER = "officers"
    OFFICER = "officer"
    USERNAME = "username"
    STAFF_PHONE = "staff_phone"
    ANSWER_TEXTS = "answer_texts"
    COMMUNE_REPORTS = "commune_reports"
    TRAININGS = "trainings"
    ATTENDANCES = "attendances"
    DIFFICULTIES = "difficulties"
    ORGANISATIONS = "organisations"
    BLOCKS = "blocks"
    RECOMPUTATION = "recomputation"
    IMPORT = "import"
    IMPORT_OF = "import_of"
    IMPORT_SHOWN = "import_shown"
    LIST = "list"
    LISTED = "listed"
    TALLY = "tally"
    REVISION = "revision"
    QUARANTINE = "quarantine"


SCHEMAS = {
    DirectoryKind.AGENCIES: AGENCIES,
    DirectoryKind.ROUTING: ROUTING,
    DirectoryKind.POLICY: POLICY,
    DirectoryKind.CALENDAR: CALENDAR,
    DirectoryKind.QUESTIONS: QUESTIONS,
    DirectoryKind.ROLL_OUT: ROLL_OUT,
    DirectoryKind.ABUSE_WORDS: ABUSE_WORDS,
}
"""Of what is kept as plain JSON text."""


def roster_of(agency: str) -> str:
    """The partition of an agency's people."""
    return f"{DirectoryKind.ROSTER}#{agency}"


@lru_cache
def directory_item_class(table: str) -> Any:
    """The model of all items in that table; each uses some of the attributes."""

    class DirectoryItem(StoredItem):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        document = UnicodeAttribute(null=True)
        body = BinaryAttribute(legacy_encoding=False, null=True)
        officer = UnicodeAttribute(null=True)
        agency = UnicodeAttribute(null=True)
        version = NumberAttribute(null=True)
        token = UnicodeAttribute(null=True)
        put_at = UnicodeAttribute(null=True)
        put_by = UnicodeAttribute(null=True)
        event = UnicodeAttribute(null=True)
        step = NumberAttribute(null=True)

    return DirectoryItem


def document_of(item: Any, schema: Schema) -> Any:
    """The JSON text of an item, in the present form of its kind; raises NewerSchema."""
    return schema.upcast(json.loads(item.document), item.schema)


def saved(item: Any, condition: Any) -> bool:
    """Write under that condition; False where it does not hold."""
    try:
        item.save(condition=condition)
    except PutError as error:
        if error.cause_response_code == REFUSED:
            return False
        raise
    return True
