"""App Figures: the ten digits of Be Vietnam Pro on one width, so that columns of numbers line up.

The family has no figures of equal width («1» is 385 units wide, «4» is 710). Its licence (OFL)
allows changed versions, and no name of it is reserved. Needs fonttools and brotli, as
`make vendor` brings them.
"""

from __future__ import annotations

import io
from typing import Any

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

DIGITS = range(0x30, 0x3A)
WIDTH = 640
"""Of 1000: near the mean of the ten."""
_FAMILY = 1


def figures(woff2: bytes) -> bytes:
    """A font of only the ten digits, each in the middle of one width."""
    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    options = subset.Options(layout_features=[], name_IDs=[0, 1, 2, 13, 14], hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=DIGITS)
    cutter.subset(font)
    names = [font.getBestCmap()[code] for code in DIGITS]
    for name, glyph in {name: _drawn(font, name) for name in names}.items():
        glyph.recalcBounds(font["glyf"])
        font["glyf"][name] = glyph
        font["hmtx"][name] = (WIDTH, glyph.xMin)
    for record in font["name"].names:
        if record.nameID == _FAMILY:
            record.string = "App Figures"
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _drawn(font: TTFont, name: str) -> Any:
    advance, _ = font["hmtx"][name]
    squeeze = min(1.0, WIDTH / advance)
    pen = TTGlyphPen(None)
    move = TransformPen(pen, (squeeze, 0, 0, 1, (WIDTH - advance * squeeze) / 2, 0))
    font.getGlyphSet()[name].draw(move)
    return pen.glyph()
