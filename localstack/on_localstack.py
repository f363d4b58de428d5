"""Put the stack and the directory into a LocalStack that `docker compose` has started.

    docker compose -f localstack/compose.yaml up --wait
    python -m localstack.on_localstack

Not run in CI: it needs Docker. The same bootstrap as `make up`, through localstack-client.
"""

from __future__ import annotations

from localstack.up import furnish
from operations.stacks import parser, place_of

INNER_URL = "http://localhost.localstack.cloud:4566"
"""Where both find LocalStack: functions, in containers of their own, and whoever gets a signed
address from them."""


if __name__ == "__main__":
    made = furnish(place_of(parser(__doc__).parse_args()), None, inner_url=INNER_URL)
    print(f"API  {made['api_url']}/v1")
