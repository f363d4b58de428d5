"""Tokens: what is read back, and everything that must not pass."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.keys import Bearer
from chalicelib.runtime.crypto.tokens import JwtTokens
from tests.support.keys import FixedKeyring, make_tokens

NOW = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
BEARER = Bearer(Actor(Role.OFFICER, "u-17", "so-xay-dung"), "S#1")
KEY = FixedKeyring().newest().key


def access(stage: str = "local") -> str:
    return make_tokens(stage).issue_access(BEARER, NOW).token


def claims(**changes: object) -> dict[str, object]:
    good = {
        "sub": "u-17",
        "role": "officer",
        "agency": None,
        "sid": "S#1",
        "typ": "access",
        "aud": "local",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 900,
        "jti": "x",
    }
    return {name: value for name, value in {**good, **changes}.items() if value != "absent"}


def signed(key: bytes = KEY, algorithm: str = "HS256", kid: str = "1", **changes: object) -> str:
    return jwt.encode(claims(**changes), key, algorithm=algorithm, headers={"kid": kid})


def unsigned() -> str:
    def part(document: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'typ': 'JWT', 'kid': '1'})}.{part(claims())}."


def test_an_access_token_names_actor_and_session() -> None:
    """What goes in comes out, within its fifteen minutes."""
    issued = make_tokens().issue_access(BEARER, NOW)
    late = NOW + timedelta(seconds=issued.expires_in - 1)
    assert issued.expires_in == 840
    assert make_tokens().read_access(issued.token, late) == BEARER


def test_a_token_is_good_for_as_long_as_it_says() -> None:
    """Whatever part of a second it was issued at: `expires_in` never promises too much."""
    issued_at = NOW + timedelta(microseconds=999_999)
    issued = make_tokens().issue_access(BEARER, issued_at)
    last = issued_at + timedelta(seconds=issued.expires_in, microseconds=-1)
    assert make_tokens().read_access(issued.token, last) == BEARER


def test_a_hand_made_token_of_the_same_form_passes() -> None:
    """Shows that the refusals below are for their one difference."""
    assert make_tokens().read_access(signed(), NOW).actor.id == "u-17"


def test_a_token_that_was_good_before_is_looked_at_again() -> None:
    """Whether it is over, whether its keys are retired, and for which stage it is."""
    token = access()
    assert make_tokens().read_access(token, NOW) == BEARER
    for tokens, at in ((make_tokens(), NOW + timedelta(hours=1)), (make_tokens("prod"), NOW)):
        with pytest.raises(Unauthenticated):
            tokens.read_access(token, at)


def test_the_last_second_is_over_when_it_is_reached() -> None:
    """Expiry is an instant of our own clock, and has a code of its own for clients."""
    with pytest.raises(Unauthenticated, match="token_expired"):
        make_tokens().read_access(access(), NOW + timedelta(minutes=14))


@pytest.mark.parametrize(
    "make",
    [
        lambda: access("prod"),
        lambda: make_tokens().issue_registration("R#1", NOW).token,
        lambda: signed(key=b"k" * 32),
        lambda: signed(key=KEY + b"\0" * 64, algorithm="HS512"),
        lambda: signed(algorithm="HS512"),
        unsigned,
        lambda: access()[:-2],
        lambda: access() + "x",
        lambda: signed(kid="2"),
        lambda: signed(kid="../1"),
        lambda: signed(kid="١"),
        lambda: signed(kid="01"),
        lambda: signed(kid="1 "),
        lambda: signed(role="king"),
        lambda: signed(role="absent"),
        lambda: signed(sub="absent"),
        lambda: signed(exp="absent"),
        lambda: signed(typ="absent"),
        lambda: signed(aud="absent"),
        lambda: signed(aud=["local", "prod"]),
        lambda: signed(sid="absent"),
        lambda: signed(exp=1e12),
        lambda: "",
        lambda: "a.b.c",
        lambda: "ă" * 30,
    ],
)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_everything_else_is_refused(make: Callable[[], str]) -> None:
    """Another stage, kind, key, algorithm, role or form: one answer, which tells nothing."""
    with pytest.raises(Unauthenticated, match="bad_token"):
        make_tokens().read_access(make(), NOW)


def test_a_registration_token_names_its_registration_and_nothing_else() -> None:
    """It opens the form for a new account; an access token does not."""
    tokens = make_tokens()
    issued = tokens.issue_registration("R#1", NOW)
    assert tokens.read_registration(issued.token, NOW) == "R#1"
    with pytest.raises(Unauthenticated, match="bad_token"):
        tokens.read_registration(access(), NOW)
    with pytest.raises(Unauthenticated, match="token_expired"):
        tokens.read_registration(issued.token, NOW + timedelta(seconds=issued.expires_in))


def test_tokens_of_an_older_key_set_stay_good() -> None:
    """Rotation signs nobody out."""
    old = JwtTokens(FixedKeyring(sets=1), "local").issue_access(BEARER, NOW).token
    assert JwtTokens(FixedKeyring(sets=2), "local").read_access(old, NOW) == BEARER


def test_tokens_of_a_retired_key_set_are_refused() -> None:
    """Whoever has come by an old key signs nothing with it that anybody takes."""
    ring = FixedKeyring(sets=2)
    stolen = signed(ring.newest().key, kid="1")
    old = JwtTokens(FixedKeyring(sets=1), "local").issue_access(BEARER, NOW).token
    ring.retire(1)
    for token in (old, stolen):
        with pytest.raises(Unauthenticated, match="bad_token"):
            JwtTokens(ring, "local").read_access(token, NOW)


_ALONE = """
import sys
from chalicelib.runtime.crypto.tokens import library
jwt = library()
token = jwt.encode({"sub": "u-17"}, "k" * 32, algorithm="HS256")
assert jwt.decode(token, "k" * 32, algorithms=["HS256"]) == {"sub": "u-17"}
asymmetric = ("cryptography.x509", "cryptography.hazmat.primitives.asymmetric.rsa")
print([one for one in asymmetric if one in sys.modules])
try:
    jwt.encode({"sub": "u-17"}, "k" * 32, algorithm="RS256")
except NotImplementedError:
    print("keyed hashes alone")
from cryptography import x509
print(x509.Name.__name__)
"""


_BY_MANY = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from chalicelib.runtime.crypto.tokens import library
together = Barrier(8)
def encode(_):
    together.wait()
    return library().encode({"sub": "u-17"}, "k" * 32, algorithm="HS256")
with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(encode, range(8)))))
"""


def test_of_several_threads_each_gets_the_whole_library() -> None:
    """The first to ask has it imported; nobody gets a part of it meanwhile."""
    done = subprocess.run([sys.executable, "-c", _BY_MANY], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr


def test_a_process_reads_tokens_without_certificates_and_asymmetric_keys() -> None:
    """Certificates are there all the same for whoever needs them later in the process."""
    command = [sys.executable, "-c", _ALONE]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["[]", "keyed hashes alone", "Name"]
