"""What is merged into Chalice's template: one stack, the same for every stage."""

from __future__ import annotations

from typing import Any

from infra.alarms import ALARMS
from infra.functions import functions
from infra.gateway import GATEWAY
from infra.queues import QUEUES, WORKERS
from infra.storage import STORAGE
from infra.tables import TABLES

NEW_RESOURCES: dict[str, dict[str, Any]] = {**TABLES, **QUEUES, **STORAGE, **GATEWAY, **ALARMS}

PARAMETERS = {
    "Stage": {"Type": "String", "AllowedValues": ["local", "dev", "staging", "prod"]},
    "Province": {"Type": "String", "Description": "A folder of chalicelib/data"},
    "MailDomain": {"Type": "String", "Description": "Verified in SES; mail comes from it"},
    "SmsSenderName": {"Type": "String", "MaxLength": 11},
    "PublicUrl": {"Type": "String", "Description": "Of the app's and console's pages"},
    "AddressLimits": {"Type": "String", "AllowedValues": ["on", "off"], "Default": "on"},
    "EmulatorUrl": {"Type": "String", "Default": "", "Description": "Local stage only"},
    "AlarmEmail": {"Type": "String"},
    "LogLevel": {"Type": "String", "AllowedValues": ["DEBUG", "INFO", "WARNING"]},
}


def merge(build: str) -> dict[str, Any]:
    """The document for `chalice package --merge-template`."""
    outputs = {
        **{f"{name}Name": {"Value": {"Ref": name}} for name in TABLES},
        **{f"{name}QueueUrl": {"Value": {"Ref": f"{name}Queue"}} for name in WORKERS},
        **{f"{name}DeadLettersUrl": {"Value": {"Ref": f"{name}DeadLetters"}} for name in WORKERS},
        "RelayDeadLettersUrl": {"Value": {"Ref": "RelayDeadLetters"}},
        "UploadsBucketName": {"Value": {"Ref": "UploadsBucket"}},
        "DataKeyId": {"Value": {"Ref": "DataKey"}},
    }
    return {
        "Parameters": PARAMETERS,
        "Conditions": {"IsLocal": {"Fn::Equals": [{"Ref": "Stage"}, "local"]}},
        "Resources": {**NEW_RESOURCES, **functions(build)},
        "Outputs": outputs,
    }
