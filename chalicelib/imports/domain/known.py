"""What a list may name: communes and agencies, by code or by the names that people write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from chalicelib.agencies.domain.agencies import Agency
from chalicelib.kernel.words import fold
from chalicelib.places.domain.communes import Commune

_KINDS = frozenset({"xa", "phuong", "thi", "tran"})


@dataclass(frozen=True)
class Named:
    """The codes that a name may mean: one, none, or several."""

    codes: frozenset[str] = frozenset()


_NOBODY = Named()


class NameBook:
    """Names to codes. With diacritics first; without them where a list has lost them."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._spelt: defaultdict[str, set[str]] = defaultdict(set)
        self._bare: defaultdict[str, set[str]] = defaultdict(set)
        for name, code in names:
            folded = fold(name)
            self._spelt[" ".join(folded.words)].add(code)
            self._bare[" ".join(folded.bare)].add(code)
        self._found: dict[str, Named] = {}

    def find(self, name: str) -> Named:
        """What people mean by it; lists say the same few names again and again."""
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> Named:
        folded = fold(name)
        codes = self._spelt.get(" ".join(folded.words))
        if codes is None and folded.is_bare:
            codes = self._bare.get(" ".join(folded.bare))
        return Named(frozenset(codes)) if codes else _NOBODY


@dataclass(frozen=True)
class Known:
    """What may be named. `only_agency`: the importer's own, for whoever may name no other."""

    communes: NameBook
    agencies: NameBook
    names: Mapping[str, str]
    """Agencies' names by their ids."""
    external: frozenset[str]
    """The ids of those in which nobody has an account."""
    central: str
    only_agency: str | None = None


def known_names(
    communes: Iterable[Commune], agencies: Collection[Agency], central: str, only_agency: str | None
) -> Known:
    """By full names, names without the kind of commune where that is clear, and codes."""
    places = [(name, one.code) for one in communes for name in _names_of(one)]
    offices = [(name, one.id) for one in agencies for name in (one.name, one.id)]
    names = {one.id: one.name for one in agencies}
    external = frozenset(one.id for one in agencies if one.is_external)
    return Known(NameBook(places), NameBook(offices), names, external, central, only_agency)


def _names_of(commune: Commune) -> tuple[str, ...]:
    words = commune.name.split(" ")
    short = " ".join(words[1:]) if " ".join(fold(words[0]).bare) in _KINDS else commune.name
    return commune.name, short, commune.code
