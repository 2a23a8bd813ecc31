"""The crops that have been fetched, as pictures to paint, as many as memory allows."""

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtGui import QImage, QPixmap

from reviewer.services.sights import Crop, Sight

ROOM = 96 << 20
"""Bytes that crops may take: some two thousand of the usual size, far more than are on show."""


class CropShelf:
    """Pictures by their sight; those that were not looked at for longest go when there is no more room."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._pictures: OrderedDict[Sight, QPixmap] = OrderedDict()
        self._missing: set[Sight] = set()
        self._taken = 0

    def clear(self) -> None:
        """Forget all of them."""
        self._pictures.clear()
        self._missing.clear()
        self._taken = 0

    def add(self, crops: Iterable[Crop]) -> None:
        """Take in what was fetched."""
        for crop in crops:
            self._drop(crop.sight)
            height, width = crop.pixels.shape[:2]
            image = QImage(crop.pixels.tobytes(), width, height, width * 4, QImage.Format.Format_RGB32)
            self._pictures[crop.sight] = QPixmap.fromImage(image)  # a copy: the bytes may go
            self._taken += _size(self._pictures[crop.sight])
        while self._taken > self._room and len(self._pictures) > 1:
            self._drop(next(iter(self._pictures)))

    def miss(self, sights: Iterable[Sight]) -> None:
        """Note sights of which there is no picture, so that nobody asks again."""
        self._missing.update(sights)

    def get(self, sight: Sight) -> QPixmap | None:
        """The picture of a sight, if it is there."""
        picture = self._pictures.get(sight)
        if picture is not None:
            self._pictures.move_to_end(sight)
        return picture

    def wants(self, sight: Sight) -> bool:
        """Whether a sight is still to be fetched."""
        return sight not in self._pictures and sight not in self._missing

    def _drop(self, sight: Sight) -> None:
        picture = self._pictures.pop(sight, None)
        if picture is not None:
            self._taken -= _size(picture)


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
