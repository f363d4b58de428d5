"""Many people at one moment: cases are sent in, accounts opened, reports read, all at once."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

import boto3

from bench.gateway import token_of
from bench.people import CASE, SUPERVISOR
from bench.population import ACCOUNTS_BEGIN, account_id, load_accounts
from chalicelib.identity.application.people import AccountStore
from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from load.carrier import Phones
from load.door import Door, Turned
from localstack.demo.client import ApiAnswer, Client, Json
from localstack.demo.people import new_key
from localstack.demo.waiting import until
from operations.recount import all_cases

TWICE = 5
"""One in so many is sent twice at once under one key, as an app does that heard nothing."""
CASES, ACCOUNTS = "a case is sent in", "an account is opened"


@dataclass(frozen=True)
class Helper:
    """A member of a team, who begins registrations of others in a hamlet."""

    account: str
    hamlet: str


@dataclass
class Crowd:
    """People with an app each, and what they were told."""

    api_url: str
    product: Services
    door: Door
    codes: Phones
    consents: Sequence[Json] = ()
    sent: dict[str, str] = field(default_factory=dict)
    """Case codes by what was written."""
    opened: dict[str, str] = field(default_factory=dict)
    """Account ids by phone."""
    helped: set[str] = field(default_factory=set)
    """Phones of those whom a member of a team helped."""
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = count()
        offered = Client(self.api_url).get("/consents").json()["items"]
        self.consents = [
            {"purpose": one["purpose"], "version": one["version"]}
            for one in offered
            if one["needed"]
        ]

    def come_to_work(self, many: int) -> None:
        """The hours before: so many processes of the API have answered something already. Raises
        Waited."""
        with ThreadPoolExecutor(many) as pool:
            for done in [pool.submit(until, self._is_answered, "the API") for _ in range(many)]:
                done.result()

    def _is_answered(self) -> bool:
        with contextlib.suppress(OSError):  # its process is not there yet
            Client(self.api_url).get("/consents")
            return True
        return False

    def phones(self, many: int) -> list[str]:
        """Of people who never registered."""
        return [f"+8497{number:07d}" for number in islice(self._numbers, many)]

    def register(self, phone: str, helper: Helper | None = None) -> None:
        """All three requests, the first perhaps by a member of a team; raises Turned or Waited."""
        client = Client(self.api_url)
        begun = self._begin(client, phone, helper)
        proof = {"otp": self.codes.code(phone)}
        path = f"/registrations/{begun['registration_id']}/verify"
        proven = self._post(client, path, proof, "a code is typed in", new_key(), goes_on=True)
        declared = {
            "full_name": "Giàng Thị Mẩy",
            "commune_code": CASE["commune_code"],
            "consents": list(self.consents),
        }
        applicant = Client(self.api_url, proven["registration_token"])
        opened = self._post(applicant, "/accounts", declared, ACCOUNTS, new_key(), goes_on=True)
        self.opened[phone] = opened["account_id"]
        if helper:
            self.helped.add(phone)

    def _begin(self, client: Client, phone: str, helper: Helper | None) -> dict[str, Any]:
        kind, key, asked = "a code is asked for", new_key(), {"phone": phone}
        if helper is None:
            return self._post(client, "/registrations", asked, kind, key)
        asked |= {"hamlet": helper.hamlet}
        path = "/team/registrations"
        return self.door.ask(kind, lambda: self.member(helper).post(path, asked, key=key)).json()

    def member(self, helper: Helper) -> Client:
        """Signed in a moment ago: a token does not last for as long as some wait at the door."""
        return Client(self.api_url, token_of(Actor(Role.CITIZEN, helper.account)))

    def report(self, number: int) -> None:
        """A citizen of their own sends a case in; some tell it twice, and get one answer."""
        text = f"Ổ gà số {number:06d} trước cổng trường, xe máy ngã nhiều lần."
        citizen = Client(self.api_url, token_of(Actor(Role.CITIZEN, account_id(number))))
        key, body = new_key(), {**CASE, "description": text}
        with ThreadPoolExecutor(2) as pool:
            twice = range(2 if number % TWICE == 0 else 1)
            told = list(pool.map(lambda _: self._post(citizen, "/cases", body, CASES, key), twice))
        codes = {one["code"] for one in told}
        if len(codes) != 1:
            self.wrong.append(f"one key, two cases: {sorted(codes)}")
        self.sent[text] = codes.pop()

    def read(self) -> None:
        """A supervisor looks at the month."""
        office = Client(self.api_url, token_of(SUPERVISOR))
        self.door.ask("a report is read", lambda: office.get("/reports/live"))

    def _post(
        self,
        client: Client,
        path: str,
        body: Json,
        kind: str,
        key: str,
        *,
        goes_on: bool = False,
    ) -> dict[str, Any]:
        answer: ApiAnswer = self.door.ask(
            kind, lambda: client.post(path, body, key=key), goes_on=goes_on
        )
        return answer.json()


def spike(crowd: Crowd, at_once: int, first: int) -> None:
    """So many of each at one moment. Whoever has no good answer is counted at the door."""
    load_accounts(first, first + at_once)
    work: list[Callable[[], None]] = []
    for number, phone in enumerate(crowd.phones(at_once), first):
        work += [
            lambda number=number: crowd.report(number),  # type: ignore[misc]
            lambda phone=phone: crowd.register(phone),  # type: ignore[misc]
            crowd.read,
        ]
    with ThreadPoolExecutor(len(work)) as pool:
        for done in [pool.submit(one) for one in work]:
            fault = done.exception()
            if fault is not None and not isinstance(fault, Turned):
                crowd.wrong.append(f"{type(fault).__name__}: {fault}")


def lost_and_doubled(crowd: Crowd) -> Iterator[str]:
    """Each case that was answered for is there, once, and so is each account."""
    kept = defaultdict[str, list[str]](list)
    for case in all_cases(crowd.product):
        kept[case.description].append(case.code)
    for text, code in crowd.sent.items():
        if kept[text] != [code]:
            yield f"{code} was answered for, {kept[text]} are there"
    accounts = crowd.product.get(AccountStore)
    for phone, id in crowd.opened.items():
        account = accounts.find(id)
        if account is None or account.phone != phone:
            yield f"the account {id} is lost"
    for id in _accounts(crowd.product) - set(crowd.opened.values()):
        yield f"nobody was told of the account {id}"


def _accounts(product: Services) -> set[str]:
    """Those that were registered."""
    pages = boto3.client("dynamodb").get_paginator("scan")
    found = pages.paginate(TableName=product.get(Settings).people_table)
    ids = (str(item["id"]["S"]) for page in found for item in page["Items"])
    accounts = {id.removeprefix("A#") for id in ids if id.startswith("A#")}
    return {id for id in accounts if not id.startswith(ACCOUNTS_BEGIN)}
