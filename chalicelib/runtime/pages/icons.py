"""The drawings: 16 × 16, in the colour of the text, always beside a word."""

from __future__ import annotations

from types import MappingProxyType

_RING = '<circle cx="8" cy="8" r="5.75"/>'
_DIAMOND = (
    '<path class="k" d="M8 1.5L14.5 8 8 14.5 1.5 8z"/><path class="w" d="M8 5v3.25M8 10.6v.01"/>'
)
_SPEECH = '<path d="M2.5 3h11v8H8l-3 2.5V11H2.5z"/>'
_BACK = '<path d="M6 3.5L2.5 7 6 10.5M2.5 7H10a3 3 0 0 1 0 6H7"/>'

ICONS = MappingProxyType(
    {
        "received": '<path d="M2.5 9.5v3.25h11V9.5M8 2.5v7M5 6.75l3 3 3-3"/>',
        "accepted": f'{_RING}<path d="M5.4 8.2l1.9 1.9 3.4-3.8"/>',
        "assigned": '<path d="M2 8h8M7 5l3 3-3 3M13.5 2.75v10.5"/>',
        "in_progress": f'{_RING}<path class="f" d="M8 2.25a5.75 5.75 0 0 1 0 11.5z"/>',
        "needs_info": f'{_SPEECH}<path d="M6.6 5.8c.2-1.6 2.9-1.5 2.8.1-.1 1-1.4 1-1.4 2"/>'
        '<path d="M8 9.4v.01"/>',
        "pending_approval": '<path d="M2.5 13.5h11M3.5 10.75l.4-2.2 5.9-5.9 1.8 1.8-5.9 5.9z"/>',
        "answered": f'{_SPEECH}<path d="M5.5 7l1.8 1.7 3.2-3.4"/>',
        "closed": '<circle class="k" cx="8" cy="8" r="5.75"/>'
        '<path class="w" d="M5.4 8.2l1.9 1.9 3.4-3.8"/>',
        "rejected": f'{_RING}<path d="M4 12l8-8"/>',
        "duplicate": '<path d="M2.5 2.5h8v8h-8z"/><path d="M5.5 13.5h8v-8"/>',
        "redirected": '<path d="M3 13.5V8.5a3 3 0 0 1 3-3h7M10 2.5l3 3-3 3"/>',
        "withdrawn": _BACK,
        "calm": f'{_RING}<path d="M8 4.75V8l2.25 1.5"/>',
        "soon": f'{_RING}<path class="f" d="M8 8V2.25A5.75 5.75 0 1 1 2.25 8z"/>',
        "over": _DIAMOND,
        "wait": f'{_RING}<path d="M6.5 5.75v4.5M9.5 5.75v4.5"/>',
        "done": '<path d="M3 8.5l3.25 3.25L13 4.75"/>',
        "info": f'{_RING}<path d="M8 7.5v3.5M8 5.1v.01"/>',
        "attention": '<path d="M8 2.25L14.5 13.5h-13z"/><path d="M8 6.5v3.25M8 11.7v.01"/>',
        "photo": '<path d="M2 4h12v9H2z"/><circle cx="5.5" cy="7" r="1.1"/>'
        '<path d="M2.5 12l3.5-3 2.5 2 2.5-3 3 4"/>',
        "back": _BACK,
        "previous": '<path d="M10 3.5L5.5 8l4.5 4.5"/>',
        "following": '<path d="M6 3.5L10.5 8 6 12.5"/>',
        "lock": '<path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
        "place": '<path d="M8 14.5s4.75-4.4 4.75-8A4.75 4.75 0 0 0 3.25 6.5c0 3.6 4.75 8 4.75 8z"/>'
        '<circle cx="8" cy="6.5" r="1.6"/>',
        "note": '<path d="M3 2.5h10v7.5l-3.5 3.5H3z"/>'
        '<path d="M13 10H9.5v3.5M5.5 5.75h5M5.5 8.25h3"/>',
        "people": '<circle cx="5.75" cy="5.5" r="2.25"/>'
        '<path d="M1.75 13c.3-2.5 1.9-4 4-4s3.7 1.5 4 4M10.5 3.6a2.25 2.25 0 0 1 0 3.9'
        'M11.75 9.4c1.4.5 2.3 1.8 2.5 3.6"/>',
        "file": '<path d="M12.5 7.25L7.75 12a2.8 2.8 0 0 1-4-4L9 2.75a1.9 1.9 0 0 1 2.7 2.7'
        'L6.5 10.6a.9.9 0 0 1-1.3-1.3l4.3-4.3"/>',
    }
)
