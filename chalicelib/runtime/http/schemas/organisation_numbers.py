"""The number of an organisation as the contract takes it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.organisation_numbers import ORGANISATION_PATTERN, parse_organisation_number
from chalicelib.runtime.http.schemas.texts import refused

_LONGEST = 40


def _parsed(text: str) -> str:
    try:
        return parse_organisation_number(text)
    except Invalid as invalid:
        raise refused(invalid) from None


OrganisationNumber = Annotated[
    str,
    Field(
        json_schema_extra={"pattern": ORGANISATION_PATTERN},
        max_length=_LONGEST,
        description="10 digits with their check digit; of a branch 13: 10, a hyphen, 3",
        examples=["5300100276"],
    ),
    AfterValidator(_parsed),
]
