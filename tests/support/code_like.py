"""Texts that some format reads as code: formulas, links, gaps of templates, headers, markup."""

from __future__ import annotations

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.example","Sở Y tế")',
    "=cmd|'/c calc'!A1",
    "{=SUM(A1:A9)}",
    "+84912345678",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "0012",
    "1e5",
    "TRUE",
    "2026-08-03",
)
LINKS = (
    "http://x.example/",
    "https://x.example/#a",
    "ftp://x.example",
    "mailto:a@x.example",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "file:///etc/passwd",
)
TEMPLATES = (
    "{code}",
    "{0.__class__}",
    "{}",
    "{",
    "}",
    "{{otp}}",
    "%(otp)s",
    "%s",
    "$otp",
    "${otp}",
)
HEADERS = (
    "a\r\nBcc: x@y.vn",
    "a\nSubject: b",
    "a\rb",
    "a\u2028b",
    "a\x85b",
    "=?utf-8?q?=0d=0aBcc:_x@y.vn?=",
)
MARKUP = ("<script>alert(1)</script>", "</pre><b>", "&lt;", "_x0041_", "\"'\\")
EVERY = (*FORMULAS, *LINKS, *TEMPLATES, *HEADERS, *MARKUP)
