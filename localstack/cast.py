"""People who ask a running stack everything: signed in over HTTP, as any client would be."""

from __future__ import annotations

from localstack.demo.client import Client, Json
from localstack.demo.people import Citizen, Profile, StaffMember, new_key
from localstack.demo.phone import Post
from localstack.demo.stack import RunningStack
from localstack.demo.waiting import until

CASE: Json = {
    "category": "roads",
    "description": "Ổ gà sâu trước cổng trường, trời mưa không ai thấy.",
    "location": {"lat": 22.4856, "lon": 103.9707},
    "visibility": "public",
}
"""Goes to Sở Xây dựng by itself."""
AGENCY = "so-xay-dung"


class Cast:
    """Citizens and officers of one stack, each signed in when first needed."""

    def __init__(self, stack: RunningStack) -> None:
        self._stack = stack
        self._post = Post(stack.emulator_url)
        self._citizens: dict[str, Citizen] = {}
        self._officers: dict[tuple[str, str | None], StaffMember] = {}

    def citizen(self, phone: str) -> Citizen:
        """A person with this phone and an account."""
        if phone not in self._citizens:
            profile = Profile(phone, "Lò Văn Thử", "02647")
            self._citizens[phone] = Citizen(self._stack, self._post, profile)
            self._citizens[phone].open_account(self._needed_consents())
        return self._citizens[phone]

    def registration(self, phone: str) -> str:
        """The token of somebody who proved this phone and has no account."""
        return Citizen(self._stack, self._post, Profile(phone, "Lò Văn Thử", "02647")).prove_phone()

    def officer(self, role: str, agency: str | None = None) -> StaffMember:
        """Somebody of this role, perhaps of this agency."""
        if (role, agency) not in self._officers:
            logins = (self._stack.administrator, *self._stack.officers)
            login = next(one for one in logins if one.role == role and agency in (None, one.agency))
            self._officers[role, agency] = StaffMember(self._stack, self._post, login)
            self._officers[role, agency].sign_in()
        return self._officers[role, agency]

    def case_of(self, citizen: Citizen) -> str:
        """The code of a case that the router has given to an officer."""
        code = str(citizen.submit(CASE, new_key()).json()["code"])
        reader = self.officer("supervisor")
        until(lambda: reader.open(code).json()["officer"], f"{code} with an officer")
        return code

    def _needed_consents(self) -> list[Json]:
        offered = Client(self._stack.api_url).get("/consents").json()["items"]
        return [
            {"purpose": one["purpose"], "version": one["version"]}
            for one in offered
            if one["needed"]
        ]
