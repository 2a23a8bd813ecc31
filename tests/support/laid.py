"""A desk with a recording on it in a real case, without the window around it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from unittest.mock import Mock

from PySide6.QtWidgets import QMainWindow

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Track
from reviewer.core.edits import AddRegions
from reviewer.core.footage import Footage, FootageId
from reviewer.core.region import Region
from reviewer.media.probe import probe
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import PicturePlayer
from reviewer.ui.actions import Actions
from reviewer.ui.bridge import MainThread
from reviewer.ui.desk import Desk
from reviewer.ui.parts import Parts
from reviewer.ui.viewer.projector import Projector
from tests.support.window import FakeUser


@dataclass(eq=False)
class Laid:
    """The parts that a panel is handed, and what was said and reported; `player` takes every wish and shows nothing."""

    window: QMainWindow
    desk: Desk
    projector: Projector
    actions: Actions
    main: MainThread
    user: FakeUser
    player: Mock
    said: list[str] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    @property
    def sought(self) -> int:
        """The frame that was asked for last."""
        return int(self.player.show.call_args.args[0])

    @property
    def parts(self) -> Parts:
        """What commands are handed; there is no page and there are no operations."""
        return Parts(
            desk=self.desk,
            projector=self.projector,
            operations=cast(Any, None),
            actions=self.actions,
            page=cast(Any, None),
            user=self.user,
            report=self.errors.append,
            say=self.said.append,
        )

    def put(
        self, regions: Sequence[Region], *, tracks: Sequence[Track] = (), appraisal: Appraisal | None = None
    ) -> None:
        """Lay these regions over the footage on show, and this evidence under it."""
        assert self.desk.place is not None
        self.desk.place.tracks = {t.id: t for t in tracks}
        self.desk.place.appraisal = appraisal or Appraisal()
        self.desk.apply(AddRegions(tuple(regions)))


@contextmanager
def laid(*paths: Path, folder: Path) -> Iterator[Laid]:
    """A desk with a new case in `folder`, and these recordings in it; the first is on show."""
    window = QMainWindow()
    window.setMinimumSize(200, 200)
    desk, main, player = Desk(window), MainThread(window), Mock(spec=PicturePlayer)
    projector = Projector(main, lambda footage, hear: player, parent=window)
    try:
        case = OpenedCase.create(folder, title="case", actor="tester")
        for path in paths:
            case.add(footage_of(path))
        desk.put(case)
        projector.load(desk.footage)
        yield Laid(window, desk, projector, Actions(window, window.menuBar()), main, FakeUser(), player)
    finally:
        window.close()
        projector.close()
        desk.clear()
        window.deleteLater()


def footage_of(path: Path) -> Footage:
    """A recording as intake would describe it, but for its fingerprint, which is made from its name."""
    name = path.name.encode().hex().ljust(64, "0")[:64]
    return Footage(id=FootageId(name), path=path, size=path.stat().st_size, sha256=name, recording=probe(path))
