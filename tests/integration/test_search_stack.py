"""The office finds a case on the deployed stack, by the lists that the stream has brought."""

from __future__ import annotations

from urllib.parse import quote

from localstack.cast import AGENCY, CASE, Cast
from localstack.demo.people import StaffMember, new_key
from localstack.demo.stack import RunningStack
from localstack.demo.waiting import until

PHONE = "+84912777501"
TEXT = "Cây pơ mu cổ thụ đổ ngang đường trước nhà văn hoá Thào Chư Phìn."


def found(officer: StaffMember, query: str) -> list[str]:
    answer = officer.api.get(f"/officer/search?{query}")
    return [item["code"] for item in answer.json()["items"]]


def test_a_new_case_is_found_by_its_words_and_by_what_it_is(stack: RunningStack) -> None:
    """With and without diacritics, by whoever may see it, within seconds."""
    cast = Cast(stack)
    citizen = cast.citizen(PHONE)
    code = str(citizen.submit({**CASE, "description": TEXT}, new_key()).json()["code"])
    supervisor = cast.officer("supervisor")
    words = f"q={quote('pơ mu')}"
    until(lambda: found(supervisor, words) == [code], "the case in its lists")
    assert found(supervisor, "q=po%20mu%20phin") == [code]
    assert found(supervisor, f"q={quote('pơ mù')}") == []
    assert found(supervisor, f"code={code}") == [code]
    handler = cast.officer("officer", AGENCY)
    until(lambda: found(handler, words) == [code], "the agency's lists")
    assert found(handler, f"{words}&state=assigned&category=roads&commune=02647") == [code]
    assert found(handler, f"{words}&state=closed") == []
    assert found(cast.officer("officer", "so-y-te"), words) == []
