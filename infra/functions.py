"""What Chalice's functions get from the stack: names, environment, tags."""

from __future__ import annotations

import json
from typing import Any

METRICS_NAMESPACE = "CitizenCases"
FUNCTIONS = {
    "APIHandler": "api",
    "Relay": "relay",
    "Assign": "assign",
    "Notify": "notify",
    "Project": "project",
    "Inspect": "inspect",
    "Tick": "tick",
}
"""Chalice's logical id: the function's short name."""


_DEAD_LETTER_URLS = json.dumps(
    {
        "assignment": "${AssignmentDeadLetters}",
        "notifications": "${NotificationsDeadLetters}",
        "figures": "${FiguresDeadLetters}",
        "uploads": "${UploadsDeadLetters}",
        "relay": "${RelayDeadLetters}",
        "stream": "${StreamFailures}",
    }
)


def environment() -> dict[str, Any]:
    """Every variable that `chalicelib/runtime/settings.py` reads, but STAGE, which Chalice sets."""
    tables = ("Cases", "People", "Directory", "Messages", "Ledger", "Figures")
    queues = ("Assignment", "Notifications", "Figures", "Uploads")
    return {
        **{f"{name.upper()}_TABLE": {"Ref": f"{name}Table"} for name in tables},
        **{f"{name.upper()}_QUEUE_URL": {"Ref": f"{name}Queue"} for name in queues},
        "RELAY_DLQ_URL": {"Ref": "RelayDeadLetters"},
        "DEAD_LETTER_URLS": {"Fn::Sub": _DEAD_LETTER_URLS},
        "UPLOADS_BUCKET": {"Fn::Sub": "${AWS::StackName}-uploads-${AWS::AccountId}"},
        "KEY_ID": {"Ref": "DataKey"},
        "PROVINCE": {"Ref": "Province"},
        "SENDER_EMAIL": {"Fn::Sub": "khong-tra-loi@${MailDomain}"},
        "SMS_SENDER_NAME": {"Ref": "SmsSenderName"},
        "PUBLIC_URL": {"Ref": "PublicUrl"},
        "ADDRESS_LIMITS": {"Ref": "AddressLimits"},
        "LOG_LEVEL": {"Ref": "LogLevel"},
        "SECOND_REGION": {"Ref": "SecondRegion"},
        "BUILD": {"Ref": "Build"},
        "AWS_ENDPOINT_URL": {
            "Fn::If": ["IsLocal", {"Ref": "EmulatorUrl"}, {"Ref": "AWS::NoValue"}]
        },
        "POWERTOOLS_METRICS_NAMESPACE": METRICS_NAMESPACE,
        "POWERTOOLS_LOGGER_LOG_EVENT": "false",
    }


def functions() -> dict[str, Any]:
    """The merge of each function."""
    return {
        logical: {
            "Properties": {
                "FunctionName": {"Fn::Sub": f"${{AWS::StackName}}-{short}"},
                "Environment": {
                    "Variables": {
                        **environment(),
                        "POWERTOOLS_SERVICE_NAME": short,
                        "POWERTOOLS_TRACE_ENABLED": "false",
                    }
                },
                "Tracing": {"Ref": "Tracing"},
                "Tags": {"aws-chalice": "citizen-cases"},
            }
        }
        for logical, short in FUNCTIONS.items()
    }
