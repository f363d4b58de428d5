"""`python -m chalicelib.runtime.crypto.rotate_keys`, with a stage's variables.

Makes a new key set (`keyring.py`). New envelopes, tokens and cursors use it at
once in new processes, and in warm ones when they are next started.
"""

from __future__ import annotations

from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.services import services


def main() -> None:
    """Rotate, and print the number of the new key set."""
    print(f"key set {services().get(Keyring).add_key_set()}")


if __name__ == "__main__":
    main()
