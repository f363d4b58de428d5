"""A deployed stack and the people who knock at it over HTTP, with something behind every path."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import boto3

from chalicelib.imports.application.ports import ListEntries, ListHashes, ListTallies
from chalicelib.imports.domain.entries import ListEntry, put_on
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.tallies import tally
from chalicelib.kernel.clock import Clock
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from localstack.cast import AGENCY, CASE, Cast
from localstack.demo.client import ApiAnswer, exchange
from localstack.demo.people import Citizen, new_key
from localstack.demo.script import whole_script
from localstack.demo.stack import RunningStack
from tests.support.document import check_answer
from tests.support.good_bodies import TRAINING

OWNER, OTHER, PROVEN, BEGUN, BLOCKED = (f"+8491200095{number}" for number in range(1, 6))
ORGANISATION = "5300100276"
_ELSEWHERE = "so-y-te"
_KEYS = ("pk", "sk", "recipient", "id")
_BARRIER = "barrier"
"""Of those who wait until nothing is on its way."""


@dataclass(frozen=True)
class Response:
    """What came back through the gateway; `body` is the JSON value."""

    answer: ApiAnswer
    body: Any = field(repr=False)

    @property
    def told(self) -> tuple[int, str]:
        """Status, and a problem's code."""
        problem = self.body if isinstance(self.body, dict) else {}
        return self.answer.status, str(problem.get("code", "")) if self.answer.status > 399 else ""

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Pointers and codes of a problem's errors."""
        return [(fault["pointer"], fault["code"]) for fault in self.body.get("errors", [])]


class Besieged:
    """Signs everybody in, and puts something behind every path."""

    def __init__(self, stack: RunningStack) -> None:
        self._stack = stack
        self._cast = Cast(stack)
        owner, other = self._cast.citizen(OWNER), self._cast.citizen(OTHER)
        self.case = self._cast.case_of(owner)
        self._cast.case_of(owner)
        photo = whole_script().evidence
        self._uploads = {
            "{waiting}": str(owner.announce("/uploads", photo, "image/jpeg")["upload_id"]),
            "{theirs}": other.upload("/uploads", photo, "image/jpeg"),
        }
        colleague = self._colleague()
        self._ids = {
            "roster": colleague,
            "difficulties": self._raised(),
            "trainings": self._planned(),
            "commune-reports": "2026-07.02647",
            "officers": colleague,
            "blocks": self._blocked(),
            "organisations": self._asked_for(owner),
            "registrations": self._begun("/registrations", {"phone": BEGUN}, "registration_id"),
            "officer": self._begun("/officer/sessions", self._login(), "session_id"),
            "sessions": self._begun("/sessions", {"phone": OWNER}, "session_id"),
        }
        self.tokens: Mapping[str, str] = {
            "nobody": "",
            "registration": self._cast.registration(PROVEN),
            "citizen": owner.token,
            "stranger": other.token,
            **{role: self._cast.officer(role, AGENCY).token for role in ("officer", "leader")},
            **{
                role: self._cast.officer(role).token
                for role in ("intake", "supervisor", "administrator")
            },
            "elsewhere": self._cast.officer("officer", _ELSEWHERE).token,
        }

    def _begun(self, path: str, body: dict[str, str], id: str) -> str:
        return str(self.send("POST", f"/v1{path}", json.dumps(body).encode()).body[id])

    def _colleague(self) -> str:
        roster = self._cast.officer("officer", AGENCY).api.get("/officer/roster").json()
        return str(roster["items"][-1]["id"])

    def _blocked(self) -> str:
        """Somebody's account, for as long as the stack may stand."""
        somebody = self._cast.citizen(BLOCKED)
        code = str(somebody.submit(CASE, new_key()).json()["code"])
        desk = self._cast.officer("intake")
        body = {"reason": "Nhiều lần xúc phạm.", "until": self._in_a_month()}
        blocked = desk.api.post(f"/officer/cases/{code}/block-reporter", body).json()
        return str(blocked["account"])

    def _asked_for(self, owner: Citizen) -> str:
        """An organisation of the owner's; whoever was here before asked for it already."""
        document = owner.upload("/uploads", whole_script().evidence, "image/jpeg")
        body = {"number": ORGANISATION, "name": "Công ty Apatit", "evidence": [document]}
        owner.api.post("/organisations", body)
        return ORGANISATION

    def _in_a_month(self) -> str:
        began = self._cast.citizen(BLOCKED).api.get("/me").json()["created_at"]
        return str(datetime.fromisoformat(began).date() + timedelta(days=30))

    def _planned(self) -> str:
        leader = self._cast.officer("leader", AGENCY)
        return str(leader.api.post("/admin/trainings", TRAINING).json()["id"])

    def _raised(self) -> str:
        body = {"topic": "network", "text": "Thôn Nậm Kén chưa có sóng 4G."}
        leader = self._cast.officer("leader", AGENCY)
        return str(leader.api.post("/admin/difficulties", body).json()["id"])

    def _login(self) -> dict[str, str]:
        login = next(one for one in self._stack.officers if one.role == "intake")
        return {"username": login.username, "password": login.password}

    def path(self, route: str) -> str:
        """The route's path, filled in."""
        path = route.partition(" ")[2]
        kind = next((kind for kind in self._ids if f"/{kind}/" in path), "sessions")
        return path.replace("{code}", self.case).replace("{id}", self._ids[kind])

    def body(self, raw: bytes) -> bytes:
        """With the uploads that an attack speaks of."""
        for name, id in self._uploads.items():
            raw = raw.replace(name.encode(), id.encode())
        return raw

    def send(
        self,
        method: str,
        path: str,
        raw: bytes | None = None,
        token: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """One request, as it is; raises Undocumented for an answer that the document lacks."""
        given = {"Content-Type": "application/json", "Idempotency-Key": new_key()}
        given |= {"If-Match": '"4"', **(headers or {})}
        if token:
            given["Authorization"] = "Bearer " + token.encode().decode("latin-1")
        answer = exchange(method, self._stack.api_url + path, given, raw)
        text = answer.body.decode()
        media = answer.headers.get("content-type", "") if text else ""
        body = json.loads(text) if "json" in media else text or None
        headers = {**answer.headers, "Content-Type": media}
        check_answer(method, path, answer.status, headers, body)
        return Response(answer, body)

    def leave(self) -> None:
        """Nothing open is left to whoever uses the stack next."""
        for item in self._cast.citizen(OWNER).api.pages("/me/cases"):
            if item["state"] in ("received", "accepted", "assigned"):
                self._cast.citizen(OWNER).do(item["code"], "withdraw", {})


def enlist(product: Services, phone: str, hamlet: str = "Tổ dân phố số 5") -> None:
    """Put somebody on a team's list of commune 02647, as an import does."""
    kind, commune = ListKind.TEAM_MEMBERS, "02647"
    entries, now = product.get(ListEntries), product.get(Clock).now()
    key = product.get(ListHashes).of("phone", phone)
    entries.put([put_on(ListEntry(kind, commune, key, hamlet, key), None, now, "i0")])
    there = entries.of(kind, commune)
    product.get(ListTallies).put(tally(kind, commune, there, now, "i0"))


def traces(product: Services) -> dict[str, str]:
    """A digest of every item that cases, people, messages, directory and figures consist of.

    Not the ledger: it counts tries and keeps answers, which is what it is for.
    """
    settings = product.get(Settings)
    tables = (
        *(settings.cases_table, settings.people_table, settings.messages_table),
        *(settings.directory_table, settings.figures_table, settings.campaign_table),
    )
    return {f"{table} {key}": seen for table in tables for key, seen in _items(table)}


def _items(table: str) -> Iterator[tuple[str, str]]:
    for page in boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table):
        for item in page["Items"]:
            key = " ".join(item[name]["S"] for name in _KEYS if name in item)
            text = json.dumps(item, sort_keys=True, default=repr)
            if key not in (_BARRIER, _RECOMPUTED) and not key.startswith(_KEPT):
                yield key, hashlib.sha256(text.encode()).hexdigest()


_KEPT = ("report ", "book ")
"""A closed month's report, kept by whoever reads it first, and the book of those that are."""
_RECOMPUTED = "recomputation cases"
"""What the minute's run notes by itself."""
