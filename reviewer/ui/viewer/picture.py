"""The picture in the scene, painted from the player's own memory without a copy."""

from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem

from reviewer.services.pictures import Picture


class PictureItem(QGraphicsItem):
    """Fills the size of the footage, whatever size the picture was scaled to."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._picture: Picture | None = None  # QImage does not keep the memory it is made on
        self._room = QRectF()

    @property
    def image(self) -> QImage | None:
        """What is on show, in the size it was scaled to."""
        return self._image

    def resize(self, width: int, height: int) -> None:
        """Take the size of another footage, in its pixels."""
        self.prepareGeometryChange()
        self._room = QRectF(0, 0, width, height)

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or nothing."""
        image = None
        if picture is not None:
            height, width = picture.pixels.shape[:2]
            image = QImage(picture.pixels.data, width, height, picture.pixels.strides[0], QImage.Format.Format_RGB32)
        self._image, self._picture = image, picture
        self.update()

    def boundingRect(self) -> QRectF:
        """The footage's own pixels."""
        return self._room

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the picture over the whole of the item."""
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._room, self._image)
