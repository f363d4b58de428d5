"""What every answer says to a browser, the gateway's own errors included (OWASP REST Security)."""

from __future__ import annotations

SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
EDGE_HEADER = "X-Edge-Key"
"""By which the distribution in front of the API makes itself known to it."""
OWN_ORIGIN = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'"
)
"""The content policy of pages: nothing from elsewhere, nothing inline, no text that is script."""
NOTHING_ACTIVE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content policy of answers that are no pages."""
