"""What a new case is about: checked, and brought into the form in which it begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.domain.commands import Submission
from chalicelib.cases.domain.on_behalf import OnBehalf
from chalicelib.cases.domain.representing import SentFor
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.kernel.errors import Fault, Findings, Invalid
from chalicelib.kernel.frozen import frozen
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.question_answers import QuestionAnswer, read_answers
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.uploads.domain.uploads import Upload

MISMATCH_METRES = 500
"""A named commune farther than this from the location is an error (the HTTP contract)."""


@frozen
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
    answers: Mapping[str, object] = field(default_factory=dict)
    """To the category's questions, by their ids."""
    questions_version: int | None = None
    """Of the questions as they were asked, if that is said."""
    organisation: str | None = None
    """For which it is sent, by its number."""


@frozen
class Provenance:
    """Whose a new case is, and how it came. Instants are UTC."""

    code: str
    reporter: str
    request: str
    channel: CaseChannel
    at: datetime
    received_at: datetime | None = None
    on_behalf: OnBehalf | None = None


@frozen
class Answered:
    """What was answered to which version of the questions."""

    answers: tuple[QuestionAnswer, ...]
    version: int


@frozen
class CheckedMatter:
    """A matter, and what it comes to: its category, the commune that counts, its answers, and for
    which organisation it is sent."""

    matter: Matter
    category: Category
    commune: str
    answered: Answered
    organisation: SentFor | None = None


def submission_of(
    checked: CheckedMatter, files: Sequence[Upload], provenance: Provenance
) -> Submission:
    """A new case about this matter."""
    matter, category = checked.matter, checked.category
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
        commune=checked.commune,
        visibility=matter.visibility,
        location=matter.location,
        address=matter.address,
        attachments=tuple(upload.attachment for upload in files),
        answers=checked.answered.answers,
        questions=checked.answered.version,
        organisation=checked.organisation,
    )


def check_matter(
    directory: Directory,
    gazetteer: Gazetteer,
    matter: Matter,
    found: Sequence[Fault] = (),
    *,
    all_required: bool = True,
) -> CheckedMatter:
    """Raises Invalid with all that is wrong, what was found before included."""
    faults, category = Findings(found), directory.category(matter.category)
    if category is None:
        faults.append(Fault(("category",), "unknown_category"))
    answered = faults.collect(lambda: _answered(directory, matter, all_required))
    commune = _commune(gazetteer, matter, faults)
    if category is None or answered is None:
        raise Invalid(faults)
    return CheckedMatter(matter, category, commune, answered)


def _answered(directory: Directory, matter: Matter, all_required: bool) -> Answered:
    """Held against the version that is valid; of a category that there is not, nothing is asked."""
    questions = directory.questions()
    said = matter.questions_version
    if said is not None and said != questions.version:
        code = "questions_outdated" if said < questions.version else "unknown_version"
        raise Invalid([Fault(("questions_version",), code)])
    if directory.category(matter.category) is None:
        return Answered((), questions.version)
    earlier = directory.earlier_questions(questions.version) if matter.answers else ()
    answers = read_answers(
        questions, earlier, matter.category, matter.answers, all_required=all_required
    )
    return Answered(answers, questions.version)


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
