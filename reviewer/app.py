"""Put the program together: the one place that knows every part, and hands each what it needs.

What decodes, detects and renders is imported where it is first called, so that the window is there at once.
"""

import os
import threading
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer

from reviewer.core.analysis import Analysis
from reviewer.core.copy import Copy
from reviewer.core.cost import Cost
from reviewer.core.detection import Track
from reviewer.core.footage import Footage
from reviewer.core.region import Region
from reviewer.core.settings import Depth, Search
from reviewer.services.cases import actor
from reviewer.services.jobs import JobRunner, Progress
from reviewer.services.models import ModelPacks
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import Event, PicturePlayer
from reviewer.ui.application import make_application, manners
from reviewer.ui.asking import User
from reviewer.ui.costs import Tell
from reviewer.ui.main_window import MainWindow
from reviewer.ui.means import Means, ReleaseOrder


def run(case: Path | None) -> int:
    """Open the window, on a case's folder or a recording when one is given; returns the exit status at its end."""
    application = make_application()
    window = build()
    with manners(window):
        window.show()
        if case is not None:
            QTimer.singleShot(0, window, lambda: window.open(case))  # once the window is there to ask over
        return application.exec()


def build(*, means: Means | None = None, user: User | None = None) -> MainWindow:
    """The window with everything behind it; `means` and `user` stand in for the real ones in tests."""
    return MainWindow(means or real_means(), JobRunner(), user=user)


def real_means() -> Means:
    """The services as they are."""
    who = actor()
    return Means(
        open_case=lambda folder: OpenedCase.open(folder, actor=who),
        create_case=lambda folder, title: OpenedCase.create(folder, title=title, actor=who),
        take_in=_take_in,
        analyse=_analyse,
        read_plates=_read_plates,
        costs=_costs,
        propose=_propose,
        release=_release,
        withdraw=_withdraw,
        player=_player,
        packs=ModelPacks(),
        warm_up=_warm_up,
    )


def window_check() -> None:
    """Open the window off the screen, paint it once and close it; raises RuntimeError when nothing was painted."""
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        application = make_application()
        window = build()
        window.show()
        application.processEvents()
        painted = window.grab().toImage()
        window.close()
        application.processEvents()
    finally:
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before
    colours = {painted.pixel(x, y) for x in range(0, painted.width(), 7) for y in range(0, painted.height(), 7)}
    if len(colours) < 2:
        raise RuntimeError("the window was not painted")


# Generators run on the job's thread from their first line, and so do the imports in them.


def _take_in(path: Path) -> Generator[Progress, None, Footage]:
    from reviewer.services.intake import take_in

    return (yield from take_in(path))


def _analyse(footage: Footage, search: Search, *, work: Path) -> Generator[Progress, None, Analysis]:
    from reviewer.services.analysis import analyse
    from reviewer.services.appraisal import examine
    from reviewer.services.kept import unfinished
    from reviewer.services.usage import Stopwatch

    found = yield from analyse(footage, search, kept=unfinished(footage, search, work=work))
    looking = examine(footage, search, analysis=found)
    return (yield from Stopwatch().stage("estimate", looking, title="looking twice at a sample of frames"))


def _read_plates(footage: Footage, tracks: tuple[Track, ...]) -> Generator[Progress, None, tuple[Track, ...]]:
    from reviewer.services.plate_reading import read_plates

    return (yield from read_plates(footage, tracks))


def _costs(path: Path, search: Search, *, told: Tell) -> Generator[Progress, None, Mapping[Depth, Cost]]:
    from reviewer.services.trial import costs

    return (yield from costs(path, ModelPacks().with_packs(search), told=told))


def _propose(tracks: tuple[Track, ...], footage: Footage) -> tuple[Region, ...]:
    from reviewer.services.analysis import propose

    return propose(tracks, footage)


def _release(order: ReleaseOrder) -> Generator[Progress, None, Copy]:
    from reviewer.services.release import ReleaseRequest, release

    request = ReleaseRequest(
        footage=order.footage,
        review=order.review,
        profile=order.profile,
        search=order.search,
        target=order.target,
        found_with=order.found_with,
        sample=order.sample,
    )
    result = yield from release(request)
    return result.copy


def _withdraw(copy: Copy) -> None:
    from reviewer.services.release import withdraw

    withdraw(copy)


def _player(footage: Footage, listener: Callable[[Event], None]) -> PicturePlayer:
    from reviewer.services.playback import Player

    return Player(footage, listener)


def _warm_up() -> None:
    """Load what the first picture needs, while the user is still choosing it."""
    threading.Thread(target=_load_player, name="warm up", daemon=True).start()


def _load_player() -> None:
    import reviewer.services.playback  # noqa: F401
