"""What Chalice's functions get from the stack: names, environment, tags; and its configuration."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.function_forms import Function, dead_letters, events_wanted, subscribed
from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.settings import STAGES
from infra import names, topic
from infra.capacity import kept
from infra.edge import EDGE_KEY
from infra.storage import BUCKET_HOST, BUCKET_NAME
from infra.tables import TABLES

METRICS_NAMESPACE = "CitizenCases"
LOG_DAYS = 90

Functions = tuple[Function, ...]
_NO_VALUE = {"Ref": "AWS::NoValue"}
_COMMON: dict[str, Any] = {
    "LOG_LEVEL": {"Ref": "LogLevel"},
    "OPENPYXL_LXML": "False",  # lists of strangers are read as before lxml came for documents
    "AWS_ENDPOINT_URL": {"Fn::If": ["IsLocal", {"Ref": "EmulatorUrl"}, _NO_VALUE]},
    "POWERTOOLS_METRICS_NAMESPACE": METRICS_NAMESPACE,
    "POWERTOOLS_LOGGER_LOG_EVENT": "false",
    "POWERTOOLS_TRACE_ENABLED": "false",
}
"""What libraries read."""


def settings(functions: Functions) -> dict[str, Any]:
    """The value of every setting that there is, but STAGE, which Chalice sets."""
    lying = {name: f"${{{names.dead_letters(name)}}}" for name in dead_letters(functions)}
    return {
        **{f"{name.removesuffix('Table').upper()}_TABLE": {"Ref": name} for name in TABLES},
        **{
            f"{name.upper()}_QUEUE_URL": {"Ref": names.queue(name)}
            for function in functions
            for name in (*function.may.sends_to, *function.may_locally.counts)
        },
        **{
            f"{function.name.upper()}_DLQ_URL": {"Ref": names.dead_letters(function.name)}
            for function in functions
            if function.sets_aside
        },
        "EVENTS_TOPIC": {"Ref": topic.NAME},
        "EVENTS_WANTED": events_wanted(functions),
        "DEAD_LETTER_URLS": {"Fn::Sub": json.dumps(lying)},
        "UPLOADS_BUCKET": BUCKET_NAME,
        "UPLOADS_HOST": BUCKET_HOST,
        "ACCOUNT_ID": {"Ref": "AWS::AccountId"},
        "KEY_ID": {"Ref": "DataKey"},
        "HASH_KEY_ID": {"Ref": "HashKey"},
        "PROVINCE": {"Ref": "Province"},
        "SENDER_EMAIL": {"Fn::Sub": "khong-tra-loi@${MailDomain}"},
        "SMS_SENDER_NAME": {"Ref": "SmsSenderName"},
        "PUBLIC_URL": {"Ref": "PublicUrl"},
        "ADDRESS_LIMITS": {"Ref": "AddressLimits"},
        "NETWORK_ALLOWANCE": {"Ref": "NetworkAllowance"},
        "SECOND_REGION": {"Ref": "SecondRegion"},
        "MAIL_PER_SECOND": {"Ref": "MailPerSecond"},
        "SMS_PER_SECOND": {"Ref": "SmsPerSecond"},
        "BUILD": {"Ref": "Build"},
        "EDGE_KEY": EDGE_KEY,
    }


def environment(function: Function, functions: Functions = FUNCTIONS) -> dict[str, Any]:
    """What the function needs, and no more."""
    known = settings(functions)
    locally = {
        name: {"Fn::If": ["IsLocal", known[name], _NO_VALUE]}
        for name in function.may_locally.needs()
    }
    given = {name: known[name] for name in function.may.needs()}
    return {**_COMMON, "POWERTOOLS_SERVICE_NAME": function.name, **locally, **given}


def merged(functions: Functions) -> dict[str, Any]:
    """The merge of each function. Nothing is published before everybody is subscribed: it would
    reach nobody, and be lost."""
    subscriptions = [topic.subscription(queue) for queue in subscribed(functions)]
    return {
        names.logical(function): {
            **({"DependsOn": subscriptions} if function.may.relays else {}),
            "Properties": {
                "FunctionName": {"Fn::Sub": f"${{AWS::StackName}}-{function.name}"},
                "Environment": {"Variables": environment(function, functions)},
                "Tracing": {"Ref": "Tracing"},
                "ReservedConcurrentExecutions": {"Fn::If": ["Reserves", kept(function), _NO_VALUE]},
                "Tags": {"aws-chalice": "citizen-cases"},
            },
        }
        for function in functions
    }


def policy_file(function: Function) -> str:
    """Where Chalice is told to find its policy, beside the configuration."""
    return f"policy-{function.name}.json"


def configuration(functions: Functions = FUNCTIONS) -> dict[str, Any]:
    """Chalice's `.chalice/config.json`: stages differ in name alone."""
    return {
        "version": "2.0",
        "app_name": "citizen-cases",
        "autogen_policy": False,
        "api_gateway_stage": "api",
        "lambda_python_version": "3.11",
        "api_gateway_endpoint_type": "REGIONAL",
        "lambda_functions": {
            names.configured(function): {
                "iam_policy_file": policy_file(function),
                "lambda_memory_size": function.memory,
                "lambda_timeout": function.timeout,
                "log_retention_in_days": LOG_DAYS,
            }
            for function in functions
        },
        "stages": {stage: {"environment_variables": {"STAGE": stage}} for stage in STAGES},
    }
