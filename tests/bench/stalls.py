"""How long the window does not answer while somebody works in it, and what it does meanwhile. By hand.

    python tests/bench/stalls.py FOOTAGE [--regions 200] [--least 50]

Opens the real window off the screen on a case of its own with FOOTAGE and made-up regions, and goes through a script:
opening, seeking, selecting, editing, undoing, playing, another view, closing, opening again. A timer of the window's
own beats all the while. Prints for each step the longest time between two beats, the most that the main thread computed
between two (the rest it waited, or other programs had the processor), and where the time is `--least` milliseconds or
more the stack of the main thread when half of them were over.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from reviewer import app
from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Decide
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.store.settings_file import SettingsFile
from reviewer.ui.application import make_application
from reviewer.ui.main_window import MainWindow
from tests.support.window import FakeUser

BEAT = 2
"""Milliseconds between two beats."""

PATIENCE = 60.0
"""Seconds for what a step waits for."""

Script = Iterator[tuple[str, Callable[[], bool]]]
"""Names of steps that have just been begun, each with what it waits for."""

Gap = tuple[float, float, str]
"""Seconds from one beat to the next, the most that the main thread computed between two, its stack in the longest."""


class Heart(QObject):
    """Beats on the main thread, and has another thread look at what that does when a beat is late."""

    def __init__(self, least: float) -> None:
        super().__init__()
        self.least, self.longest, self.busy, self.stack = least, 0.0, 0.0, ""
        self._last, self._seen, self._over = time.perf_counter(), "", False
        self._computed = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)
        self._main = threading.get_ident()
        threading.Thread(target=self._watch, daemon=True).start()

    def fresh(self) -> None:
        """Forget what was seen; a gap that is under way counts from now."""
        self._beat()
        self.longest, self.busy, self.stack = 0.0, 0.0, ""

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.busy = max(self.busy, computed - self._computed)
        if now - self._last > self.longest:
            self.longest, self.stack = now - self._last, self._seen
        self._last, self._computed, self._seen = now, computed, ""

    def _watch(self) -> None:
        while not self._over:
            time.sleep(0.004)
            if not self._seen and time.perf_counter() - self._last > self.least / 2:
                frame = sys._current_frames().get(self._main)
                if frame is not None:
                    calls = traceback.extract_stack(frame)[-60:]
                    ours = [call for call in calls if not call.filename.startswith("<") and call.filename != __file__]
                    self._seen = "".join(traceback.format_list(ours[-16:]))

    def stop(self) -> None:
        """Beat no more."""
        self._over = True
        self._timer.stop()


def made_up(count: int, window: MainWindow) -> tuple[Region, ...]:
    """Regions all over the footage on show, each moving for two seconds or so."""
    footage = window.desk.footage
    assert footage is not None
    index, chance = footage.recording.index, random.Random(5)
    video, regions = footage.recording.video, []
    for _ in range(count):
        first = chance.randrange(max(1, len(index) - 2))
        last = min(len(index) - 1, first + 60)
        boxes = [Box(chance.uniform(0, video.width - 60), chance.uniform(0, video.height - 60), 50, 50) for _ in "ab"]
        span = Span(index.tick(first), index.after(last))
        keys = (Keyframe(index.tick(first), boxes[0]), Keyframe(Tick(max(index.tick(last), span.start + 1)), boxes[1]))
        keyframes = keys if last > first else keys[:1]
        regions.append(Region(id=RegionId(uuid4().hex), subject=Subject.FACE, span=span, keyframes=keyframes))
    return tuple(regions)


def working(window: MainWindow, regions: int) -> Script:
    """What somebody does in the window, a step at a time; `window` has nothing open."""
    desk, projector, chance = window.desk, window.projector, random.Random(7)

    def shown() -> bool:
        picture = projector.shown
        return picture is not None and picture.number == projector.number and not window.work.busy

    window.commands["open_footage"].trigger()
    yield "open footage", shown
    assert desk.footage is not None
    assert desk.case is not None
    frames, folder = len(desk.footage.recording.index), desk.case.folder
    added = made_up(regions, window)
    desk.apply(AddRegions(added))
    yield f"add {regions} regions", shown
    for _ in range(12):
        projector.seek(chance.randrange(frames))
        yield "seek", shown
    for region in chance.sample(added, min(12, regions)):
        desk.select(region.id)
        yield "select one", shown
    window.desk.select(*(r.id for r in added))
    yield "select all", shown
    for region in added[:12]:
        desk.select(region.id)
        desk.apply(Decide((region.id,), Decision.CONFIRMED))
        yield "decide", shown
    for name in ("undo", "redo", "undo"):
        for _ in range(4):
            window.commands[name].trigger()
            yield name, shown
    for name in ("released", "original"):
        window.commands[name].trigger()
        yield f"view: {name}", lambda: True
        yield f"view: {name}", shown
    window.commands["play"].trigger()
    until = time.perf_counter() + 4
    yield "play", lambda: time.perf_counter() > until
    window.commands["play"].trigger()
    window.commands["theme_dark"].trigger()
    yield "theme", shown
    window.commands["close_case"].trigger()
    yield "close the case", lambda: desk.case is None
    window.open(folder)
    yield "open the case again", shown


def run(window: MainWindow, heart: Heart, *, regions: int) -> dict[str, Gap]:
    """Go through the script; the longest gap of each step."""
    script, found = working(window, regions), dict[str, Gap]()
    application = QApplication.instance()
    heart.fresh()
    for name, there in script:
        until = time.perf_counter() + PATIENCE
        while True:
            application.processEvents()
            if there() or time.perf_counter() > until:
                break
            time.sleep(0.001)
        for _ in range(30):  # what follows by itself belongs to the step
            application.processEvents()
            time.sleep(0.002)
        if name not in found or heart.longest > found[name][0]:
            busy = max(heart.busy, found[name][1] if name in found else 0.0)
            found[name] = heart.longest, busy, heart.stack
        heart.fresh()
    return found


def main() -> None:
    """Run the script once, and print a line for each step, the longest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--regions", type=int, default=200)
    parser.add_argument("--least", type=float, default=50.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        make_application()
        user = FakeUser(file=given.footage, folder=Path(folder) / "case", search=None)
        window = app.build(means=replace(app.real_means(), settings=SettingsFile(None)), user=user)
        window.show()
        heart = Heart(given.least / 1000)
        found = run(window, heart, regions=given.regions)
        heart.stop()
        window.close()
        for problem in user.problems:
            print("PROBLEM:", problem.sentence)
    for name, (gap, busy, stack) in sorted(found.items(), key=lambda each: -each[1][0]):
        print(f"{gap * 1000:7.0f} ms, {busy * 1000:4.0f} computing  {name}")
        if gap * 1000 >= given.least:
            print("    " + stack.replace("\n", "\n    ").rstrip())


if __name__ == "__main__":
    main()
