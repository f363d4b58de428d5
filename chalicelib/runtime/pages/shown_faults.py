"""What a route refused, as a form shows it: in a summary, and at the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from chalicelib.kernel.frozen import frozen
from chalicelib.runtime.http.calls import Reply


@frozen
class ShownFaults:
    """By field (`document.number` for `/document/number`); `general` belong to no field."""

    fields: Mapping[str, str] = field(default_factory=dict)
    general: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.general)

    def __len__(self) -> int:
        return len(self.fields) + len(self.general)


NO_FAULTS = ShownFaults()


def faults_of(reply: Reply, known: frozenset[str]) -> ShownFaults:
    """Of a problem; a pointer to no field that the form has belongs to the whole form."""
    found: dict[str, str] = {}
    general: list[str] = []
    for one in reply.body.get("errors", ()):
        name = ".".join(str(one["pointer"]).lstrip("?/").split("/"))
        target = next((n for n in (name, name.rpartition(".")[0]) if n in known), None)
        if target is None:
            general.append(one["message"])
        else:
            found.setdefault(target, one["message"])
    if not found and not general:
        general.append(reply.body["detail"])
    return ShownFaults(found, tuple(dict.fromkeys(general)))
