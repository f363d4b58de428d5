"""What all nouns run on."""

from __future__ import annotations

import sys

sys.modules.setdefault("urllib3.contrib.pyopenssl", None)  # type: ignore[arg-type]
# botocore looks for it at each start and uses nothing of it; since pyOpenSSL came along with
# passkeys, it would bring all of certificates. What is None there is not found.
