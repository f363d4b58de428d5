"""One botocore session for all clients of a process.

PynamoDB makes a session for each model class, and each session reads the description of the service
anew: some 80 ms of CPU a class, in the first request. With one session for all, PynamoDB's and
boto3's, the first client pays and each further one costs a few milliseconds.

A user agent of our own: botocore puts its own together anew for each call, which is a tenth of what
a call costs.
"""

from __future__ import annotations

import boto3
from botocore.config import Config
from botocore.session import Session, get_session
from pynamodb.connection import base

_USER_AGENT = "citizen-cases"


def share_session() -> None:
    """Let everything that makes a client from now on use the same session."""
    session = get_session()
    session.set_default_client_config(Config(user_agent=_USER_AGENT))

    def shared() -> Session:
        return session

    base.get_session = shared  # type: ignore[attr-defined]  # it imports it
    boto3.setup_default_session(botocore_session=session)
