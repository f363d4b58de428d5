"""The categories of both provinces."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.rules.domain.categories import categories_from_document
from tests.support.directory import PROVINCES

# docs/handbook.md §2 gives the codes, §4 what is handled on the spot.
HANDBOOK = {
    "sanitation": "on_the_spot",
    "roads": "on_the_spot",
    "lighting_water": "on_the_spot",
    "security": "on_the_spot",
    "construction": "on_the_spot",
    "environment": "ordinary",
    "land": "ordinary",
    "health": "ordinary",
    "education": "ordinary",
    "procedures": "ordinary",
    "conduct": "ordinary",
    "initiative": "ordinary",
    "other": "ordinary",
}


@pytest.mark.parametrize("province", list(PROVINCES))
def test_the_thirteen_categories_are_the_handbooks(province: str) -> None:
    """In the handbook's order, with its urgencies, each named in both languages."""
    categories = PROVINCES[province].categories
    assert {category.code: category.default_urgency for category in categories} == HANDBOOK
    assert [category.code for category in categories] == list(HANDBOOK)
    for language in ("vi", "en"):
        assert len({category.name(language) for category in categories}) == len(HANDBOOK)


def test_a_category_with_faults_is_refused() -> None:
    """Both names, a known urgency, and whether evidence is needed."""
    row = {"code": "roads", "name": {"vi": "Đường sá"}, "default_urgency": "soon"}
    with pytest.raises(Invalid) as caught:
        categories_from_document({"source": "x", "categories": [row, row]})
    assert {(fault.path, fault.code) for fault in caught.value.faults} == {
        (("categories",), "not_unique"),
        *(
            (("categories", index, *path), code)
            for index in (0, 1)
            for path, code in (
                (("name", "en"), "missing"),
                (("default_urgency",), "not_one_of"),
                (("evidence_required",), "missing"),
            )
        ),
    }
