"""A review of labelled footage by keys alone, from opened footage to every doubt settled: what it takes. By hand.

    python -m tests.bench.review_by_keys FOOTAGE --keep FOLDER [--clips NAME ...] [--way balanced]

FOOTAGE is a folder as `truth.py` describes it, and a way one of those of `cases.py`. Each clip is taken in and analysed
once, into a case under FOLDER that later runs use again; the review is made in a copy of it, in the real window, off
the screen. The officer is scripted and knows the truth, but only of what the doubt on show plays: there it covers what
is not covered, with V where the doubt marks it and by N, a drag and F where it does not, and says Y or Shift+Y. What no
loop shows stays uncovered.

The time that a person would take is reckoned, not measured: each loop watched once, and for keys and drags the
keystroke-level model (Card, Moran and Newell, The Keystroke-Level Model for User Performance Time, 1980).
"""

import argparse
import dataclasses
import os
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from reviewer import app
from reviewer.core import places
from reviewer.core.analysis import Analysis
from reviewer.core.detection import Subject
from reviewer.core.edits import Propose
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.review import Review
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Span
from reviewer.services.appraisal import appraised
from reviewer.services.docket import Item
from reviewer.services.doubts import Seen
from reviewer.services.jobs import finished
from reviewer.services.pictures import Picture
from reviewer.services.segments import rate_of
from reviewer.services.standings import COVERED, Standing, _covered
from reviewer.ui.application import make_application
from reviewer.ui.doubt_commands import LOOKS, SLOWLY
from reviewer.ui.main_window import MainWindow
from reviewer.vision import catalogue
from reviewer.vision.runtime import one_core
from reviewer.vision.scene import Scene
from tests.bench.cases import WAYS, WEAK, Case, analysed, weakened
from tests.bench.truth import Truth, checked_frames
from tests.support.window import FakeUser

THINKS, PRESSES, POINTS, CLICKS = 1.35, 0.28, 1.1, 0.2
"""Seconds of the model: to make up one's mind, to press a key, to point at something, to press or let go a button."""

TRIES = 5
"""Times that the officer covers something in one doubt before leaving it as it is."""

WAIT = 60.0
"""Seconds after which something that was waited for will not come any more."""

NONE, SHIFT, LEFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
Checked = dict[int, tuple[Truth, ...]]


@dataclass
class Effort:
    """What a review took: keys by their names, drags, and seconds of footage that were played."""

    keys: Counter[str] = field(default_factory=Counter)
    drags: int = 0
    watched: float = 0.0
    frames: set[int] = field(default_factory=set)
    at_work: float = 0.0

    @property
    def actions(self) -> int:
        """Key presses and drags together."""
        return sum(self.keys.values()) + self.drags


class Officer:
    """Sits before the window, presses its keys, and knows what is to be covered in the frames that it is shown."""

    def __init__(self, window: MainWindow, checked: Checked) -> None:
        self.window, self.checked, self.effort = window, checked, Effort()
        self.queue = window.fittings.doubts.queue
        self._last: Picture | None = None
        window.projector.pictured.connect(self._saw)
        assert window.desk.footage is not None
        self.footage: Footage = window.desk.footage
        self.index: FrameIndex = self.footage.recording.index

    def review(self) -> None:
        """Go through the doubts until none is open."""
        self.press("D")
        while (item := self.queue.current) is not None:
            self.watch(item)
            covered = self.put_right(item)
            if self.queue.standing(item) is Standing.OPEN:
                self.decide("Y", shift=covered)
            elif self.queue.neighbour(1) is not None:
                self.decide("D")
            else:
                return

    def watch(self, item: Item) -> None:
        """Let the moment be played once: from the frame that is shown first to the end, and from the start to there."""
        projector, first = self.window.projector, self.index.number(item.tick)
        if not wait(lambda: projector.speed > 0):
            return
        self.effort.at_work += LOOKS / 1000 + self.seconds(item.loop) / SLOWLY
        back = wait(lambda: projector.number < first or projector.number >= self.index.number(item.loop.end) - 2)
        if back and item.tick > item.loop.start:
            wait(lambda: projector.number < first)
            wait(lambda: projector.number >= first)

    def put_right(self, item: Item) -> bool:
        """Cover what is uncovered in the frames of the loop; says whether anything had to be."""
        had = False
        for _ in range(TRIES):
            left = self.uncovered(item.loop)
            if not left:
                break
            had = True
            number, truth = left[len(left) // 2]
            if not self.cover_marked(item, truth):
                self.draw(number, truth)
        return had

    def cover_marked(self, item: Item, truth: Truth) -> bool:
        """Press V where what is to be covered is what the doubt marks first."""
        doubt = item.doubts[0]
        if item.sweep or doubt.box is None or doubt.subject is not truth.subject:
            return False
        at = self.index.number(doubt.tick)
        here = [t for n, t in self.uncovered(item.loop) if abs(n - at) <= 5 and t.box.overlap(doubt.box) > 0.2]
        if not here:
            return False
        self.decide("V")
        self.settle()
        return True

    def draw(self, number: int, truth: Truth) -> None:
        """Stop at the frame, draw a box with some room, and have it followed."""
        self.decide("K")
        # Two steps are what a person needs who stops when it is seen; which they are the truth need not tell.
        self.press("Right")
        self.press("Left")
        self.window.projector.seek(number)
        wait(lambda: self.window.projector.shown is not None and self.window.projector.shown.number == number)
        combo = self.window.page.regions._subject
        combo.setCurrentIndex(combo.findData(truth.subject))
        self.decide("N")
        view, box = self.window.page.view, truth.box.grown(0.3)
        start, end = (view.mapFromScene(x, y) for x, y in ((box.x, box.y), (box.right, box.bottom)))
        QTest.mousePress(view.viewport(), LEFT, NONE, start)
        QTest.mouseMove(view.viewport(), QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
        QTest.mouseMove(view.viewport(), end)
        QTest.mouseRelease(view.viewport(), LEFT, NONE, end)
        self.effort.drags += 1
        self.effort.at_work += 2 * POINTS + 2 * CLICKS
        self.press("F")
        self.settle()

    def settle(self) -> None:
        """Wait until what was set going is done."""
        wait(lambda: not self.window.work.busy)
        spin(50)

    def uncovered(self, span: Span | None = None) -> list[tuple[int, Truth]]:
        """What is not covered in the checked frames of a stretch, or of all of the footage."""
        review = self.window.desk.review
        numbers = (n for n in sorted(self.checked) if span is None or self.index.tick(n) in span)
        return [(n, t) for n in numbers for t in self.checked[n] if not t.ignore and not self._is_covered(n, t, review)]

    def seconds(self, span: Span) -> float:
        """How long a stretch of the footage is."""
        return float((span.end - span.start) * self.footage.recording.video.time_base)

    def decide(self, key: str, *, shift: bool = False) -> None:
        """Press a key after making up one's mind."""
        self.effort.at_work += THINKS
        self.press(key, shift=shift)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key of the keyboard, wherever the focus is."""
        self.effort.keys[f"Shift+{key}" if shift else key] += 1
        self.effort.at_work += PRESSES * (1 + shift)
        QTest.keyClick(self.window.windowHandle(), Qt.Key[f"Key_{key}"], SHIFT if shift else NONE)
        spin(30)

    def _is_covered(self, number: int, truth: Truth, review: Review) -> bool:
        tick, video = self.index.tick(number), self.footage.recording.video
        place = truth.box.clipped(video.width, video.height)
        share, _ = _covered(place, review.hidden_at(tick), tick=tick, round_one=truth.subject is Subject.FACE)
        return share >= COVERED or not place.area

    def _saw(self, picture: Picture) -> None:
        """Count what is played: every frame from the last picture to this one."""
        before, self._last = self._last, picture
        self.effort.frames.add(picture.number)
        if self.window.projector.speed and before is not None and 0 < picture.number - before.number <= 4:
            self.effort.frames.update(range(before.number, picture.number))
            self.effort.watched += self.seconds(Span(before.tick, picture.tick))


def spin(milliseconds: int) -> None:
    """Let the window work for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(until: Callable[[], bool]) -> bool:
    """Let the window work until something is so; says whether it came to that."""
    end = monotonic() + WAIT
    while not until():
        if monotonic() > end:
            return False
        spin(5)
    return True


def prepared(clip: Path, way: str, *, keep: Path) -> Path:
    """The case of a clip under `keep`, analysed there if it is not yet."""
    folder = keep / f"{clip.stem}-{way}"
    if folder.exists():
        return folder
    means = app.real_means()
    partial = keep / f"{folder.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    case = means.create_case(partial, clip.stem)
    footage = case.add(finished(means.take_in(clip)))
    if way in WEAK:
        search, found = Search(), poorly_analysed(footage, clip, way=way, keep=keep)
    else:
        search = Search(depth=Depth(way))
        found = finished(means.analyse(footage, search, work=case.work_folder))
    case.keep_analysis(footage.id, found.tracks, search=search, appraisal=found.appraisal)
    case.session(footage.id).commit(Propose(means.propose(found.tracks, footage)))
    case.close()
    return partial.rename(folder)


def poorly_analysed(footage: Footage, clip: Path, *, way: str, keep: Path) -> Analysis:
    """An analysis that was weakened on purpose, without second looks: otherwise hardly anything is left to cover."""
    kept = keep / f"{clip.stem}@{way}.pkl"
    if not kept.exists():
        one_core()
        with weakened(way) as depth:
            made = analysed(clip, catalogue.scanners(Search(depth=depth), places.models()))
        kept.write_bytes(pickle.dumps(made))
    case = Case(clip.stem, way, pickle.loads(kept.read_bytes()), {})  # written by this program, on this machine
    recording = footage.recording
    scene, rate = Scene(*case.made["scene"]), rate_of(recording)
    seen = Seen(case.made["dropped"], scene, recording.index, case.size, rate)
    return Analysis(tuple(case.tracks), appraised(case.tracks, seen))


def review(case: Path, checked: Checked) -> None:
    """Make the review in the window, and print what it took."""
    make_application()
    window = app.build(means=dataclasses.replace(app.real_means(), warm_up=lambda: None), user=FakeUser())
    window.resize(1280, 760)
    window.show()
    window.activateWindow()
    window.open(case)
    wait(lambda: window.projector.shown is not None and not window.fittings.doubts.queue.sorting)
    officer = Officer(window, checked)
    queue, effort, before = officer.queue, officer.effort, officer.uncovered()
    duration = officer.footage.recording.duration
    boxes = sum(not t.ignore for truths in checked.values() for t in truths)
    doubts = sum(len(i.doubts) for i in queue.items)
    print(f"\n{case.name}: {duration:.1f} s, {doubts} doubts in {len(queue.items)} lines, {boxes} boxes of truth")
    officer.review()
    after, distinct = officer.uncovered(), len(effort.frames) / len(officer.index)
    keys = ", ".join(f"{name} {count}" for name, count in effort.keys.most_common())
    stands = Counter(queue.standing(i).value for i in queue.items)
    print(f"  actions: {effort.actions} ({keys}; drags {effort.drags})")
    print(f"  footage played: {effort.watched:.1f} s, {distinct:.0%} of the frames; noted as seen closely", end=" ")
    print(f"{window.fittings.doubts.seen.part:.0%}")
    print(f"  a person's time: {effort.at_work:.0f} s, {effort.at_work / duration:.1f} times the footage")
    print(f"  uncovered boxes of truth: {len(before)} before, {len(after)} after")
    print(f"  risk settled: {queue.tally.part:.0%}; lines {dict(stands)}")
    print(f"  the window says: {window.fittings.doubts.progress.text}")
    window.close()
    spin(50)


def main() -> None:
    """Review each clip and print a few lines about it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--clips", nargs="+", default=["f_roh_1080p.mp4", "f_tokyo_360p.mp4"])
    parser.add_argument("--way", default="balanced", choices=WAYS)
    args = parser.parse_args()
    args.keep.mkdir(parents=True, exist_ok=True)
    checked = checked_frames(args.footage)
    for clip in args.clips:
        case = prepared(args.footage / clip, args.way, keep=args.keep)
        with tempfile.TemporaryDirectory() as folder:
            review(Path(shutil.copytree(case, Path(folder) / case.name)), checked[clip])


if __name__ == "__main__":
    main()
