"""Which officers would go by a list that replaces another, by their names.

The import's record has ids alone; names are the directory's, which is asked once an agency.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.imports.domain.list_imports import ListImport
from chalicelib.kernel.actors import Actor, Role


def people_leaving(directory: Directory, imported: ListImport, reader: Actor) -> Sequence[Officer]:
    """In the order of the record; for a leader those of their own agency. Whoever is in another
    agency by now is not among them."""
    named = imported.leaving_people
    if reader.role is not Role.ADMINISTRATOR:
        named = tuple(one for one in named if one[0] == reader.agency)
    agencies = dict.fromkeys(agency for agency, _ in named)
    known = {one.id: one for agency in agencies for one in directory.officers(agency)}
    return [known[id] for _, id in named if id in known]
