"""What a new case is about: checked, and brought into the form in which it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain.commands import Submission
from chalicelib.cases.domain.on_behalf import OnBehalf
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.uploads.domain.uploads import Upload

MISMATCH_METRES = 500
"""A named commune farther than this from the location is an error (the HTTP contract)."""


@dataclass(frozen=True)
class Matter:
    """What a case is about. `location` is (latitude, longitude) in degrees, WGS 84."""

    category: str
    description: str
    visibility: Visibility
    urgent: bool
    location: tuple[float, float] | None
    address: str | None
    commune: str | None
    uploads: Sequence[str]


@dataclass(frozen=True)
class Provenance:
    """Whose a new case is, and how it came. Instants are UTC."""

    code: str
    reporter: str
    request: str
    channel: CaseChannel
    at: datetime
    received_at: datetime | None = None
    on_behalf: OnBehalf | None = None


def submission_of(
    matter: Matter,
    category: Category,
    commune: str,
    files: Sequence[Upload],
    provenance: Provenance,
) -> Submission:
    """A new case about this matter."""
    return Submission(
        code=provenance.code,
        reporter=provenance.reporter,
        request=provenance.request,
        channel=provenance.channel,
        at=provenance.at,
        received_at=provenance.received_at,
        on_behalf=provenance.on_behalf,
        category=category.code,
        urgency=Urgency.URGENT if matter.urgent else category.default_urgency,
        description=matter.description,
        commune=commune,
        visibility=matter.visibility,
        location=matter.location,
        address=matter.address,
        attachments=tuple(upload.attachment for upload in files),
    )


def check_matter(
    directory: Directory, gazetteer: Gazetteer, matter: Matter, found: Sequence[Fault] = ()
) -> tuple[Category, str]:
    """Its category and the commune that counts. Raises Invalid with all that is wrong, what was
    found before included."""
    faults, category = list(found), directory.category(matter.category)
    if category is None:
        faults.append(Fault(("category",), "unknown_category"))
    commune = _commune(gazetteer, matter, faults)
    if category is None:
        raise Invalid(faults)
    return category, commune


def _commune(gazetteer: Gazetteer, matter: Matter, so_far: Sequence[Fault]) -> str:
    """The commune that counts: the named one unless the location lies well outside it."""
    faults = list(so_far)
    if matter.commune is not None and gazetteer.commune(matter.commune) is None:
        faults.append(Fault(("commune_code",), "unknown_commune"))
    if matter.location is None and matter.commune is None:
        faults.append(Fault(("location",), "missing"))
    found = gazetteer.locate(*matter.location) if matter.location else None
    if matter.location and found is None:
        faults.append(Fault(("location",), "outside_province"))
        raise Invalid(faults, "outside_province")
    if faults:
        raise Invalid(faults)
    if matter.commune is None or matter.location is None:
        return found or str(matter.commune)
    if gazetteer.distance(matter.commune, *matter.location) > MISMATCH_METRES:
        faults = [Fault(("commune_code",), "commune_mismatch")]
        raise Invalid(faults, "commune_mismatch", {"commune_code": str(found)})
    return matter.commune
