"""The claims of officers on their phones, made from the officers."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.keys import KeyPurpose
from chalicelib.runtime.crypto.fingerprints import KmsFingerprints
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import claims
from operations.scans import BatchWriter, size_of, table_segments
from operations.vault import Row
from operations.walks import Visit, Walker

CLAIMING_STAFF = "officers"
STAFF_CLAIMS = (f"{DirectoryKind.STAFF_PHONE}#",)
_ROSTERS = f"{DirectoryKind.ROSTER}#"
_ATTEMPTS = 5


def claim_staff_phones(product: Services, walker: Walker) -> None:
    """Give every officer who is here the claim that KMS's hash of the phone makes. The walker's
    marks name who cannot be read, and whose phone is another's."""
    hashes, store = claims.by_kms(product), product.get(DirectoryStore)

    def work(visit: Visit[Row]) -> None:
        for item in visit.items:
            if item["pk"]["S"].startswith(_ROSTERS):
                id = item["sk"]["S"]
                with visit.isolation.of(f"officer {id}"):
                    _claim(store, hashes, id)

    _walk(product, walker, CLAIMING_STAFF, work)


def drop_own_staff_claims(product: Services, walker: Walker) -> None:
    """Take away the claims by hashes of a key of the stage's own: those that name no key."""
    _drop(product, walker, "old claims of officers", by_kms=False)


def drop_kms_staff_claims(product: Services, walker: Walker) -> None:
    """Take away the claims by KMS's hashes, where the stage's own ones still guard phones: what a
    process at the step before gave up was left by it."""
    _drop(product, walker, "claims of officers to make anew", by_kms=True)


def _drop(product: Services, walker: Walker, name: str, *, by_kms: bool) -> None:
    writer = BatchWriter(walker.dynamodb, product.get(Settings).directory_table)

    def is_meant(claim: str) -> bool:
        return claim.startswith(STAFF_CLAIMS) and ("." in claim) is by_kms

    def work(visit: Visit[Row]) -> None:
        writer.delete([item for item in visit.items if is_meant(item["pk"]["S"])])

    _walk(product, walker, name, work)


def _walk(product: Services, walker: Walker, name: str, work: Callable[[Visit[Row]], None]) -> None:
    client, table = walker.dynamodb, product.get(Settings).directory_table
    asked = {"ConsistentRead": True, "ProjectionExpression": "pk, sk"}
    segments = table_segments(client, table, walker.at_once, page=claims.PAGE, **asked)
    walker.go(name, segments, work, total=size_of(client, table))


def _claim(store: DirectoryStore, hashes: KmsFingerprints, id: str) -> None:
    """Raises Conflict (`phone_taken`), and TooMany where the officer keeps being changed."""
    for _ in range(_ATTEMPTS):
        officer = store.find_officer(id)
        if officer is None or not officer.claimed_phone:
            return
        hashed = hashes.by_kms(KeyPurpose.STAFF_PHONE, officer.claimed_phone)
        if store.claim_phone(officer, hashed):
            return
    raise TooMany("too_busy", 1)
