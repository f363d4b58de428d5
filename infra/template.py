"""What is merged into Chalice's template: one stack, the same for every stage."""

from __future__ import annotations

from typing import Any

from chalicelib.messages.domain.sms import SENDER_NAME_LENGTH
from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.settings import STAGES, SWITCH
from infra.alarms import ALARMS
from infra.functions import functions
from infra.gateway import GATEWAY, GATEWAY_PROPERTIES
from infra.queues import DEAD_LETTERS, QUEUES, WORKERS
from infra.storage import STORAGE
from infra.tables import TABLES

NEW_RESOURCES: dict[str, dict[str, Any]] = {**TABLES, **QUEUES, **STORAGE, **GATEWAY, **ALARMS}
"""What Chalice knows nothing of; everything else in the merge adds to something of Chalice's."""

PARAMETERS = {
    "Stage": {"Type": "String", "AllowedValues": list(STAGES)},
    "Province": {
        "Type": "String",
        "AllowedValues": sorted(file.parent.name for file in DATA.glob("*/province.json")),
        "Description": "A folder of chalicelib/data",
    },
    "MailDomain": {"Type": "String", "Description": "Verified in SES; mail comes from it"},
    "SmsSenderName": {"Type": "String", "MaxLength": SENDER_NAME_LENGTH},
    "PublicUrl": {"Type": "String", "Description": "Of the app's and console's pages"},
    "AddressLimits": {"Type": "String", "AllowedValues": list(SWITCH), "Default": "on"},
    "EmulatorUrl": {"Type": "String", "Default": "", "Description": "Local stage only"},
    "SecondRegion": {
        "Type": "String",
        "Default": "",
        "Description": "Where mail and SMS go out while the first region refuses; empty: nowhere",
    },
    "AlarmEmail": {"Type": "String"},
    "LogLevel": {"Type": "String", "AllowedValues": ["DEBUG", "INFO", "WARNING"]},
    "Tracing": {"Type": "String", "AllowedValues": ["Active", "PassThrough"]},
    "Relaying": {
        "Type": "String",
        "AllowedValues": ["on", "off"],
        "Default": "on",
        "Description": "Off and on again makes the relay read the streams anew, from their start",
    },
    "Build": {"Type": "String", "Description": "The commit that is deployed"},
}

CONDITIONS = {
    "IsLocal": {"Fn::Equals": [{"Ref": "Stage"}, "local"]},
    "IsRelaying": {"Fn::Equals": [{"Ref": "Relaying"}, "on"]},
    "HasSecondRegion": {"Fn::Not": [{"Fn::Equals": [{"Ref": "SecondRegion"}, ""]}]},
}


def merge() -> dict[str, Any]:
    """The document for `chalice package --merge-template`."""
    return {
        "Parameters": PARAMETERS,
        "Conditions": CONDITIONS,
        "Resources": {
            **NEW_RESOURCES,
            **functions(),
            "RestAPI": {"Properties": GATEWAY_PROPERTIES},
        },
        "Outputs": {
            **{f"{name}QueueUrl": {"Value": {"Ref": f"{name}Queue"}} for name in WORKERS},
            **{f"{name}Url": {"Value": {"Ref": name}} for name in DEAD_LETTERS},
        },
    }
