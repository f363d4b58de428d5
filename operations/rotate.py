"""Make new key sets, which seal and sign in place of those before.

    python -m operations.rotate [--stage prod] [--leaked]

Ten minutes later, when every process knows them, documents are sealed and tokens signed with the
new sets. What was sealed stays readable; tokens' sets that are retired are taken away.
`--leaked` uses the new sets at once, takes all older tokens' sets away and starts every function
anew: tokens that were signed with them are refused, and refreshed by whoever has signed in.
Where another process changes the keys at the same moment (a restore, another rotation), nothing is
made, and the command ends with 1.
"""

from __future__ import annotations

import sys

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.settings import Settings
from operations.auditing import tell, to_the_end
from operations.key_custody import KeyringTaken, custodian_of
from operations.restore import start_anew
from operations.stacks import for_any_stage, stack_of


def main() -> None:
    """The command: the numbers of the new sets."""
    options = for_any_stage(__doc__)
    options.add_argument("--leaked", action="store_true")
    given = options.parse_args()
    stack = stack_of(given)
    product = stack.adopt()
    tell(product, AuditKind.KEYS_ROTATED, leaked=given.leaked)
    try:
        made = custodian_of(product.get(Settings)).rotate(leaked=given.leaked)
    except KeyringTaken as taken:
        sys.exit(f"{taken}; see what did, and rotate again")
    if given.leaked:
        start_anew(stack, new_seed())
    for use, number in made.items():
        print(f"{use} {number}")


if __name__ == "__main__":
    sys.exit(to_the_end(main))
