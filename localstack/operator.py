"""The operator's hand on the local stack: the same container as the functions have."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.clock import MovableClock
from chalicelib.bootstrap import container
from localstack.places import Place

_VARIABLES = {
    "CASES_TABLE": "CasesTableName",
    "PEOPLE_TABLE": "PeopleTableName",
    "DIRECTORY_TABLE": "DirectoryTableName",
    "MESSAGES_TABLE": "MessagesTableName",
    "LEDGER_TABLE": "LedgerTableName",
    "FIGURES_TABLE": "FiguresTableName",
    "ASSIGNMENT_QUEUE_URL": "AssignmentQueueUrl",
    "NOTIFICATIONS_QUEUE_URL": "NotificationsQueueUrl",
    "FIGURES_QUEUE_URL": "FiguresQueueUrl",
    "UPLOADS_QUEUE_URL": "UploadsQueueUrl",
    "RELAY_DLQ_URL": "RelayDeadLettersUrl",
    "UPLOADS_BUCKET": "UploadsBucketName",
    "KEY_ID": "DataKeyId",
}


def adopt(outputs: dict[str, str], place: Place) -> None:
    """Give this process the settings that the stack's functions have."""
    os.environ |= {name: outputs[output] for name, output in _VARIABLES.items()}
    os.environ |= {
        "STAGE": "local",
        "PROVINCE": "lao_cai",
        "SENDER_EMAIL": "khong-tra-loi@laocai.example",
        "SMS_SENDER_NAME": "LaoCai-S",
        "PUBLIC_URL": place.url,
    }
    bootstrap.use(None)


def load(clock: str | None) -> dict[str, Any]:
    """Load the directory into a fresh stack; the people who can sign in, with passwords."""
    from localstack.seed import seed

    if clock is not None:
        MovableClock(container().settings.ledger_table).move_to(datetime.fromisoformat(clock))
    return seed(container())
