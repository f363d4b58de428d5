"""Bring the local cloud up: emulator, stack, directory. Idempotent.

python -m localstack.up [--port N] [--folder PATH] [--persist] [--clock INSTANT] [--fresh]
"""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import datetime
from typing import Any

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.local_stage.application.clock import ClockDesk
from chalicelib.runtime.services import Services
from infra.edge import EDGE_DOMAIN
from localstack import emulator
from localstack.seed import seed
from operations.arguments import instant
from operations.auditing import tell
from operations.clients import Clients
from operations.deploy import commit, deploy, given_parameters
from operations.places import REGION, LocalPlace
from operations.resync import RELAYING_OFF, resync
from operations.stacks import Stack, local_stack, parser, place_of

CLOCK_STAYS = (
    "The stack was there already: its clock stays as it is. CLOCK= is for a stack that begins "
    "(`make down` first); a running one's is moved as docs/local-cloud.md says."
)


def up(
    place: LocalPlace, *, persist: bool = False, clock: datetime | None = None
) -> dict[str, Any]:
    """Start what does not run, deploy what changed, load the directory; what clients need."""
    started = emulator.start(place, persist=persist)
    people = _kept_people(place) if started else _present_people(place)
    return furnish(place, people, resumes=started and people is not None, clock=clock)


def furnish(
    place: LocalPlace,
    people: dict[str, Any] | None,
    *,
    resumes: bool = False,
    clock: datetime | None = None,
    inner_url: str | None = None,
) -> dict[str, Any]:
    """Put stack and, unless `people` are known, directory into an emulator that answers.

    `inner_url` is where the functions find the emulator, if not where we do.
    """
    stack = local_stack(place)
    own = {"EmulatorUrl": inner_url or place.url, "EmulatorPort": str(place.port)}
    if resumes:
        deploy(stack, place.build, {**own, **RELAYING_OFF})
    _deploy_where_it_answers(stack, place, own)
    product = stack.adopt()
    verify_sender(stack.clients)
    people = people_of(product, people, clock)
    tell(product, AuditKind.STAGE_DEPLOYED, build=commit())
    if resumes:
        resync(product)
    return _write_down(place, stack, people)


def _deploy_where_it_answers(stack: Stack, place: LocalPlace, own: dict[str, str]) -> None:
    """Messages lead to the stack's own pages, whose address is known when it is there."""
    told = ""
    while told != (found := office_url(stack, place) or place.url):
        told = found
        deploy(stack, place.build, {**own, "PublicUrl": told})


def office_url(stack: Stack, place: LocalPlace) -> str | None:
    """Where people find the pages: the same for as long as the stack lives. None: no stack yet."""
    domain = stack.outputs().get(EDGE_DOMAIN) if stack.is_there() else None
    return place.edge_url(domain) if domain else None


def people_of(
    product: Services, known: dict[str, Any] | None, clock: datetime | None
) -> dict[str, Any]:
    """Who can sign in; loads the directory where nobody is known yet, and says where it does not
    that the stack's clock stays as it is."""
    if known is None:
        return load(product, clock)
    if clock is not None:
        print(CLOCK_STAYS, file=sys.stderr)
    return known


def load(product: Services, clock: datetime | None) -> dict[str, Any]:
    """Load the directory into a fresh stack; the people who can sign in, with passwords."""
    if clock is not None:
        product.get(ClockDesk).clock.move_to(clock)
    return seed(product)


def verify_sender(clients: Clients) -> None:
    """SES, here as on AWS, takes mail only from a domain that was verified."""
    mail = clients("sesv2")
    with contextlib.suppress(mail.exceptions.AlreadyExistsException):
        mail.create_email_identity(EmailIdentity=given_parameters("local")["MailDomain"])


def _kept_people(place: LocalPlace) -> dict[str, Any] | None:
    """Who could sign in when the emulator that keeps its state was stopped."""
    return _people_in(place.people_file) if emulator.keeps_state(place) else None


def _present_people(place: LocalPlace) -> dict[str, Any] | None:
    return _people_in(place.stack_file)


def _people_in(file: Any) -> dict[str, Any] | None:
    if not file.exists():
        return None
    given = json.loads(file.read_text(encoding="utf-8"))
    return {name: given[name] for name in ("administrator", "officers")}


def _write_down(place: LocalPlace, stack: Stack, people: dict[str, Any]) -> dict[str, Any]:
    made = {
        "api_url": f"{place.url}/restapis/{stack.outputs()['RestAPIId']}/api/_user_request_",
        "office_url": office_url(stack, place),
        "emulator_url": place.url,
        "region": REGION,
        "stack_name": stack.name,
        **people,
    }
    document = json.dumps(made, indent=2, ensure_ascii=False)
    place.stack_file.write_text(document, encoding="utf-8")
    if emulator.keeps_state(place):
        place.people_file.write_text(document, encoding="utf-8")
    return made


def main() -> None:
    """The command."""
    options = parser(__doc__)
    options.add_argument("--persist", action="store_true")
    options.add_argument("--clock", type=instant)
    options.add_argument("--fresh", action="store_true", help="stop what runs and begin anew")
    chosen = options.parse_args()
    place = place_of(chosen)
    if chosen.fresh:
        emulator.stop(place)
        emulator.forget(place)
    try:
        made = up(place, persist=chosen.persist, clock=chosen.clock)
    except emulator.AlreadyRuns as refusal:
        sys.exit(str(refusal))
    print(f"Office    {made['office_url']}/officer/sign-in\nAPI       {made['api_url']}/v1")
    print(f"Cloud     {made['emulator_url']}")
    print(f"People    {place.stack_file}")


if __name__ == "__main__":
    main()
