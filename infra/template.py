"""What is merged into Chalice's template: one stack, the same for every stage."""

from __future__ import annotations

from typing import Any

from chalicelib.function_forms import Function
from chalicelib.functions import FUNCTIONS
from chalicelib.messages.domain.sms import SENDER_NAME_LENGTH
from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.settings import STAGES, SWITCH
from infra.alarms import alarms
from infra.capacity import CAPACITY
from infra.edge import EDGE, EDGE_OUTPUTS
from infra.functions import merged
from infra.gateway import ACCESS_LOG, GATEWAY, GATEWAY_PROPERTIES
from infra.queues import feeding, outputs
from infra.storage import STORAGE
from infra.tables import TABLES
from infra.topic import topic

_PER_SECOND = {"Type": "Number", "MinValue": 1}
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
    "CertificateArn": {
        "Type": "String",
        "Default": "",
        "Description": "For PublicUrl's name, of ACM in us-east-1; empty: CloudFront's own name",
    },
    "EmulatorUrl": {"Type": "String", "Default": "", "Description": "Local stage only"},
    "EmulatorPort": {"Type": "Number", "Default": 80, "Description": "Local stage only"},
    "SecondRegion": {
        "Type": "String",
        "Default": "",
        "Description": "Where mail and SMS go out while the first region refuses; empty: nowhere",
    },
    "MailPerSecond": {**_PER_SECOND, "Default": 14, "Description": "What SES gives the account"},
    "SmsPerSecond": {**_PER_SECOND, "Default": 20, "Description": "What SNS gives the account"},
    "AlarmEmail": {"Type": "String"},
    "LogLevel": {"Type": "String", "AllowedValues": ["DEBUG", "INFO", "WARNING"]},
    "Tracing": {"Type": "String", "AllowedValues": ["Active", "PassThrough"]},
    "Relaying": {
        "Type": "String",
        "AllowedValues": ["on", "off"],
        "Default": "on",
        "Description": "Off and on again makes the relay read the streams anew, from their start",
    },
    "ReservedConcurrency": {
        "Type": "String",
        "AllowedValues": ["on", "off"],
        "Default": "off",
        "Description": "Keeps executions for each function; wants as many of the account",
    },
    **CAPACITY,
    "Build": {"Type": "String", "Description": "The commit that is deployed"},
}

RULES = {
    "LocalStageOnEmulatorsOnly": {
        "RuleCondition": {"Fn::Equals": [{"Ref": "Stage"}, "local"]},
        "Assertions": [
            {
                "Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "EmulatorUrl"}, ""]}]},
                "AssertDescription": "The local stage has no limits: it is for emulators",
            }
        ],
    }
}

CONDITIONS = {
    "IsLocal": {"Fn::Equals": [{"Ref": "Stage"}, "local"]},
    "IsReal": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]},
    "IsRelaying": {"Fn::Equals": [{"Ref": "Relaying"}, "on"]},
    "Reserves": {"Fn::Equals": [{"Ref": "ReservedConcurrency"}, "on"]},
    "HasCertificate": {"Fn::Not": [{"Fn::Equals": [{"Ref": "CertificateArn"}, ""]}]},
    "HasSecondRegion": {"Fn::Not": [{"Fn::Equals": [{"Ref": "SecondRegion"}, ""]}]},
}


def new_resources(functions: tuple[Function, ...] = FUNCTIONS) -> dict[str, dict[str, Any]]:
    """What Chalice knows nothing of; all else in the merge adds to something of Chalice's."""
    gateway = {**GATEWAY, **ACCESS_LOG}
    fed = {**feeding(functions), **topic(functions)}
    return {**TABLES, **fed, **STORAGE, **EDGE, **gateway, **alarms(functions)}


def merge(functions: tuple[Function, ...] = FUNCTIONS) -> dict[str, Any]:
    """The document for `chalice package --merge-template`."""
    return {
        "Parameters": PARAMETERS,
        "Rules": RULES,
        "Conditions": CONDITIONS,
        "Resources": {
            **new_resources(functions),
            **merged(functions),
            "RestAPI": {"Properties": GATEWAY_PROPERTIES},
        },
        "Outputs": {**outputs(functions), **EDGE_OUTPUTS},
    }
