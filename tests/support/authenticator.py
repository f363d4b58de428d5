"""A security key at the office's address of the unit tests."""

from __future__ import annotations

from dataclasses import dataclass

from localstack.demo.security_key import SecurityKey

ORIGIN = "https://office.example"
HOST = "office.example"


@dataclass
class Authenticator(SecurityKey):
    """It has just been plugged in."""

    origin: str = ORIGIN
    host: str = HOST
