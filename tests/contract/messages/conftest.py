"""The message store under test: the fake, and DynamoDB on moto and on the emulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.messages.application.messages import MessageStore
from tests.support.keys import make_sealer
from tests.support.messages import MemoryMessageStore
from tests.support.tables import messages_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def store(request: pytest.FixtureRequest) -> Iterator[MessageStore]:
    if request.param == "memory":
        yield MemoryMessageStore()
        return
    on_emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if on_emulator else None
    with messages_table(endpoint) as name:
        yield DynamoMessageStore(name, make_sealer(), load_message_policy())
