"""The bench's tables may be at any address that speaks DynamoDB, away from all else."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import boto3

from bench.__main__ import TOGETHER_IN_ENGINE
from bench.cloud import cloud, load_directory
from bench.gateway import answer_to, event_of
from bench.life import COUNTED, live
from bench.meter import Meter
from bench.people import case_page, submission
from bench.population import INBOX_CASES, account_id, load_accounts, load_cases
from chalicelib.identity.application.people import AccountStore
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

CASES, ACCOUNTS = INBOX_CASES + 30, 30
MOST_IN_A_TRANSACTION = 10
"""Of DynamoDB Local; AWS takes a hundred."""


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


def test_lives_are_counted_in_transactions_that_the_engine_takes(emulator_endpoint: str) -> None:
    """None is refused for its number of items, which would show at the end of an hour only."""
    with cloud(emulator_endpoint), redirect_stdout(StringIO()):
        services()
        meter = Meter(boto3.DEFAULT_SESSION._session)
        load_directory()
        lives = live(meter, COUNTED + TOGETHER_IN_ENGINE, TOGETHER_IN_ENGINE)
    tallies = [tally for _, tally in lives.counting]
    sizes = [len(call.parameters.get("TransactItems", [])) for one in tallies for call in one.calls]
    assert 0 < max(sizes) <= MOST_IN_A_TRANSACTION
