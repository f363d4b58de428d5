"""What people read: templates, filled in.

The values are codes, names of places and agencies, instants and links: no personal data and
nothing that a citizen wrote. Exceptions are one-time codes, whose texts are not kept, and why an
organisation was refused, which the desk wrote to this person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.messages.domain import sms
from chalicelib.messages.domain.messages import Text

LANGUAGES = ("vi", "en")
"""The first is taken where a person has chosen none of them."""


@dataclass(frozen=True)
class Template:
    """One kind of message in one language."""

    subject: str
    text: str
    sms: str
    sms_stripped: bool
    """Whether the short message goes out without diacritics."""


@dataclass(frozen=True)
class Templates:
    """All templates: by kind and language, and the phrases that fill gaps by group and key."""

    kinds: Mapping[str, Mapping[str, Mapping[str, Any]]]
    words: Mapping[str, Mapping[str, Mapping[str, str]]]

    def render(self, kind: str, language: str, channel: Channel, values: Mapping[str, str]) -> Text:
        """Fill in the template for one channel; raises KeyError for a kind or value not there."""
        template = self.find(kind, language)
        subject = template.subject.format_map(values)
        if channel is not Channel.SMS:
            return Text(subject, template.text.format_map(values))
        body = template.sms.format_map(values)
        return Text(subject, sms.strip(body) if template.sms_stripped else body)

    def find(self, kind: str, language: str) -> Template:
        """The template in that language, else in the first; raises KeyError for an unknown kind.

        A kind that is meant for mail has no short form of its own: its subject serves.
        """
        by_language = self.kinds[kind]
        found = by_language[_known(language)]
        short = found.get("sms", found["subject"])
        return Template(found["subject"], found["text"], short, found.get("sms_stripped", True))

    def word(self, group: str, key: str, language: str) -> str:
        """A phrase that fills a gap of a template; for a key without one, the group's `other`."""
        phrases = self.words[group]
        phrase: str = phrases.get(key, phrases["other"])[_known(language)]
        return phrase


def due_words(instant: datetime | None, language: str, *, provisional: bool) -> str:
    """A due time as it is said in the province, on its own clock: «17:00 ngày 06/08/2026»."""
    if instant is None:
        return "-"
    local, is_vietnamese = instant.astimezone(LOCAL_ZONE), _known(language) == "vi"
    said = f"{local:%H:%M} {'ngày' if is_vietnamese else 'on'} {local:%d/%m/%Y}"
    return _marked(said, language) if provisional else said


def short_due_words(instant: datetime | None, language: str, *, provisional: bool) -> str:
    """A due time as officers' short messages say it: «17:00 06/08»."""
    if instant is None:
        return "-"
    said = moment_words(instant)
    return _marked(said, language) if provisional else said


def moment_words(instant: datetime) -> str:
    """When something happened, short enough for an SMS: «10:05 05/08», local time."""
    return f"{instant.astimezone(LOCAL_ZONE):%H:%M %d/%m}"


def _marked(due: str, language: str) -> str:
    return f"{due} ({'dự kiến' if _known(language) == 'vi' else 'provisional'})"


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]
