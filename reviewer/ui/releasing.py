"""What the user sets going with copies: releasing, deciding on hits, rendering again, sealing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from reviewer.core.copy import Copy, HitId, Settlement
from reviewer.core.cut_edits import Keep
from reviewer.core.disclosure import Disclosure
from reviewer.core.errors import CaseError, CheckError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.settings import Search
from reviewer.core.speaking import Speech
from reviewer.services.copy_places import pack_of
from reviewer.services.jobs import finished
from reviewer.services.opened import OpenedCase
from reviewer.ui.asking import User
from reviewer.ui.desk import Desk
from reviewer.ui.dialogs.release import ReleaseChoice
from reviewer.ui.dialogs.release_words import ReleaseQuestion
from reviewer.ui.means import Means
from reviewer.ui.orders import CaseFacts, ReleaseOrder, SealOrder
from reviewer.ui.release_notes import Sayings, notes_on
from reviewer.ui.work import Work


class Releasing(QObject):
    """Each is a job whose result is recorded in the case here, on the main thread, or taken away again."""

    released = Signal(object)
    """A Copy was made and is recorded in its case."""
    changed = Signal()
    """What is known of a copy of the case is something else."""
    profiled = Signal()
    """The profile that the next copy is made by is another one."""

    def __init__(self, desk: Desk, work: Work, *, means: Means, user: User) -> None:
        super().__init__(desk)
        self._desk, self._work, self._means, self._user = desk, work, means, user
        self.profile, self.disclosure = Profile(), Disclosure()
        self.speech_of: Callable[[Footage], Speech | None] = lambda _: None

    def release(self, search: Search) -> None:
        """Ask how and where, then render and check a copy of the footage on show as it is covered now."""
        footage = self._desk.footage
        case = self._writable()
        if case is None or footage is None:
            return
        sayings = Sayings(transcript=case.transcript(footage.id), terms=case.watched(), speech=self.speech_of(footage))
        notes = notes_on(footage, self._desk.review, sayings=sayings)
        ask = partial(self._ask, case=case, footage=footage, search=search)
        if sayings.transcript is None:
            ask(finished(notes))
        else:
            self._work.promptly("Looking for what is still heard", notes, done=ask)

    def _ask(self, notes: tuple[str, ...], *, case: OpenedCase, footage: Footage, search: Search) -> None:
        if self._desk.case is not case or self._desk.footage is not footage:
            return
        choice = self._user.release(self._question(case, footage, notes=notes))
        if choice is None:
            return
        self._take(choice)
        order = replace(self._order(case, footage, search=search), target=choice.target)
        job, done = self._means.release(order), partial(self._made, case)
        self._work.submit(f"Releasing {order.target.name}", job, done=done)

    def render_again(self, copy: Copy, search: Search) -> None:
        """Render an open copy anew, covered as its footage is now; decisions on its hits stay."""
        case, footage = self._writable(), self._footage_of(copy)
        if case is None or footage is None:
            return
        order = replace(
            self._order(case, footage, search=search),
            target=pack_of(copy),
            profile=copy.profile,
            disclosure=copy.disclosure,
            earlier=copy.report,
        )
        done = partial(self._made_again, case, before=copy)
        self._work.submit(f"Rendering {order.target.name} again", self._means.release(order), done=done)

    def seal(self, copy: Copy) -> None:
        """Make the pack of an open copy whose hits are settled."""
        case, footage = self._writable(), self._footage_of(copy)
        if case is None or footage is None:
            return
        review = self._desk.place_of(footage).session.review
        order = SealOrder(copy=copy, footage=footage, review=review, case=_facts(case, footage))
        done = partial(self._sealed, case, before=copy)
        self._work.submit(f"Sealing {pack_of(copy).name}", self._means.seal(order), done=done)

    def settle(self, copy: Copy, hit: HitId, *, how: Settlement, reason: str) -> None:
        """Keep a person's decision on a hit; raises CheckError for one without its reason."""
        case = self._writable()
        if case is not None:
            case.settle(copy, hit, how=how, reason=reason)
            self.changed.emit()

    def reopen(self, copy: Copy, hit: HitId) -> None:
        """Open a hit again."""
        case = self._writable()
        if case is not None:
            case.reopen(copy, hit)
            self.changed.emit()

    def _question(self, case: OpenedCase, footage: Footage, *, notes: tuple[str, ...]) -> ReleaseQuestion:
        place = self._desk.place_of(footage)
        review = place.session.review
        return ReleaseQuestion(
            footage=footage,
            review=review,
            profile=self.profile,
            target=case.copy_place(),
            disclosure=self.disclosure,
            doubts=sum(d.id not in review.settled for d in place.appraisal.doubts),
            more=notes,
        )

    def _take(self, choice: ReleaseChoice) -> None:
        """Go on with what was chosen; to show only from in to out is a change of the review like any other."""
        other = choice.profile != self.profile
        self.profile, self.disclosure = choice.profile, choice.disclosure
        if other:
            self.profiled.emit()
        in_out = self._desk.review.in_out
        if choice.only_in_out and in_out is not None:
            self._desk.apply(Keep(in_out))

    def _order(self, case: OpenedCase, footage: Footage, *, search: Search) -> ReleaseOrder:
        place = self._desk.place_of(footage)
        return ReleaseOrder(
            footage=footage,
            review=place.session.review,
            profile=self.profile,
            search=self._means.packs.with_packs(search),
            target=case.copy_place(),
            case=_facts(case, footage),
            parts=case.work_folder / "renders",
            disclosure=self.disclosure,
            found_with=case.packs(footage.id),
            sample=place.appraisal.sample,
        )

    def _footage_of(self, copy: Copy) -> Footage | None:
        case = self._desk.case
        return None if case is None else next((f for f in case.footage() if f.id == copy.footage), None)

    def _writable(self) -> OpenedCase | None:
        """The open case; raises CaseError when it can only be read."""
        case = self._desk.case
        if case is not None and case.read_only:
            raise CaseError(case.read_only, "A copy is recorded in its case, which can only be read here.")
        return case

    def _made(self, case: OpenedCase, copy: Copy) -> None:
        self._record(case, copy, record=lambda: case.keep_copy(copy))

    def _made_again(self, case: OpenedCase, copy: Copy, *, before: Copy) -> None:
        self._replace(case, copy, before=before, action="Render copy again")

    def _sealed(self, case: OpenedCase, copy: Copy, *, before: Copy) -> None:
        self._replace(case, copy, before=before, action="Seal copy")

    def _replace(self, case: OpenedCase, copy: Copy, *, before: Copy, action: str) -> None:
        def put() -> None:
            _refuse_other_decisions(case, before)
            case.put_copy(before, copy, action=action)

        if self._record(case, copy, record=put):
            self._means.withdraw(before)

    def _record(self, case: OpenedCase, copy: Copy, *, record: Callable[[], None]) -> bool:
        """Whether the copy was recorded: one that no log knows of must not lie around."""
        if self._desk.case is not case:
            self._means.withdraw(copy)
            return False
        try:
            record()
        except BaseException:
            self._means.withdraw(copy)
            raise
        self.changed.emit()
        self.released.emit(copy)
        return True


def _facts(case: OpenedCase, footage: Footage) -> CaseFacts:
    return CaseFacts(title=case.title, log=case.log(), transcript=case.transcript(footage.id))


def _refuse_other_decisions(case: OpenedCase, before: Copy) -> None:
    """Raise CheckError where a person has taken back by now what the new copy was made on."""
    known = (c.report.settled for c in case.copies() if (c.path, c.sha256) == (before.path, before.sha256))
    now = next(known, {})
    if any(now.get(hit) != said for hit, said in before.report.settled.items()):
        raise CheckError(
            "A decision on a hit was changed while the copy was being made, so it was taken away again.",
            "The open copy stays as it is. Decide on its hits, then try again.",
        )
