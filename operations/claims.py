"""The claims of accounts on their phones and personal numbers, made from the accounts."""

from __future__ import annotations

from collections.abc import Callable

import boto3

from chalicelib.identity.application.guests import GuestStore
from chalicelib.identity.application.people import AccountStore, Claims, PersonItemKind
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.runtime.crypto.fingerprints import KmsFingerprints
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.scans import BatchWriter, size_of, table_segments
from operations.vault import Row
from operations.walks import Visit, Walker

CLAIMING = "accounts"
CLAIMS = ("P#", "N#")
PAGE = 500
"""Items that are looked at in one page: so many ids are held by a thread at most."""


class TakenTwice(Exception):
    """Another account holds the phone or number; the message names the account that does not."""


def by_kms(product: Services) -> KmsFingerprints:
    """The stage's fingerprints, to hash by KMS alone."""
    kms, key_id = boto3.client("kms"), product.get(Settings).hash_key_id
    return KmsFingerprints(kms, key_id, product.get(Keyring), product.get(Hasher))


def claim_all(product: Services, walker: Walker) -> None:
    """Give every account and every guest the claims that KMS's hashes make. The walker's marks name
    those that cannot be read, or whose phone or number is taken."""
    hashes, accounts = by_kms(product), product.get(AccountStore)
    guests = product.get(GuestStore)
    of_accounts, of_guests = f"{PersonItemKind.ACCOUNT}#", f"{PersonItemKind.GUEST}#"

    def work(visit: Visit[Row]) -> None:
        for id in _ids(visit, (of_accounts, of_guests)):
            person = id.partition("#")[2]
            with visit.isolation.of(f"account {person}"):
                if id.startswith(of_accounts):
                    _claim(accounts, hashes, person)
                else:
                    _claim_for_guest(guests, hashes, person)

    _walk(product, walker, CLAIMING, work)


def drop_old_claims(product: Services, walker: Walker) -> None:
    """Take away the claims by hashes of a key of the stage's own: those that name no key."""
    writer = BatchWriter(walker.dynamodb, product.get(Settings).people_table)

    def work(visit: Visit[Row]) -> None:
        old = [id for id in _ids(visit, CLAIMS) if "." not in id]
        writer.delete([{"id": {"S": id}} for id in old])

    _walk(product, walker, "old claims", work)


def _walk(product: Services, walker: Walker, name: str, work: Callable[[Visit[Row]], None]) -> None:
    client, table = walker.dynamodb, product.get(Settings).people_table
    asked = {"ConsistentRead": True, "ProjectionExpression": "id"}
    segments = table_segments(client, table, walker.at_once, page=PAGE, **asked)
    walker.go(name, segments, work, total=size_of(client, table))


def _ids(visit: Visit[Row], begins: tuple[str, ...]) -> list[str]:
    ids = [str(item["id"]["S"]) for item in visit.items]
    return [id for id in ids if id.startswith(begins)]


def _claim(accounts: AccountStore, hashes: KmsFingerprints, id: str) -> None:
    account = accounts.find(id)
    if account is None:
        return
    phone = (hashes.by_kms(KeyPurpose.PHONE, account.phone),)
    number = account.identity.personal_id
    numbers = (hashes.by_kms(KeyPurpose.PERSONAL_ID, number),) if number else ()
    if accounts.claim(account, Claims(phone, numbers)) is not None:
        raise TakenTwice(id)


def _claim_for_guest(guests: GuestStore, hashes: KmsFingerprints, id: str) -> None:
    guest = guests.find(id)
    if guest is None or guest.phone is None:
        return
    if not guests.claim(guest, (hashes.by_kms(KeyPurpose.PHONE, guest.phone),)):
        raise TakenTwice(id)
