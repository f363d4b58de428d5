"""The bench's tables may be at any address that speaks DynamoDB, away from all else."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import boto3

from bench.cloud import cloud, load_directory
from bench.gateway import answer_to, event_of
from bench.people import case_page, submission
from bench.population import INBOX_CASES, account_id, load_accounts, load_cases
from chalicelib.identity.application.people import AccountStore
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

CASES, ACCOUNTS = INBOX_CASES + 30, 30


def test_tables_are_where_they_are_asked_for(emulator_endpoint: str) -> None:
    """Cases, accounts and requests go there, and the bench's own cloud has no table."""
    with cloud(emulator_endpoint), redirect_stdout(StringIO()):
        load_directory()
        load_cases(0, CASES)
        load_accounts(0, ACCOUNTS)
        code = str(answer_to(event_of(submission()))["code"])
        assert answer_to(event_of(case_page(code)))["code"] == code
        here = boto3.client("dynamodb", endpoint_url=emulator_endpoint)
        table = services().get(Settings).cases_table
        assert here.scan(TableName=table, Select="COUNT")["Count"] >= CASES
        assert services().get(AccountStore).find(account_id(ACCOUNTS - 1)) is not None
        own = boto3.client("dynamodb", endpoint_url=boto3.client("sqs").meta.endpoint_url)
        assert own.list_tables()["TableNames"] == []
