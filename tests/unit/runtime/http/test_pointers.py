"""Where a fault lies, as clients are told."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Fault, Invalid, Path
from chalicelib.runtime.http.pointers import HeaderFault, QueryFault, of_query, pointer_of


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ((), ""),
        (("consents", 0, "purpose"), "/consents/0/purpose"),
        (("a/b", "~", "~1"), "/a~1b/~0/~01"),
        (("",), "/"),
    ],
)
def test_a_path_is_a_json_pointer_into_the_body(path: Path, pointer: str) -> None:
    """RFC 6901: `~` and `/` within a name are escaped, `~` first."""
    assert pointer_of(Fault(path, "missing")) == pointer


def test_a_parameter_has_a_question_mark_and_a_header_its_name() -> None:
    """Neither is a member of the body, however it is called."""
    assert pointer_of(QueryFault(("to",), "missing")) == "?to"
    assert pointer_of(HeaderFault(("If-Match",), "wrong_form")) == "If-Match"


def test_what_a_use_case_finds_in_a_query_is_told_as_such() -> None:
    """It names the field alone; code, limits and the problem's own code stay."""
    fault = Fault(("to",), "period_too_long", {"max": 24})
    with pytest.raises(Invalid) as told, of_query():
        raise Invalid([fault], "out_of_reach", {"most": 24})
    (found,) = told.value.faults
    assert (pointer_of(found), found.code, found.params) == ("?to", fault.code, fault.params)
    assert (told.value.code, told.value.params) == ("out_of_reach", {"most": 24})
