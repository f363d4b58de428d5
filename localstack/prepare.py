"""Have at hand what the first local cloud would else wait for: the emulator, and the package.

python -m localstack.prepare
"""

from __future__ import annotations

from infra.package import fingerprint
from localstack import emulator
from operations.deploy import packaged
from operations.places import STAGE, LocalPlace


def main() -> None:
    """Whatever is there already stays."""
    emulator.install()
    with packaged(STAGE, LocalPlace().build, fingerprint()):
        pass


if __name__ == "__main__":
    main()
