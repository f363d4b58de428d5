"""What everything else in the container stands on: settings, time, keys, the directory."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from chalicelib.agencies.adapters.directory import DynamoDirectory
from chalicelib.agencies.adapters.province_files import ProvinceFiles
from chalicelib.runtime.clock import MovableClock, SystemClock
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.crypto.sealing import KeyringCursors, KeyringHasher, KeyringSealer
from chalicelib.runtime.crypto.tokens import JwtTokens
from chalicelib.runtime.faults import MetricFaults
from chalicelib.runtime.settings import Settings

if TYPE_CHECKING:
    from chalicelib.agencies.application.ports import Directory, DirectoryStore
    from chalicelib.kernel.clock import Clock
    from chalicelib.kernel.faults import Faults
    from chalicelib.kernel.keys import Cursors, Hasher, Sealer, Tokens
    from chalicelib.places.domain.communes import Gazetteer


class Foundations:
    """The lower half of `bootstrap.Container`; each made at its first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def clock(self) -> Clock:
        """What time it is."""
        if self.settings.stage == "local":
            return MovableClock(self.settings.ledger_table)
        return SystemClock()

    @cached_property
    def faults(self) -> Faults:
        """What becomes of a fault of one thing among many."""
        return MetricFaults()

    @cached_property
    def province_files(self) -> ProvinceFiles:
        """What the province brings."""
        return ProvinceFiles(self.settings.province)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Communes, and where a point lies."""
        return self.province_files.gazetteer

    @cached_property
    def directory(self) -> Directory:
        """Agencies, their people, and the rules in force."""
        return DynamoDirectory(
            self.settings.directory_table,
            self.sealer,
            self.hasher,
            self.clock,
            self.province_files.categories,
        )

    @cached_property
    def keyring(self) -> Keyring:
        """The stage's keys."""
        table, key_id = self.settings.directory_table, self.settings.key_id
        return Keyring(table, boto3.client("kms"), key_id, self.settings.stage)

    @cached_property
    def sealer(self) -> Sealer:
        """Encrypts documents."""
        return KeyringSealer(self.keyring)

    @cached_property
    def hasher(self) -> Hasher:
        """Makes personal data findable."""
        return KeyringHasher(self.keyring)

    @cached_property
    def cursors(self) -> Cursors:
        """Seals positions in lists."""
        return KeyringCursors(self.keyring)

    @cached_property
    def tokens(self) -> Tokens:
        """Issues and reads tokens."""
        return JwtTokens(self.keyring, self.settings.stage)

    @cached_property
    def directory_store(self) -> DirectoryStore:
        """The directory, to write to."""
        from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore

        return DynamoDirectoryStore(self.settings.directory_table, self.sealer, self.hasher)
