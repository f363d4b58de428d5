"""A session as a calendar file, read by the library that calendars use."""

from __future__ import annotations

from icalendar import Calendar

from chalicelib.trainings.adapters.calendar_files import calendar_file
from tests.support.trainings import make_training


def test_a_calendar_file_says_when_and_where() -> None:
    """Also where the words have what the format gives a meaning to."""
    training = make_training(title="Tập huấn; buổi 1, sáng\\chiều", place="Tầng 2\nNhà A")
    (event,) = Calendar.from_ical(calendar_file(training, "LaoCai-S")).events
    assert event["SUMMARY"] == training.title
    assert event["LOCATION"] == training.place
    assert (training.starts_at, training.ends_at) == (event.DTSTART, event.DTEND)
    assert (event["URL"], event["STATUS"]) == (training.link, "CONFIRMED")
    assert "Sổ tay: https://laocai.gov.vn/so-tay.pdf" in event["DESCRIPTION"]


def test_a_change_takes_the_place_of_what_was_taken_in_before() -> None:
    """The same event with a higher sequence; a cancelled one says so."""
    first, later = make_training(link=None), make_training(version=3, cancelled=True)
    files = [Calendar.from_ical(calendar_file(one, "LaoCai-S")) for one in (first, later)]
    events = [one.events[0] for one in files]
    assert events[0]["UID"] == events[1]["UID"]
    assert [event["SEQUENCE"] for event in events] == [0, 2]
    assert (files[1]["METHOD"], events[1]["STATUS"]) == ("CANCEL", "CANCELLED")
