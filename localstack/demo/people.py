"""Citizens and officers as clients of the API: what each can do with a phone or a browser."""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass
from http import HTTPStatus

from localstack.demo.client import ApiAnswer, Client, Json, Problem, exchange, send_form
from localstack.demo.phone import Phone, Post
from localstack.demo.stack import Login, RunningStack


def new_key() -> str:
    """A fresh Idempotency-Key."""
    return secrets.token_hex(16)


@dataclass
class HeldTokens:
    """A pair of tokens; the access token is good for minutes, the refresh token once."""

    access: str
    refresh: str


class Person:
    """Somebody who signed in: a client with tokens that renew themselves."""

    def __init__(self, stack: RunningStack, phone: Phone, refresh_path: str) -> None:
        self.phone = phone
        self._api_url = stack.api_url
        self._refresh_path = refresh_path
        self._tokens: HeldTokens | None = None
        self._lock = threading.Lock()
        self.api = Client(self._api_url)

    def adopt(self, answer: Json) -> None:
        """Go on with the tokens of this answer."""
        self._tokens = HeldTokens(answer["access_token"], answer["refresh_token"])
        self.api = Client(self._api_url, self._tokens.access, self._renewed)

    def _renewed(self) -> str:
        with self._lock:
            assert self._tokens is not None
            answer = Client(self._api_url).post(
                self._refresh_path, {"refresh_token": self._tokens.refresh}
            )
            self._tokens = HeldTokens(answer.json()["access_token"], answer.json()["refresh_token"])
            return self._tokens.access

    @property
    def token(self) -> str:
        """The present access token."""
        assert self._tokens is not None
        return self._tokens.access

    def upload(self, path: str, content: bytes, media_type: str) -> str:
        """Announce a file, send it through the presigned form, and return its upload id."""
        form = self.announce(path, content, media_type)
        put = send_form(form["url"], form["fields"], content, media_type)
        if put.status >= HTTPStatus.BAD_REQUEST:
            raise Problem(put, f"form upload to {path}")
        return str(form["upload_id"])

    def announce(self, path: str, content: bytes, media_type: str) -> Json:
        """Ask for a presigned form for a file."""
        digest = hashlib.sha256(content).hexdigest()
        body = {"content_type": media_type, "size": len(content), "sha256": digest}
        return self.api.post(path, body, key=new_key()).json()

    def fetch(self, code: str, attachment: str) -> ApiAnswer:
        """Follow the signed address of an attachment, as an app does."""
        answer = self.api.get(f"/cases/{code}/attachments/{attachment}")
        return exchange("GET", answer.headers["location"])


@dataclass(frozen=True)
class Profile:
    """What a person types when registering. Nobody of that name and number exists."""

    phone: str
    full_name: str
    commune_code: str
    personal_id: str | None = None
    date_of_birth: str | None = None
    sex: str | None = None
    email: str | None = None

    def declared(self, consents: list[Json]) -> Json:
        """The body of `POST /v1/accounts`; what was not given is left out."""
        given = {name: value for name, value in vars(self).items() if value is not None}
        del given["phone"]
        return {**given, "consents": consents}


class Citizen(Person):
    """A person with the app."""

    def __init__(self, stack: RunningStack, post: Post, profile: Profile) -> None:
        super().__init__(stack, Phone(post, profile.phone), "/sessions/refresh")
        self.profile = profile
        self.account_id: str | None = None

    def prove_phone(self) -> str:
        """Ask for a code, type it in, and return the registration token."""
        return self.prove(self.ask_for_code())

    def prove(self, registration: str) -> str:
        """Type in the code of a registration, whoever began it, and return its token."""
        verified = self.api.post(
            f"/registrations/{registration}/verify", {"otp": self.phone.last_code()}
        )
        return str(verified.json()["registration_token"])

    def ask_for_code(self) -> str:
        """Begin a registration; the code is on its way. Returns the registration id."""
        self.phone.look()
        begun = self.api.post("/registrations", {"phone": self.profile.phone}, key=new_key())
        return str(begun.json()["registration_id"])

    def open_account(self, consents: list[Json], profile: Profile | None = None) -> None:
        """Register from the beginning to the first signed-in moment. Raises Problem."""
        self.complete(self.prove_phone(), consents, profile)

    def complete(self, token: str, consents: list[Json], profile: Profile | None = None) -> None:
        """The last request of a registration whose phone is proven. Raises Problem."""
        as_registered = Client(self._api_url, token)
        declared = (profile or self.profile).declared(consents)
        account = as_registered.post("/accounts", declared, key=new_key()).json()
        self.account_id = account["account_id"]
        self.adopt(account)

    def submit(self, body: Json, key: str) -> ApiAnswer:
        """Send a case."""
        return self.api.post("/cases", body, key=key)

    def case(self, code: str) -> Json:
        """The case as its citizen sees it."""
        return self.api.get(f"/cases/{code}").json()

    def do(self, code: str, what: str, body: Json) -> Json:
        """A citizen's command on a case of their own: supplements, rating, reopen, withdraw."""
        return self.api.post(f"/cases/{code}/{what}", body, key=new_key()).json()


class StaffMember(Person):
    """Somebody at a desk of the administration."""

    def __init__(self, stack: RunningStack, post: Post, login: Login) -> None:
        phone = Phone(post, login.phone, login.email)
        super().__init__(stack, phone, "/officer/sessions/refresh")
        self.login = login

    def sign_in(self) -> str:
        """Password first, then the code; returns the channel by which it came (sms, email)."""
        self.phone.look()
        body = {"username": self.login.username, "password": self.login.password}
        begun = Client(self._api_url).post("/officer/sessions", body, key=new_key()).json()
        proof = {"otp": self.phone.last_code()}
        path = f"/officer/sessions/{begun['session_id']}/verify"
        self.adopt(Client(self._api_url).post(path, proof).json())
        return str(begun["channel"])

    def act_as(self, post: str) -> None:
        """From now on in that post of one's own, by new tokens."""
        assert self._tokens is not None
        asked = {"refresh_token": self._tokens.refresh, "post": post}
        self.adopt(Client(self._api_url).post(self._refresh_path, asked).json())

    def inbox(self, queue: str) -> list[Json]:
        """One of the work lists, soonest deadline first, all pages."""
        return list(self.api.pages("/officer/inbox", queue=queue, limit=100))

    def open(self, code: str) -> ApiAnswer:
        """The case page, with its ETag and the actions allowed now."""
        return self.api.get(f"/officer/cases/{code}")

    def act(self, code: str, action: str, **given: object) -> Json:
        """Do one step of the workflow on the version just read."""
        page = self.open(code)
        body = {"action": action, **given}
        path = f"/officer/cases/{code}/transitions"
        return self.api.post(path, body, key=new_key(), version=page.etag).json()
