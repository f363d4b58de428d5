"""What the fields of a document of rules are called, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.pages.agency_names import agency_names
from chalicelib.kernel.words import bare
from chalicelib.rule_edits.pages.rule_forms import RuleField
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

Choices = Sequence[tuple[str, str]]
_CATEGORIES = frozenset({"categories", "category", "decides", "desk_categories"})
_TITLES = frozenset({"text", "whole", "day", "choice"})
_TONGUES = frozenset({"vi", "en"})
_LIMIT = frozenset({"amount", "unit"})
_REPORTS = "reports.calendar."
"""Reports go to agencies, and to some that are none here."""
_OF_COMMUNE = "ubnd-{commune}"
_WORDS: Mapping[str, tuple[str, Sequence[str]]] = {
    "urgencies": ("urgency", ("urgent", "on_the_spot", "ordinary", "complex")),
    "channels": ("channel", ("app", "hotline", "counter", "paper", "zalo", "email")),
    "commune_kinds": ("rule_code", ("phuong", "xa")),
    "reporter_kinds": ("rule_code", ("person", "organisation")),
    "rejection_reasons": (
        "rejection",
        ("unclear", "not_public_business", "abusive", "spam", "no_reply"),
    ),
}


@dataclass(frozen=True)
class RuleWords:
    """For the templates: labels, hints, choices and sayings, in the reader's language."""

    visit: PageVisit
    categories: Choices
    agencies: Choices
    names: Mapping[str, str]
    """Of all agencies by their ids, also of those that no rule can choose."""

    def label(self, path: str) -> str:
        """Of the member with the one that it is in, else of the member alone."""
        named = [one for one in path.split(".") if not one.isdigit()]
        words = self.visit.words
        both = "rule_field." + "_".join(named[-2:])
        return words.texts.get(both, words.of("rule_field", named[-1]))

    def hint(self, field: RuleField) -> str:
        """What is to be written; empty: the label says it."""
        return self.visit.words.texts.get(f"rule_hint.{field.name}", "")

    def choices(self, field: RuleField) -> Choices:
        """Codes and words, with what stands there and is none of them; empty: it is free."""
        found = self._known(field)
        if not found:
            return ()
        stands = field.value.split("\n") if field.value else []
        named = {code for code, _ in found}
        return [*found, *((one, one) for one in stands if one not in named)]

    def said(self, field: RuleField) -> str:
        """A value as it is read."""
        if field.kind == "yes":
            return self.visit.words.of("yes_no", field.value)
        if field.kind == "day" and field.value.count("-") == 2:
            return "/".join(reversed(field.value.split("-")))
        to_agency = field.path.startswith(_REPORTS) and field.name == "to"
        named = self.names if to_agency else dict(self._known(field))
        return ", ".join(named.get(one, one) for one in field.value.split("\n") if one)

    def in_line(self, field: RuleField) -> str:
        """A group within another: a limit, or each member with its label; empty where there are
        groups in it."""
        if any(one.kind in ("group", "rows") for one in field.within):
            return ""
        members = ((self.label(one.path), self.said(one)) for one in field.within)
        return self.limit(field) or "; ".join(f"{name}: {said}" for name, said in members if said)

    def limit(self, field: RuleField) -> str:
        """Working time in one line («3 ngày làm việc»); empty for what is none."""
        members = {one.name: self.said(one) for one in field.within}
        return f"{members['amount']} {members['unit']}".strip() if members.keys() == _LIMIT else ""

    def title(self, part: RuleField) -> str:
        """A part of a list by the first of what it says, in the reader's language, without ids."""
        unsaid = {"id", *(_TONGUES - {self.visit.language})}
        said = [
            self.said(one)
            for one in part.all()
            if (one.kind in _TITLES or one.name in _CATEGORIES) and one.name not in unsaid
        ]
        return ", ".join([one for one in said if one not in ("", "0")][:3])

    def category(self, code: str) -> str:
        """Its name, where it is known."""
        return dict(self.categories).get(code, code)

    def way(self, line: Mapping[str, Any], side: str) -> str:
        """To whom cases of a preview's line go `before` or `after`; empty: to nobody. A committee
        stands for those of all the line's communes."""
        if not line[side]:
            return ""
        agency, communes = str(line[side]["agency"]), line["communes"]
        if len(communes) > 1 and agency == _OF_COMMUNE.format(commune=communes[0]):
            return self.visit.words("rules.own_commune")
        return self.names.get(agency, agency)

    def _known(self, field: RuleField) -> Choices:
        if field.codes and field.kind in ("choice", "lines"):
            return [(code, self.visit.words.of("rule_code", code)) for code in field.codes]
        if field.name in _CATEGORIES and field.kind in ("text", "lines"):
            return self.categories
        if field.name in ("agency", "coordinating"):
            return self.agencies
        group, codes = _WORDS.get(field.name, ("", ()))
        return [(code, self.visit.words.of(group, code)) for code in codes]


def rule_words(visit: PageVisit) -> RuleWords:
    """With the categories and the agencies of the province; those of communes are one choice."""
    directory = services().get(Directory)
    categories = [(one.code, one.name(visit.language)) for one in directory.categories()]
    provincial = [
        (one.id, one.name)
        for one in directory.agencies()
        if not one.is_external and not one.id.startswith("ubnd-")
    ]
    own = (_OF_COMMUNE, visit.words("rules.own_commune"))
    agencies = [own, *sorted(provincial, key=lambda one: bare(one[1]))]
    return RuleWords(visit, categories, agencies, agency_names())


def changes(
    words: RuleWords, before: Sequence[RuleField], after: Sequence[RuleField]
) -> list[Mapping[str, Any]]:
    """Where two forms differ: the place in words, what stood there, what stands there now."""
    old, new = _leaves(before), _leaves(after)
    return [
        {
            "place": place_in_words(words, path),
            "before": words.said(old[path]) if path in old else "",
            "after": words.said(new[path]) if path in new else "",
        }
        for path in dict.fromkeys([*old, *new])
        if (old[path].value if path in old else "") != (new[path].value if path in new else "")
    ]


def place_in_words(words: RuleWords, path: str) -> str:
    """`rules.0.agency` as a reader finds it: the list, its number, the field."""
    parts, said = path.split("."), list[str]()
    for at, part in enumerate(parts):
        if part.isdigit():
            said[-1] += f" {int(part) + 1}"
        else:
            said.append(words.label(".".join(parts[: at + 1])))
    return " › ".join(said)


def _leaves(fields: Sequence[RuleField]) -> dict[str, RuleField]:
    every = (one for field in fields for one in field.all())
    return {one.path: one for one in every if one.kind not in ("group", "rows", "part")}
