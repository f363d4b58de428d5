"""The only place where real things are put together. One container per process, filled lazily."""

from __future__ import annotations

from functools import cached_property

import boto3

from chalicelib.adapters.clock import SystemClock
from chalicelib.adapters.dynamodb.uploads import DynamoUploadStore
from chalicelib.adapters.keyring import Keyring
from chalicelib.adapters.sealing import KeyringCursors, KeyringHasher, KeyringSealer
from chalicelib.adapters.tokens import JwtTokens
from chalicelib.application.inspection import InspectionDesk
from chalicelib.application.ports.clock import Clock
from chalicelib.application.ports.keys import Cursors, Hasher, Sealer, Tokens
from chalicelib.application.ports.uploads import UploadBytes, UploadStore
from chalicelib.application.uploads import UploadDesk
from chalicelib.config import Settings, load_settings


class Container:
    """Adapters and the bundles of ports that use cases take, each made at its first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def clock(self) -> Clock:
        """What time it is."""
        return SystemClock()

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
    def upload_store(self) -> UploadStore:
        """The records of uploads."""
        return DynamoUploadStore(self.settings.cases_table)

    @cached_property
    def upload_bytes(self) -> UploadBytes:
        """The bytes of uploads."""
        from chalicelib.adapters.attachments import S3UploadBytes

        return S3UploadBytes(self.settings.uploads_bucket)

    @cached_property
    def upload_desk(self) -> UploadDesk:
        """Uploads, from the form to the fetched attachment."""
        return UploadDesk(self.upload_store, self.upload_bytes, self.clock)

    @cached_property
    def inspection_desk(self) -> InspectionDesk:
        """The examination of what has come; only its worker pays for importing the decoders."""
        from chalicelib.adapters.media.examiner import MediaExaminer

        return InspectionDesk(self.upload_store, self.upload_bytes, MediaExaminer(), self.clock)


_container: Container | None = None


def container() -> Container:
    """The process's container."""
    global _container
    if _container is None:
        _container = Container(load_settings())
    return _container


def use(replacement: Container | None) -> None:
    """Put another container in its place; `None` makes the next call build a real one."""
    global _container
    _container = replacement
