"""Which passwords officers may choose. Source: NIST SP 800-63B-4, section 3.1.1.

Nothing is demanded but a length, and nothing is forbidden but what others would try first: what
leaked elsewhere, what is said of this place, this service and this person, and short things
repeated. Officers never sign in by a password alone, for which the standard asks for 8 characters;
we ask for 12. There are no rules of composition, and nobody has to change a password by a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from chalicelib.kernel.errors import Fault, Invalid

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LEFT_OVER = 6
"""Letters and digits that must be left once words are taken away that others would try."""
_LONGEST_UNIT = 6
"""Of so many characters, and repeated: that is as good as the unit alone."""
_SHORTEST_WORD = 3
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")


class LeakedPasswords(Protocol):
    """Passwords that leaked elsewhere and that people use most."""

    def holds(self, folded: str) -> bool:
        """Whether it is among them; folded as `folded` gives it."""
        ...


@dataclass(frozen=True)
class PasswordRules:
    """What a new password is held against; `local_words` are said of this place and service."""

    leaked: LeakedPasswords
    local_words: Collection[str]


def folded(text: str) -> str:
    """Without marks, in lower case: `Mật Khẩu` is `mat khau`."""
    marked = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
    return "".join(char for char in marked if not unicodedata.combining(char))


def check_password(
    password: str, rules: PasswordRules, own_words: Iterable[str], field: str = "password"
) -> None:
    """Raises Invalid: `password_length`, `password_leaked`, `password_guessable`.

    Lengths are counted in code points. `own_words`: name, username, addresses of its owner.
    """
    length = len(unicodedata.normalize("NFC", password))
    if not SHORTEST_PASSWORD <= length <= LONGEST_PASSWORD:
        limits = {"min": SHORTEST_PASSWORD, "max": LONGEST_PASSWORD}
        raise Invalid([Fault((field,), "password_length", limits)])
    plain = folded(password)
    letters = "".join(_LETTERS.findall(plain))
    if rules.leaked.holds(plain) or rules.leaked.holds(letters):
        raise Invalid([Fault((field,), "password_leaked")])
    if _is_repeated(plain) or len(_left(plain, rules.local_words, own_words)) < LEFT_OVER:
        raise Invalid([Fault((field,), "password_guessable")])


def _left(plain: str, local: Iterable[str], own: Iterable[str]) -> str:
    """Letters and digits that no word explains; the longest words are taken away first."""
    about = tuple(own)
    words = {word for text in about for word in _WORD.findall(folded(text))}
    words |= {"".join(_WORD.findall(folded(text))) for text in (*local, *about)}
    left = "".join(_WORD.findall(plain))
    known = {word for word in words if len(word) >= _SHORTEST_WORD}
    for word in sorted(known, key=lambda word: (-len(word), word)):
        left = left.replace(word, "")
    return left


def _is_repeated(plain: str) -> bool:
    """A short unit over and over, perhaps not whole at the end; or letters or digits in order."""
    for length in range(1, _LONGEST_UNIT + 1):
        unit = plain[:length]
        if (unit * (len(plain) // length + 1))[: len(plain)] == plain:
            return True
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return steps <= {1, -9} or steps <= {-1, 9}
