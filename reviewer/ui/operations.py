"""What the user sets going: taking footage in, analysing, releasing; each a job whose result is committed here."""

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from reviewer.core.analysis import Analysis
from reviewer.core.detection import Subject, Track
from reviewer.core.edits import Propose
from reviewer.core.errors import CaseError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.region import Region
from reviewer.core.settings import Search
from reviewer.services.jobs import Progress
from reviewer.services.opened import OpenedCase
from reviewer.ui.asking import User
from reviewer.ui.desk import Desk
from reviewer.ui.dialogs.intake import Intake
from reviewer.ui.means import Means
from reviewer.ui.releasing import Releasing
from reviewer.ui.work import Work

Proposal = tuple[Analysis, tuple[Region, ...]]
"""What a search found, and the regions that are proposed for it."""


class Operations(QObject):
    """Asks, runs the job, and commits its result on the main thread; what it raises is for the window to show."""

    released = Signal(object)
    """A Copy was made and is recorded in its case."""
    said = Signal(str)
    """Something that needs no answer."""

    def __init__(self, desk: Desk, work: Work, *, means: Means, user: User) -> None:
        super().__init__(desk)
        self._desk, self._work, self._means, self._user = desk, work, means, user
        self.releasing = Releasing(desk, work, means=means, user=user)
        self.releasing.released.connect(self.released)
        self.search = Search()

    @property
    def profile(self) -> Profile:
        """How the next copy is made, unless something else is chosen then."""
        return self.releasing.profile

    def open_case(self, folder: Path) -> None:
        """Put the case in `folder` on the desk; raises CaseError and leaves the desk as it is."""
        if self._may_clear():
            here = self._desk.case
            if here is not None and here.folder == folder.absolute():
                return
            self._desk.put(self._means.open_case(folder))

    def close_case(self) -> None:
        """Put the case away, unless the user would rather finish what runs."""
        if self._may_clear():
            self._desk.clear()

    def take_in(self, *paths: Path) -> None:
        """Ask where the recordings belong, then take them in, one after the other."""
        case = self._desk.case
        wish = self._user.intake(paths[0], case.title if case is not None and not case.read_only else "")
        if wish is None or (wish.folder is not None and not self._may_clear()):
            return
        for path in paths:
            done = partial(self._taken_in, wish, show=path is paths[0])
            self._work.submit(f"Taking in {path.name}", self._means.take_in(path), done=done)

    def find_again(self) -> None:
        """Ask where the footage on show lies now, and go on with it from there if it is the very same."""
        case, footage = self._desk.case, self._desk.footage
        if case is None or footage is None:
            return
        if case.read_only:
            raise CaseError(case.read_only, "Where footage lies is kept in its case, which can only be read here.")
        chosen = self._user.found_footage(footage.path)
        if chosen is not None:
            done = self._if_open(case, lambda path: self._desk.relocate(footage, path))
            self._work.promptly(f"Verifying {chosen.name}", self._means.found_again(footage, chosen), done=done)

    def find(self) -> None:
        """Ask what to look for in the footage on show and how hard, and look for it."""
        case, footage = self._desk.case, self._desk.footage
        if case is None or footage is None or case.read_only:
            self.analyse()
            return
        if self._busy_with(footage):
            return
        wish = self._user.look_for(footage.path, self.search)
        if wish is not None:
            self.search = wish
            self.analyse()

    def analyse(self) -> None:
        """Look for what needs covering in the footage on show."""
        if self._desk.footage is not None:
            self._analyse(self._desk.footage)

    def _analyse(self, footage: Footage) -> None:
        case = self._desk.case
        if case is None or self._busy_with(footage):
            return
        if case.read_only:
            raise CaseError(case.read_only, "Regions cannot be proposed in a case that can only be read.")
        self.search = self._means.packs.with_packs(self.search)
        job = self._searched(footage, self.search, work=case.work_folder)
        title = f"Finding {finds(self.search)} in {footage.path.name}"
        done = self._if_open(case, partial(self._analysed, footage, search=self.search))
        self._work.submit(title, job, done=done, about=footage.id, resumes=True)

    def read_plates(self) -> None:
        """Read the plates that were found in the footage on show, without looking for them again."""
        case, place = self._desk.case, self._desk.place
        if case is None or place is None or self._busy_with(place.footage):
            return
        if case.read_only:
            raise CaseError(case.read_only, "What is read is kept in its case, which can only be read here.")
        footage = place.footage
        job = self._means.read_plates(footage, tuple(place.tracks.values()))
        title = f"Reading plates in {footage.path.name}"
        self._work.submit(title, job, done=self._if_open(case, partial(self._plates_read, footage)), about=footage.id)

    def release(self) -> None:
        """Ask how and where, then render and check a copy of the footage on show as it is covered now."""
        self.search = self._means.packs.with_packs(self.search)
        self.releasing.release(self.search)

    def _taken_in(self, wish: Intake, footage: Footage, *, show: bool) -> None:
        here = self._desk.case
        if wish.folder is not None and (here is None or here.folder != wish.folder.absolute()):
            self._desk.put(self._means.create_case(wish.folder, wish.folder.name))
        known = self._desk.add(footage, show=show)
        notes = " ".join(known.recording.notes)
        self.said.emit(f"{known.path.name} is in the case. {notes}".strip())
        if wish.search is not None:
            self.search = wish.search
            if not self._desk.place_of(known).session.review.regions:
                self._analyse(known)

    def _searched(self, footage: Footage, search: Search, *, work: Path) -> Generator[Progress, None, Proposal]:
        """Propose regions in the job too: for long footage that takes seconds, in which the window would not answer."""
        analysis = yield from self._means.analyse(footage, search, work=work)
        return analysis, self._means.propose(analysis.tracks, footage)

    def _analysed(self, footage: Footage, proposal: Proposal, *, search: Search) -> None:
        analysis, regions = proposal
        tracks = analysis.tracks
        case = self._desk.case
        assert case is not None
        place = self._desk.place_of(footage)
        case.keep_analysis(footage.id, tracks, search=search, appraisal=analysis.appraisal)
        place.tracks, place.appraisal = {t.id: t for t in tracks}, analysis.appraisal
        place.history.apply(Propose(regions))
        self.said.emit(proposed(len(regions), footage.path.name))

    def _plates_read(self, footage: Footage, tracks: tuple[Track, ...]) -> None:
        case = self._desk.case
        assert case is not None
        case.keep_readings(footage.id, tracks)
        self._desk.put_readings(footage, tracks)
        plates = [t for t in tracks if t.subject is Subject.PLATE]
        read = sum(t.reading is not None for t in plates)
        self.said.emit(f"{read} of {len(plates)} plates could be read. Compare each with the picture.")

    def _busy_with(self, footage: Footage) -> bool:
        """Whether the footage is being searched or read already; if so, says so."""
        busy = any(e.about == footage.id and not e.over for e in self._work.entries)
        if busy:
            self.said.emit(f"{footage.path.name} is being worked on already: wait, or cancel that under Work.")
        return busy

    def _if_open(self, case: OpenedCase, then: Callable[[Any], None]) -> Callable[[Any], None]:
        """`then`, unless the case has been put away by the time there is a result."""
        return lambda result: then(result) if self._desk.case is case else None

    def _may_clear(self) -> bool:
        if not self._work.busy:
            return True
        if not self._user.stop_work():
            return False
        for entry in self._work.entries:
            self._work.cancel(entry)
        return True


def finds(search: Search) -> str:
    """What is looked for, as in faces and plates."""
    return " and ".join(sorted("text" if subject is Subject.TEXT else f"{subject}s" for subject in search.find))


def proposed(count: int, name: str) -> str:
    """What a search led to, and how to go on; that nothing was found never says that nothing is there."""
    if not count:
        return f"Nothing was proposed in {name}: the detectors found nothing. Watch it to see what they missed."
    regions = "1 region was" if count == 1 else f"{count} regions were"
    return f"{regions} proposed in {name}. PgDn goes to the next, D to the next doubtful moment."
