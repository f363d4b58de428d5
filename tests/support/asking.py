"""An office in process, and people who ask it everything: each request of good form."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType
from tests.support import people
from tests.support.api import Answer
from tests.support.blocks import make_block
from tests.support.cases import CITIZEN, OFFICER, STRANGER
from tests.support.clock import NOW
from tests.support.commune_reports import REPORT
from tests.support.difficulties import DIFFICULTY, put_difficulty
from tests.support.hostile import DOORS
from tests.support.imports import with_a_bad_row
from tests.support.organisations import DOCUMENT, NUMBER, put_organisation
from tests.support.people import PHONE, make_account, set_password
from tests.support.roles import PEOPLE
from tests.support.trainings import TRAINING, put_training
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi

NAME = "Vàng Thị Kín"
"""The reporter's."""
PHOTO = "01J00000000000000000000001"
BLOCKED = "01J00000000000000000000002"
"""Somebody's account."""
BODIES = {door.route: door.body for door in DOORS}
QUERIES = {
    "GET /v1/reports/monthly": "?period=2026-08",
    "GET /v1/admin/audit/proof": "?day=2026-08-03",
}


class AskedOffice:
    """An office with one case that has a photo, and whatever else the paths name."""

    def __init__(self, api: WholeApi) -> None:
        self.api = api
        api.people.accounts.store.put(make_account(CITIZEN.id, PHONE, full_name=NAME))
        api.people.accounts.store.put(make_account(STRANGER.id, "+84912345679"))
        photo = replace(make_upload(PHOTO, CITIZEN.id), verdict=ExaminationResult(NOW))
        api.office.uploads.add(photo)
        self.case = api.office.in_progress(uploads=(PHOTO,)).code
        api.office.blocks.blocks[BLOCKED] = make_block(BLOCKED)
        self.imported = with_a_bad_row(api.imports)
        put_difficulty(api.difficulties)
        document = make_upload(DOCUMENT, CITIZEN.id, media_type=MediaType.PDF)
        api.office.uploads.add(replace(document, verdict=ExaminationResult(NOW)))
        put_organisation(api.organisations)
        put_training(api.trainings)
        self.registration = self._begun("/v1/registrations", "registration_id")
        self.proven = self._proven()
        self.session = self._begun("/v1/sessions", "session_id")
        set_password(api.people.officer_desk, people.OFFICER.id, people.PASSWORD)
        login = {"username": people.OFFICER.username, "password": people.PASSWORD}
        signing_in = api.send("POST", "/v1/officer/sessions", login)
        self.officer_session = signing_in.body["session_id"]

    def _begun(self, path: str, id: str) -> str:
        return str(self.api.send("POST", path, {"phone": "0912345678"}).body[id])

    def _proven(self) -> str:
        begun = self.api.send("POST", "/v1/registrations", {"phone": "0912345670"})
        id = str(begun.body["registration_id"])
        otp = {"otp": self.api.people.code_of(f"R#{id}")}
        assert self.api.send("POST", f"/v1/registrations/{id}/verify", otp).status == 200
        return id

    def id_in(self, path: str) -> str:
        """Something that is there, for the path's `{id}`."""
        if "attachments" in path:
            return PHOTO
        if "trainings" in path:
            return TRAINING
        if "commune-reports" in path:
            return REPORT
        if "difficulties" in path:
            return DIFFICULTY
        if "organisations" in path:
            return NUMBER
        if "roster" in path:
            return OFFICER.id
        if "registrations" in path:
            return self.registration
        if "admin/imports" in path:
            return self.imported
        if "admin/blocks" in path:
            return BLOCKED
        if any(one in path for one in ("restoration", "last-day", "officers/{id}/posts")):
            return OFFICER.id
        if "admin/officers" in path:
            return people.OFFICER.id
        return self.officer_session if "officer/" in path else self.session

    def ask(self, route: str, who: str, code: str | None = None) -> Answer:
        """The person sends a request of good form, of a case version long gone."""
        method, path = route.split()
        filled = path.replace("{code}", code or self.case).replace("{id}", self.id_in(path))
        filled = filled.replace("{number}", "1").replace("{account}", STRANGER.id)
        headers = {"If_Match": '"999999"', "Idempotency_Key": f"{who}-{route}".replace(" ", "-")}
        headers = {name: value for name, value in headers.items() if value.isascii()}
        return self.api.send(
            method,
            filled + QUERIES.get(route, ""),
            BODIES.get(route),
            self.token(who),
            **headers,
        )

    def token(self, who: str) -> str:
        """What this person carries."""
        if who == "the holder of a registration":
            return self.api.registration_token(self.proven)
        actor = PEOPLE[who]
        return self.api.token(actor) if actor else ""
