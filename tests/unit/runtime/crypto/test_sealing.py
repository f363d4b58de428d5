"""Envelopes, cursors and keyed hashes."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Unreadable
from chalicelib.kernel.keys import KeyPurpose, Unsealable
from chalicelib.runtime.crypto.sealing import KeyringCursors, KeyringHasher, KeyringSealer
from tests.support.keys import FixedKeyring, make_cursors, make_hasher, make_sealer

DOCUMENT = '{"name": "Nguyễn Thị Hoà 🌾"}'.encode()


def test_what_is_sealed_comes_back_in_its_place() -> None:
    """Sealing keeps every byte."""
    sealer = make_sealer()
    assert sealer.unseal(sealer.seal(DOCUMENT, "account:1"), "account:1") == DOCUMENT


def test_an_envelope_tells_nothing_and_is_never_the_same_twice() -> None:
    """Equal documents cannot be recognised in the table."""
    sealer = make_sealer()
    one, two = (sealer.seal(DOCUMENT, "account:1") for _ in range(2))
    assert one != two
    assert b"name" not in one


def test_an_envelope_opens_nowhere_else() -> None:
    """Whoever can write the table cannot put one person's envelope on another's item."""
    sealer = make_sealer()
    blob = sealer.seal(DOCUMENT, "account:1")
    with pytest.raises(Unsealable):
        sealer.unseal(blob, "account:2")


def test_every_changed_byte_is_noticed() -> None:
    """Format, key set, nonce, text and tag are all authenticated."""
    sealer = make_sealer()
    blob = sealer.seal(DOCUMENT, "account:1")
    for place in range(len(blob)):
        changed = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(Unsealable):
            sealer.unseal(changed, "account:1")


@pytest.mark.parametrize("length", [0, 1, 2, 13, 14, 29])
def test_a_cut_envelope_is_refused(length: int) -> None:
    """Truncation is a change too, however short the rest."""
    sealer = make_sealer()
    with pytest.raises(Unsealable):
        sealer.unseal(sealer.seal(DOCUMENT, "c")[:length], "c")


def test_after_rotation_old_envelopes_open_and_new_ones_use_the_new_keys() -> None:
    """Rotation needs no rewriting; a process that knows only the old set cannot open the new."""
    old, new = FixedKeyring(sets=1), FixedKeyring(sets=2)
    blob = KeyringSealer(old).seal(DOCUMENT, "c")
    assert KeyringSealer(new).unseal(blob, "c") == DOCUMENT
    with pytest.raises(Unsealable):
        KeyringSealer(old).unseal(KeyringSealer(new).seal(DOCUMENT, "c"), "c")


def test_a_cursor_comes_back_for_its_list_only() -> None:
    """A cursor of one reader or filter is a bad cursor for another."""
    cursors = make_cursors()
    text = cursors.write({"id": "A#1", "due_sort": "2026"}, "inbox|u1")
    assert cursors.read(text, "inbox|u1") == {"id": "A#1", "due_sort": "2026"}
    with pytest.raises(Unreadable, match="bad_cursor"):
        cursors.read(text, "inbox|u2")


@pytest.mark.parametrize("text", ["", "x", "AQE", "%%%", "ă" * 40, "A" * 5000, "AQE=AQE=", "null"])
def test_what_is_no_cursor_is_unreadable(text: str) -> None:
    """Rubbish in a query is a 400, never a fault of ours."""
    with pytest.raises(Unreadable, match="bad_cursor"):
        make_cursors().read(text, "inbox|u1")


def test_every_changed_letter_of_a_cursor_is_noticed() -> None:
    """Nobody turns a page that is not theirs by changing the text."""
    cursors = make_cursors()
    text = cursors.write({"id": "A#1"}, "c")
    for place in range(len(text) - 1):
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(Unreadable):
            cursors.read(text[:place] + other + text[place + 1 :], "c")


def test_a_sealed_document_is_no_cursor() -> None:
    """The two use keys of their own."""
    with pytest.raises(Unreadable):
        KeyringCursors(FixedKeyring()).read(make_sealer().seal(b"{}", "c").hex(), "c")


def test_hashes_are_stable_and_differ_by_value_purpose_and_stage() -> None:
    """A phone finds its claim in every process, and says nothing about another kind of value."""
    hasher = make_hasher()
    hashed = hasher.hash(KeyPurpose.PHONE, "+84912345678")
    assert hashed == make_hasher().hash(KeyPurpose.PHONE, "+84912345678")
    others = {
        hasher.hash(KeyPurpose.PHONE, "+84912345679"),
        hasher.hash(KeyPurpose.USERNAME, "+84912345678"),
        KeyringHasher(FixedKeyring(seed=2)).hash(KeyPurpose.PHONE, "+84912345678"),
    }
    assert hashed not in others
    assert len(others) == 3
    assert len(hashed) == 64
