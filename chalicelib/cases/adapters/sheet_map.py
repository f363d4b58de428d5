"""The drawing of a place as a picture for documents, which take no SVG: the same outlines, ring,
pin and scale as on the page."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from chalicelib.cases.application.transfer_sheets import SheetMap

_TIMES = 4
"""Dots of the picture in a unit of the drawing."""
_GROUND, _NEAR, _HERE = "#f7f9fa", "#f3f5f7", "#dfe9f1"
_EDGE_NEAR, _EDGE_HERE, _INK, _PIN = "#c3ced8", "#5d7488", "#16202b", "#a3211d"
_RING, _DOT = 5, 3
_SCALE_AT = (16, 302)


def map_picture(shown: SheetMap) -> bytes:
    """A PNG, with the place in its middle."""
    size = (shown.width * _TIMES, shown.height * _TIMES)
    picture = Image.new("RGB", size, _GROUND)
    pen = ImageDraw.Draw(picture)
    for outline in shown.outlines:
        for ring in outline.rings:
            corners = [(x * _TIMES, y * _TIMES) for x, y in ring]
            pen.polygon(corners, fill=_HERE if outline.here else _NEAR)
            edge = _EDGE_HERE if outline.here else _EDGE_NEAR
            pen.line([*corners, corners[0]], fill=edge, width=_TIMES)
    middle = (size[0] / 2, size[1] / 2)
    pen.circle(middle, _RING * _TIMES, outline=_PIN, width=_TIMES // 2)
    pen.circle(middle, _DOT * _TIMES, fill=_PIN)
    left, top = (at * _TIMES for at in _SCALE_AT)
    right, low = left + shown.scale_units * _TIMES, top + 6 * _TIMES
    pen.line([(left, top), (left, low), (right, low), (right, top)], fill=_INK, width=_TIMES)
    made = BytesIO()
    picture.quantize(16).save(made, "PNG")
    return made.getvalue()
