"""The real window on real footage in a real case; only the detectors and the user are made up."""

import dataclasses
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.core.analysis import Analysis, Appraisal
from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.pursuit import End, Ending, Followed, Pursuit, own_keyframes
from reviewer.core.reading import Reading
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.core.timing import Span, Tick
from reviewer.core.watched import Term
from reviewer.services.jobs import Progress
from reviewer.ui.application import make_application
from reviewer.ui.dialogs.intake import Intake
from reviewer.ui.dialogs.problem import Problem
from reviewer.ui.dialogs.release import ReleaseChoice
from reviewer.ui.dialogs.release_words import ReleaseQuestion
from reviewer.ui.main_window import MainWindow
from reviewer.ui.means import Pursue

PLACES = {"face-1": (Subject.FACE, Box(180, 140, 40, 50)), "plate-1": (Subject.PLATE, Box(240, 40, 60, 24))}
"""What the made-up detectors find in footage of 320x240, from the first frame to the last."""

WAIT = 30_000
"""Milliseconds after which something that was waited for will not come any more."""


@dataclass
class FakeUser:
    """Gives the answers that were laid down, and remembers what it was told."""

    file: Path | None = None
    files: tuple[Path, ...] = ()
    found: Path | None = None
    folder: Path | None = None
    choice: Callable[[Review, Profile, Path], ReleaseChoice | None] = lambda r, p, t: ReleaseChoice(p, t)
    add: bool = False
    search: Search | None = None
    stops: bool = True
    name: str | None = None
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    note: str | None = None
    transcript: Path | None = None
    terms: tuple[Term, ...] | None = None
    problems: list[Problem] = field(default_factory=list)

    def footage_files(self) -> tuple[Path, ...]:
        return (self.file, *self.files) if self.file is not None else self.files

    def found_footage(self, path: Path) -> Path | None:
        return self.found

    def case_folder(self) -> Path | None:
        return self.folder

    def intake(self, footage: Path, open_case: str) -> Intake | None:
        return Intake(footage, None if self.add and open_case else self.folder, self.search)

    def look_for(self, footage: Path, search: Search) -> Search | None:
        return search

    def release(self, question: ReleaseQuestion) -> ReleaseChoice | None:
        return self.choice(question.review, question.profile, question.target)

    def transcript_file(self) -> Path | None:
        return self.transcript

    def watch_list(self, terms: tuple[Term, ...]) -> tuple[Term, ...] | None:
        return self.terms

    def marker_note(self, text: str) -> str | None:
        return self.note

    def person_name(self, before: str, known: tuple[str, ...]) -> str | None:
        self.asked.append((before, known))
        return self.name

    def stop_work(self) -> bool:
        return self.stops

    def told(self, problem: Problem) -> None:
        self.problems.append(problem)


def fake_tracks(footage: Footage) -> tuple[Track, ...]:
    """Tracks that stand still where PLACES says, found in every second frame."""
    index = footage.recording.index
    count = len(index)
    origins = np.where(np.arange(count) % 2 == 0, Origin.DETECTED, Origin.FOLLOWED).astype(np.uint8)
    return tuple(
        Track(
            TrackId(name),
            subject,
            index.ticks.copy(),
            np.tile(np.array([box.x, box.y, box.width, box.height], np.float32), (count, 1)),
            origins,
            np.full(count, 0.9, np.float32),
            index.end,
        )
        for name, (subject, box) in PLACES.items()
    )


class FakeDetectors:
    """An analysis that finds PLACES at once; like the real one it names its tracks anew with each run.

    `appraise` says how far it may be trusted; without it there is nothing to doubt.
    """

    def __init__(self, appraise: Callable[[Footage], Appraisal] | None = None) -> None:
        self._runs, self._appraise = 0, appraise or (lambda _: Appraisal())

    def analyse(self, footage: Footage, search: Search, *, work: Path) -> Generator[Progress, None, Analysis]:
        for done in range(3):
            yield Progress(done, 3, "looking")
        self._runs += 1
        suffix = "" if self._runs == 1 else f"-run-{self._runs}"
        tracks = tuple(dataclasses.replace(t, id=TrackId(t.id + suffix)) for t in fake_tracks(footage))
        return Analysis(tracks, self._appraise(footage))


def fake_read(footage: Footage, tracks: tuple[Track, ...]) -> Generator[Progress, None, tuple[Track, ...]]:
    """Every plate reads AB12CDE."""
    yield Progress(0, 1, "reading")
    reading = Reading("AB12CDE", "uk-current", 0.875)
    return tuple(dataclasses.replace(t, reading=reading) if t.subject is Subject.PLATE else t for t in tracks)


def fake_propose(tracks: tuple[Track, ...], footage: Footage) -> tuple[Region, ...]:
    """A region for each track, with a keyframe at its start."""
    return tuple(
        Region(
            id=RegionId(f"r-{track.id}"),
            subject=track.subject,
            span=track.span,
            keyframes=(Keyframe(Tick(int(track.ticks[0])), track.box(0)),),
            track=track.id,
        )
        for track in tracks
    )


def fake_pursue(
    footage: Footage, pursuit: Pursuit, *, tracks: tuple[Track, ...]
) -> Generator[Progress, None, Followed]:
    """What is followed moves a pixel to the right in each frame, and leaves the picture after the fortieth."""
    yield Progress(0, None, "onwards, at 0:00")
    index, region = footage.recording.index, pursuit.region
    start = region.keyframe_at(pursuit.tick)
    here, last = index.number(pursuit.tick), min(40, len(index) - 1)
    numbers = range(0 if pursuit.back else here, (last if pursuit.onward else here) + 1)
    return Followed(
        region=region.id,
        keyframes=tuple(Keyframe(index.tick(n), start.box.moved(n - here, 0)) for n in numbers),
        span=Span(index.tick(numbers[0]), index.after(numbers[-1])),
        basis=own_keyframes(region),
        start=End(Ending.FOOTAGE, index.tick(0)) if pursuit.back else None,
        end=End(Ending.LEFT, index.tick(last)) if pursuit.onward else None,
    )


@contextmanager
def the_window(
    qtbot: QtBot,
    user: FakeUser,
    *,
    appraise: Callable[[Footage], Appraisal] | None = None,
    pursue: Pursue = fake_pursue,
) -> Iterator[MainWindow]:
    """The program's own window with made-up detectors, shown, and closed at the end."""
    make_application()
    analyse = FakeDetectors(appraise).analyse
    means = dataclasses.replace(
        app.real_means(),
        analyse=analyse,
        read_plates=fake_read,
        propose=fake_propose,
        pursue=pursue,
        warm_up=lambda: None,
    )
    window = app.build(means=means, user=user)
    window.resize(1280, 760)
    window.show()
    qtbot.waitExposed(window)
    try:
        yield window
    finally:
        user.stops = True
        window.close()
        window.deleteLater()
        qtbot.wait(10)


def open_footage(qtbot: QtBot, window: MainWindow) -> None:
    """Open the user's footage and wait until it is on show and analysed."""
    window.commands["open_footage"].trigger()
    user = window.user
    assert isinstance(user, FakeUser)
    told = len(user.problems)
    qtbot.waitUntil(
        lambda: (window.projector.shown is not None and not window.work.busy) or len(user.problems) > told,
        timeout=WAIT,
    )
    assert not user.problems[told:]


def see(qtbot: QtBot, window: MainWindow, *, number: int) -> None:
    """Wait until the frame `number` is on show in the view that is wanted."""

    def there() -> bool:
        shown = window.projector.shown
        return shown is not None and shown.number == number and shown.released == window.projector.view.released

    qtbot.waitUntil(there, timeout=WAIT)
