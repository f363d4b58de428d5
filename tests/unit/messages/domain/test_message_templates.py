"""What people read: every template, in every language, on every channel."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from string import Formatter

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.template_files import FILE, read_templates
from chalicelib.messages.domain import sms
from chalicelib.messages.domain.templates import (
    LANGUAGES,
    Templates,
    due_words,
    moment_words,
    short_due_words,
)
from infra.package import ROOT
from tests.support.code_like import FORMULAS, LINKS, MARKUP, TEMPLATES
from tests.support.directory import PROVINCES
from tests.support.messages import NOON

STAGES = sorted((ROOT / "infra" / "parameters").glob("*.json"))
ALL = read_templates()
KINDS = sorted(ALL.kinds)
VALUES = {
    "agency": "Ủy ban nhân dân phường Cam Đường",
    "app": "LaoCai-S",
    "at": "17:00 06/08",
    "category": "Thủ tục hành chính",
    "code": "LC-260803-7K3QX",
    "codes": "LC-260803-7K3QX, LC-260803-7K3QY, LC-260803-7K3QZ, …",
    "commune": "Phường Cam Đường",
    "count": "120",
    "day": "04/08/2026",
    "due": "17:00 ngày 06/08/2026",
    "due_short": "17:00 06/08",
    "why": "\n  17:00 06/08: 3 ngày làm việc",
    "lines": "- LC-260803-7K3QX",
    "link": "https://laocai-s.example.vn/officer/cases/LC-260803-7K3QX",
    "materials": "\n  Sổ tay: https://laocai-s.example.vn/so-tay.pdf",
    "minutes": "5",
    "last_day": "10/08/2026",
    "month": "08/2026",
    "number": "5300100276-001",
    "occasion": "đã qua một nửa thời hạn",
    "otp": "123456",
    "parent": "LC-260803-7K3QY",
    "place": "Hội trường tầng 2",
    "purpose": "Nhận, xử lý và trả lời phản ánh.",
    "reason": "Giấy phép mờ, không đọc được mã số.",
    "stars": "2",
    "title": "Tập huấn xử lý phản ánh",
    "until": "08:05 ngày 10/08/2026",
    "suggested": "Ủy ban nhân dân phường Cam Đường",
    "when": "08:00 05/08/2026",
    "where": "thuộc thẩm quyền của kênh khác",
}
"""The longest of each that is likely."""
NAMED = (
    *("agency", "category", "commune", "lines", "materials", "place", "purpose"),
    *("reason", "suggested", "title", "why"),
)
"""What somebody gave a name to, or wrote."""


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", list(Channel))
def test_every_template_can_be_filled_in(language, channel) -> None:
    """No gap that nobody knows how to fill, nothing left in braces, a subject without line ends."""
    for kind in KINDS:
        text = ALL.render(kind, language, channel, VALUES)
        assert "{" not in text.subject + text.body, kind
        assert "\n" not in text.subject, kind
        assert text.body.strip(), kind


def words_of(group: str, language: str) -> list[str]:
    return [ALL.word(group, key, language) for key in ALL.words[group]]


def longest(language: str) -> list[dict[str, str]]:
    """The longest that each gap may come to in either province and any stage, with each occasion
    and each
    other place to turn to; a case's code has two to four letters."""
    code = "ABCD-270803-7K3QX"
    home = max((json.loads(file.read_text())["PublicUrl"] for file in STAGES), key=len)
    names = [c.name for shipped in PROVINCES.values() for c in shipped.gazetteer.communes()]
    apps = [shipped.province.app_name for shipped in PROVINCES.values()]
    now = datetime(2027, 12, 28, 10, tzinfo=UTC)
    values = VALUES | {
        "app": max(apps, key=len),
        "code": code,
        "parent": code,
        "codes": f"{code}, {code}, {code}, …",
        "commune": max(names, key=lambda name: len(sms.strip(name))),
        "count": "1200",
        "due": due_words(now, language, provisional=True),
        "due_short": short_due_words(now, language, provisional=True),
        "minutes": "10",
    }
    phrases = [
        {"occasion": occasion, "where": where}
        for occasion in words_of("occasion", language)
        for where in words_of("where", language)
    ]
    case, inbox = f"{home}/officer/cases/{code}", f"{home}/officer/inbox"
    return [values | phrase | {"link": case, "inbox": inbox} for phrase in phrases]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_short_message_is_one_part(language: str) -> None:
    """Each part is paid for; with diacritics these would take three to five."""
    for kind, values in product(KINDS, longest(language)):
        link = values["inbox" if kind in ("digest", "urgent_cases") else "link"]
        text = ALL.render(kind, language, Channel.SMS, values | {"link": link}).body
        assert sms.coding(text) is sms.Coding.GSM7, (kind, text)
        assert sms.length(text) <= sms.CAPACITIES[sms.Coding.GSM7].alone, (kind, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_message_holds_no_name_that_people_give(language: str) -> None:
    """Agencies and categories may be called anything, at any length; mail names them."""
    people_give = set(NAMED) - {"commune"}
    assert [kind for kind in KINDS if gaps(ALL.find(kind, language).sms) & people_give] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_urgent_cases_together_take_one_part(language) -> None:
    """Nobody reads the second one at night."""
    values = VALUES | {"link": "https://laocai-s.example.vn/officer/inbox", "count": "9999"}
    assert sms.parts(ALL.render("urgent_cases", language, Channel.SMS, values).body) == 1


def test_both_languages_say_the_same() -> None:
    """The same facts stand in both."""
    for kind in KINDS:
        ours, theirs = (ALL.find(kind, language) for language in LANGUAGES)
        assert gaps(ours.subject + ours.text) == gaps(theirs.subject + theirs.text), kind
        assert gaps(ours.sms) == gaps(theirs.sms), kind


def test_templates_say_whether_their_short_form_is_stripped() -> None:
    """By default it is, and each says so."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    said = [
        template["sms_stripped"]
        for by_language in document["kinds"].values()
        for template in by_language.values()
        if "sms" in template
    ]
    assert set(said) == {True}


def test_a_template_may_keep_its_diacritics() -> None:
    """Where the words would be ambiguous without them, a template may say so."""
    template = {"subject": "s", "text": "t", "sms": "Đã nhận", "sms_stripped": False}
    templates = Templates({"x": {"vi": template}}, {})
    assert templates.render("x", "vi", Channel.SMS, {}).body == "Đã nhận"


def test_an_unknown_language_gets_vietnamese() -> None:
    """The province's own language is the fallback."""
    assert ALL.find("answered", "fr") == ALL.find("answered", "vi")


def test_an_unknown_kind_is_an_error() -> None:
    """A rule without words must be found by its first test."""
    with pytest.raises(KeyError):
        ALL.find("nothing", "vi")


@pytest.mark.parametrize(
    ("group", "key", "language", "phrase"),
    [
        ("occasion", "half", "vi", "đã qua một nửa thời hạn"),
        ("occasion", "a-new-reminder", "vi", "cần theo dõi"),
        ("where", "denunciation", "en", "is a denunciation"),
        ("where", "elsewhere", "fr", "thuộc thẩm quyền của kênh khác"),
    ],
)
def test_phrases_have_a_fallback_for_new_keys(group, key, language, phrase) -> None:
    """Reminders are policy data: a new one must not need new code."""
    assert ALL.word(group, key, language) == phrase


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "12:00 ngày 03/08/2026"), ("en", "12:00 on 03/08/2026")]
)
def test_instants_are_said_on_the_provinces_clock(language, words) -> None:
    """Stored in UTC, read in Lào Cai."""
    assert due_words(NOON, language, provisional=False) == words
    assert short_due_words(NOON, language, provisional=False) == "12:00 03/08"
    assert moment_words(NOON) == "12:00 03/08"


@pytest.mark.parametrize("channel", list(Channel))
def test_a_name_is_never_read_as_a_template(channel: Channel) -> None:
    """What fills a gap is not looked at again: an agency may be called `{otp}`."""
    for text, kind in product([*FORMULAS, *LINKS, *TEMPLATES, *MARKUP], KINDS):
        shown = sms.strip(text) if channel is Channel.SMS else text
        named = ALL.render(kind, "vi", channel, VALUES | dict.fromkeys(NAMED, text))
        marked = ALL.render(kind, "vi", channel, VALUES | dict.fromkeys(NAMED, "NAMED"))
        assert (named.subject, named.body) == (marked.subject, marked.body.replace("NAMED", shown))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subject_holds_nothing_that_somebody_named(language: str) -> None:
    """Codes and the app's name: a line end in a name would begin another header of the mail."""
    ours = {
        "code",
        "codes",
        "parent",
        "app",
        "at",
        "count",
        "occasion",
        "due",
        "day",
        "month",
        "number",
        "when",
    }
    assert [kind for kind in KINDS if gaps(ALL.find(kind, language).subject) - ours] == []
