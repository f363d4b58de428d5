"""The claims of accounts on their phones and personal numbers, made from the accounts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import boto3

from chalicelib.identity.application.people import AccountStore, Claims, PersonItemKind
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.runtime.crypto.fingerprints import KmsFingerprints
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.progress import ProgressBar

_AT_ONCE = 8
"""Accounts whose hashes KMS is asked for at the same moment."""
CLAIMS = ("P#", "N#")
PAGE = 500
"""Items that are looked at before it is written down how far a walk came."""


class TakenTwice(Exception):
    """Another account holds the phone or number; the message names the account that does not."""


def by_kms(product: Services) -> KmsFingerprints:
    """The stage's fingerprints, to hash by KMS alone."""
    kms, key_id = boto3.client("kms"), product.get(Settings).hash_key_id
    return KmsFingerprints(kms, key_id, product.get(Keyring), product.get(Hasher))


def pages_of_people(product: Services, begins: tuple[str, ...], after: str | None) -> Iterator[Any]:
    """The ids of people's items that begin so, page by page behind an id, in the table's order;
    of each page also the id that it ends with."""
    table = product.get(Settings).people_table
    start = {"ExclusiveStartKey": {"id": {"S": after}}} if after else {}
    pages = boto3.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(
        TableName=table,
        ConsistentRead=True,
        ProjectionExpression="id",
        PaginationConfig={"PageSize": PAGE},
        **start,
    ):
        ids = [item["id"]["S"] for item in page["Items"]]
        yield (
            [id for id in ids if id.startswith(begins)],
            page.get("LastEvaluatedKey", {}).get("id", {}).get("S"),
        )


def claim_all(
    product: Services, isolation: Isolation, progress: ProgressBar, after: str | None = None
) -> Iterator[str | None]:
    """Give every account behind that id the claims that KMS's hashes make; after each page how far
    it came. The isolation keeps accounts that cannot be read, or whose phone or number is taken."""
    hashes, accounts = by_kms(product), product.get(AccountStore)
    account_begins = (f"{PersonItemKind.ACCOUNT}#",)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for keys, end in pages_of_people(product, account_begins, after):
            ids = [key.partition("#")[2] for key in keys]
            begun = [pool.submit(partial(_claim, accounts, hashes, id)) for id in ids]
            for id, claiming in zip(ids, begun, strict=True):
                with isolation.of(f"account {id}"):
                    claiming.result()
                progress.step()
            yield end


def drop_old_claims(product: Services, progress: ProgressBar) -> None:
    """Take away the claims by hashes of a key of the stage's own: those that name no key."""
    table = product.get(Settings).people_table
    for keys, _ in pages_of_people(product, CLAIMS, None):
        for key in keys:
            if "." not in key:
                boto3.client("dynamodb").delete_item(TableName=table, Key={"id": {"S": key}})
            progress.step()


def _claim(accounts: AccountStore, hashes: KmsFingerprints, id: str) -> None:
    account = accounts.find(id)
    if account is None:
        return
    phone = (hashes.by_kms(KeyPurpose.PHONE, account.phone),)
    number = account.identity.personal_id
    numbers = (hashes.by_kms(KeyPurpose.PERSONAL_ID, number),) if number else ()
    if accounts.claim(account, Claims(phone, numbers)) is not None:
        raise TakenTwice(id)
