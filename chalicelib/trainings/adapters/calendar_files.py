"""A session as a calendar file (RFC 5545)."""

from __future__ import annotations

from chalicelib.trainings.domain.trainings import Training


def calendar_file(training: Training, app: str) -> bytes:
    """One event in UTC; sent again after a change it takes the place of the one before."""
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", f"{training.id}@{app}")
    event.add("sequence", training.version - 1)
    event.add("dtstamp", training.changed_at)
    event.add("dtstart", training.starts_at)
    event.add("dtend", training.ends_at)
    event.add("summary", training.title)
    event.add("description", _description(training))
    event.add("location", training.place or training.link)
    if training.link:
        event.add("url", training.link)
    event.add("status", "CANCELLED" if training.cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", f"-//{app}//Tap huan//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if training.cancelled else "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _description(training: Training) -> str:
    lines = [training.purpose, *([training.link] if training.link else [])]
    lines += [f"{one.title}: {one.link}" for one in training.materials]
    return "\n".join(lines)
