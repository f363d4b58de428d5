"""Fields that people's routes share. The rules are the domain's; here they become types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field

from chalicelib.identity.application.devices import LONGEST
from chalicelib.identity.domain.personal_ids import PATTERN, parse_personal_id
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.names import LONGEST_EMAIL, LONGEST_NAME, parse_email, parse_name
from chalicelib.runtime.http.schemas.texts import Body, refused

LONGEST_PHONE = 40


def _by(parse: Callable[[str], object]) -> AfterValidator:
    """Checks a text by a rule of the domain, and leaves it as it came."""

    def check(text: str) -> str:
        try:
            parse(text)
        except Invalid as invalid:
            raise refused(invalid) from None
        return text

    return AfterValidator(check)


Phone = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_PHONE, description="A mobile", examples=["0912345678"]),
]
Otp = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["204817"])]
FullName = Annotated[
    str,
    Field(
        json_schema_extra={"minLength": 1, "maxLength": LONGEST_NAME}, examples=["Giàng Thị Mẩy"]
    ),
    _by(parse_name),
]
Email = Annotated[
    str,
    Field(
        json_schema_extra={"format": "email", "maxLength": LONGEST_EMAIL},
        examples=["may@example.vn"],
    ),
    _by(parse_email),
]
PersonalNumber = Annotated[
    str,
    Field(
        json_schema_extra={"pattern": PATTERN},
        max_length=LONGEST_PHONE,
        examples=["010190000123"],
    ),
    _by(parse_personal_id),
]
CommuneCode = Annotated[str, Field(pattern=r"^[0-9]{5}$", examples=["02647"])]


Device = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=LONGEST,
        description="The newest `device` of an answer that this device got",
        examples=["1801526400.9f2c….01K1QZ7M3VX2T9R4B8C6D5E0FG"],
    ),
]


class OtpBody(Body):
    """The code that came."""

    otp: Otp


class SignInOtpBody(OtpBody):
    """The code that came, and the device's value, if somebody signed in on it before."""

    device: Device = None


class RefreshBody(Body):
    """The newest refresh token of a session; it is good once."""

    refresh_token: Annotated[
        str,
        Field(
            min_length=1, max_length=2000, examples=["01K1QZ7M3VX2T9R4B8C6D5E0FG.1.5f0c….4.AQE…"]
        ),
    ]
