"""The picture as it is looked at: the original, the covered one, both beside one another or one through the other."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from reviewer.services.pictures import Picture
from reviewer.ui.viewer.picture import PictureItem
from reviewer.ui.viewer.sights import Sight, uncovered

THROUGH = 0.35
"""How much of the original shows through what covers it: enough to tell a face from a wall, too little to pass for
the original."""

LINE, LINE_EDGE = QColor("#ffffff"), QColor(0, 0, 0, 190)


class Layers(PictureItem):
    """Paints a picture by the sight that is set, and nothing at all of one that was not made for it.

    `aspect` is how wide a pixel is where it is 1 high; `wipe` is where the line between original and released runs,
    from 0 at the left edge of the picture to 1 at the right.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sight, self.wipe, self.aspect = Sight.ORIGINAL, 0.5, 1.0
        self._original: QImage | None = None
        self._now: Picture | None = None

    @property
    def shows(self) -> bool:
        """Whether there is a picture that suits the sight."""
        return self._now is not None and self.sight.suits(self._now)

    @property
    def bare(self) -> QRectF:
        """The part that shows uncovered pixels, in pixels of the footage; empty when none does."""
        return uncovered(self.sight, self.boundingRect(), wipe=self.wipe) if self.shows else QRectF()

    def look(self, sight: Sight) -> None:
        """Look at pictures another way from now on."""
        self.sight = sight
        self.update()

    def move_line(self, wipe: float) -> None:
        """Put the line between original and released somewhere else."""
        self.wipe = min(max(wipe, 0.0), 1.0)
        self.update()

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or nothing."""
        self._now = picture
        self._original = image_of(picture.original) if picture is not None and picture.original is not None else None
        super().show_picture(picture)

    def paint(self, painter: QPainter, *rest: Any) -> None:
        """Draw the picture over the whole of the item."""
        if not self.shows:
            return
        super().paint(painter, *rest)
        if self._original is None:
            return
        room = self.boundingRect()
        painter.save()
        if self.sight is Sight.WIPE:
            painter.setClipRect(self.bare, Qt.ClipOperation.IntersectClip)
        else:
            # Where nothing is covered both are the same, and so is what comes of them.
            painter.setOpacity(THROUGH)
        painter.drawImage(room, self._original)
        painter.restore()
        if self.sight is Sight.WIPE:
            self._paint_line(painter, room)

    def _paint_line(self, painter: QPainter, room: QRectF) -> None:
        x = room.left() + room.width() * self.wipe
        for colour, width in ((LINE_EDGE, 4.0), (LINE, 2.0)):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))


def image_of(pixels: Any) -> QImage:
    """An image on the memory of `pixels`, of shape (height, width, 4); it does not keep that memory."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
