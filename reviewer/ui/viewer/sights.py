"""The four ways to look at a picture, which part of it is uncovered in each, and the words that say so on it."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from reviewer.services.pictures import Picture

NOT_FOR_RELEASE = "NOT FOR RELEASE"

TAG_GROUND, TAG_INK = QColor("#7a2e00"), QColor("#ffffff")
"""The colours of the banner over the original; the words say it without them."""

TAG_MARGIN, TAG_PADDING = 8.0, 6.0
"""Pixels of the screen from the corner of the picture to the words, and around them."""


class Sight(Enum):
    """How a picture is looked at; the values are the names of the actions."""

    ORIGINAL = "original"
    RELEASED = "released"
    WIPE = "wipe"
    BEHIND = "behind"

    @property
    def covered(self) -> bool:
        """Whether covered pictures are needed, as a copy will show them."""
        return self is not Sight.ORIGINAL

    @property
    def both(self) -> bool:
        """Whether the original is needed beside the covered picture."""
        return self in (Sight.WIPE, Sight.BEHIND)

    @property
    def draws(self) -> bool:
        """Whether regions are outlined, and can be drawn and changed."""
        return self is not Sight.RELEASED

    def suits(self, picture: Picture) -> bool:
        """Whether the picture was made for this; one that was not is never shown by it."""
        return picture.released == self.covered and (picture.original is not None) == self.both


LEFT_OUT = "left out of the copy"


def banner_words(sight: Sight, *, how: str, draft: bool = False, left_out: bool = False) -> str:
    """What stands above the picture; `how` is the effect in words, a `draft` shows less detail than there is.

    Of what is `left_out` of the copy, which shows a card in its place, it says so.
    """
    words = {
        Sight.ORIGINAL: f"ORIGINAL  ·  {NOT_FOR_RELEASE}",
        Sight.RELEASED: f"As it will be released: {how}",
        Sight.WIPE: f"Original left, released right  ·  {NOT_FOR_RELEASE}",
        Sight.BEHIND: f"What lies behind the cover  ·  {NOT_FOR_RELEASE}",
    }[sight]
    if left_out:
        words = "As it will be released: this card" if sight is Sight.RELEASED else words
        words = f"{words}  ·  {LEFT_OUT}"
    return f"{words}  ·  preview" if draft else words


def uncovered(sight: Sight, room: QRectF, *, wipe: float) -> QRectF:
    """The part of the picture in `room` that shows uncovered pixels; empty when none does. `wipe` is from 0 to 1."""
    if sight is Sight.RELEASED:
        return QRectF()
    if sight is Sight.WIPE:
        return QRectF(room.left(), room.top(), room.width() * wipe, room.height())
    return room


def paint_tag(painter: QPainter, part: QRectF) -> None:
    """Write that it is not for release into the corner of the uncovered `part`, in pixels of the screen.

    In a part that is too narrow for the words they stand upright along its edge.
    """
    if part.isEmpty():
        return
    font = QFont(painter.font())
    font.setBold(True)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(NOT_FOR_RELEASE) + 2 * TAG_PADDING
    height = metrics.height() + TAG_PADDING
    painter.save()
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if part.width() >= width + 2 * TAG_MARGIN:
        painter.translate(part.topLeft() + QPointF(TAG_MARGIN, TAG_MARGIN))
    else:
        aside = min(TAG_MARGIN, max(0.0, (part.width() - height) / 2))
        painter.translate(part.topLeft() + QPointF(aside + height, TAG_MARGIN))
        painter.rotate(90)
    tag = QRectF(0, 0, width, height)
    painter.setPen(QPen(TAG_INK, 1.5))
    painter.setBrush(TAG_GROUND)
    painter.drawRect(tag)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, NOT_FOR_RELEASE)
    painter.restore()
