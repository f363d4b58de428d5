"""The HTML of an invitation's pages. What is filled in is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from types import MappingProxyType

from chalicelib.staff.domain.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD

_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}"
    "label{display:block;margin:1rem 0 .25rem;font-weight:600}"
    "input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}"
    "button{font:inherit;margin:1.5rem 0;padding:.6rem 1.2rem}"
    "[role=alert]{border:3px solid #b3261e;padding:.5rem 1rem}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""No script, nothing from elsewhere, and the form goes nowhere else."""
_TEXTS = MappingProxyType(
    {
        "vi": {
            "title": "Đặt mật khẩu",
            "for": "Tài khoản",
            "advice": "Từ {min} đến {max} ký tự; một câu dài dễ nhớ là tốt nhất. Không bắt buộc "
            "chữ hoa, số hay ký hiệu. Không dùng mật khẩu của nơi khác.",
            "password": "Mật khẩu mới",
            "again": "Nhập lại mật khẩu",
            "send": "Đặt mật khẩu",
            "done": "Đã đặt mật khẩu",
            "next": "Bạn có thể đăng nhập với tên {username}.",
        },
        "en": {
            "title": "Set a password",
            "for": "Account",
            "advice": "{min} to {max} characters; a long sentence that is easy to remember is "
            "best. Capitals, digits and signs are not demanded. Use none that you use elsewhere.",
            "password": "New password",
            "again": "The same again",
            "send": "Set the password",
            "done": "The password is set",
            "next": "You can sign in as {username}.",
        },
    }
)


def form(token: str, username: str, faults: Sequence[str], lang: str) -> str:
    """The form, with what was wrong the last time."""
    texts = _TEXTS[lang]
    advice = texts["advice"].format(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)
    alert = "".join(f"<p>{escape(fault)}</p>" for fault in faults)
    told = f'<div role="alert">{alert}</div>' if faults else ""
    return _page(
        texts["title"],
        f"<p>{texts['for']}: <strong>{escape(username)}</strong></p>{told}"
        f'<p id="advice">{advice}</p>'
        '<form method="post" action="invitation">'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        f'<input type="hidden" name="lang" value="{lang}">'
        f'<input type="text" autocomplete="username" value="{escape(username)}" readonly hidden>'
        f"{_secret('password', texts['password'])}{_secret('again', texts['again'])}"
        f"<button>{texts['send']}</button></form>",
        lang,
    )


def done(username: str, lang: str) -> str:
    """What the officer can do next."""
    texts = _TEXTS[lang]
    said = texts["next"].format(username=f"<strong>{escape(username)}</strong>")
    return _page(texts["done"], f"<p>{said}</p>", lang)


def over(title: str, detail: str, lang: str) -> str:
    """Why the link leads no further."""
    return _page(escape(title), f"<p>{escape(detail)}</p>", lang)


def _secret(name: str, label: str) -> str:
    return (
        f'<label for="{name}">{label}</label><input id="{name}" name="{name}" type="password" '
        'autocomplete="new-password" aria-describedby="advice" required>'
    )


def _page(title: str, body: str, lang: str) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )
