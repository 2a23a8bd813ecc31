"""A case as the window holds it: open for changes where that is possible, and for reading where it is not."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reviewer.core.analysis import Appraisal
from reviewer.core.audit import AuditEvent
from reviewer.core.copy import Copy, HitId, Settled, Settlement
from reviewer.core.detection import Track
from reviewer.core.errors import CaseError, CheckError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.settings import ModelPack, Search
from reviewer.core.transcript import Transcript
from reviewer.core.watched import Term
from reviewer.services.cases import analysed, register, save_analysis, save_readings
from reviewer.services.session import ReviewSession
from reviewer.store.cases import Case
from reviewer.store.desk_state import DeskState


class OpenedCase:
    """One open case; used by the main thread only, and closed by whoever opened it.

    `read_only` is empty, or a sentence that says why nothing can be changed and who holds the case.
    """

    def __init__(self, case: Case, *, read_only: str = "") -> None:
        self._case = case
        self.read_only = read_only

    @classmethod
    def open(cls, folder: Path, *, actor: str) -> "OpenedCase":
        """The case in `folder`, read-only when it cannot be had otherwise; raises CaseError when not even that."""
        try:
            return cls(Case.open(folder, actor=actor))
        except CaseError as refusal:
            try:
                return cls(Case.open(folder, actor=actor, read_only=True), read_only=str(refusal))
            except CaseError:
                raise refusal from None

    @classmethod
    def create(cls, folder: Path, *, title: str, actor: str) -> "OpenedCase":
        """A new case in a new or empty folder, or the one that lies there already; raises CaseError."""
        if Case.exists(folder):
            return cls.open(folder, actor=actor)
        return cls(Case.create(folder, title=title, actor=actor))

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._case.folder

    @property
    def work_folder(self) -> Path:
        """Where work is kept that can be done again."""
        return self._case.work_folder

    @property
    def desk(self) -> DeskState:
        """Where the window was in it, and what was watched."""
        return self._case.desk

    @property
    def title(self) -> str:
        """What it is called."""
        return self._case.title

    def footage(self) -> list[Footage]:
        """The recordings in it, in the order they were taken in."""
        return self._case.evidence.footage()

    def session(self, footage: FootageId) -> ReviewSession:
        """The review of one recording as it was last saved, open for edits."""
        reviews = self._case.reviews(footage)
        return ReviewSession(reviews.load(), reviews)

    def tracks(self, footage: FootageId) -> tuple[Track, ...]:
        """What the last analysis of it found."""
        return self._case.evidence.tracks(footage)

    def add(self, footage: Footage) -> Footage:
        """Take a recording in, or find the one with its fingerprint that is there; returns it as the case knows it."""
        return register(self._case, footage)

    def relocate(self, footage: Footage, path: Path) -> Footage:
        """Note that the original lies at `path` now, which proved to be the very same; returns it as it is known."""
        self._case.evidence.relocate(footage.id, path)
        return replace(footage, path=path)

    def appraisal(self, footage: FootageId) -> Appraisal:
        """How far the last analysis of it may be trusted."""
        return self._case.evidence.appraisal(footage)

    def keep_analysis(
        self, footage: FootageId, tracks: Sequence[Track], *, search: Search, appraisal: Appraisal | None = None
    ) -> None:
        """Keep what an analysis found, in place of what the one before did."""
        save_analysis(self._case, footage, tracks=tracks, search=search, appraisal=appraisal)

    def keep_readings(self, footage: FootageId, tracks: Sequence[Track]) -> None:
        """Keep what was read on the plates among the tracks, all of which are in the case."""
        save_readings(self._case, footage, tracks=tracks)

    def packs(self, footage: FootageId) -> tuple[ModelPack, ...]:
        """The model packs that looked in the last analysis of it."""
        return analysed(self._case, footage).packs

    def transcript(self, footage: FootageId) -> Transcript | None:
        """What was said in it, as it was imported; None where nothing was."""
        return self._case.transcripts.of(footage)

    def keep_transcript(self, footage: FootageId, transcript: Transcript) -> None:
        """Keep and log a transcript, in place of the one before."""
        self._case.transcripts.keep(footage, transcript)

    def drop_transcript(self, footage: FootageId) -> None:
        """Take the transcript of a footage out again; raises KeyError where there is none."""
        self._case.transcripts.drop(footage)

    def watched(self) -> tuple[Term, ...]:
        """The watch-list: what must not be heard anywhere in the case."""
        return self._case.transcripts.watched()

    def watch(self, terms: Sequence[Term]) -> None:
        """Keep another watch-list; the log has how many terms there are, not which."""
        self._case.transcripts.watch(terms)

    def keep_copy(self, copy: Copy) -> None:
        """Note and log a released copy."""
        self._case.copies.record(copy)

    def put_copy(self, before: Copy, after: Copy, *, action: str) -> None:
        """Note what became of a copy, in place of what was known of it, and log it under `action`."""
        detail = {"path": str(after.path), "sha256": after.sha256, "verdict": after.report.verdict}
        self._case.copies.replace(before, after, action=action, detail=detail)

    def settle(self, copy: Copy, hit: HitId, *, how: Settlement, reason: str) -> Copy:
        """Keep and log a person's decision on a hit of an open copy; raises CheckError for one without its reason."""
        settled = Settled(how=how, reason=reason.strip(), by=self._case.actor, at=_now())
        if how is Settlement.LAWFUL and not settled.reason:
            raise CheckError("Why may it be shown? No reason was given.", "Say why; the hit stays open until then.")
        after = replace(copy, report=copy.report.settling(hit, settled))
        self._case.copies.replace(copy, after, action="Settle hit", detail={"hit": hit, "how": how, "reason": reason})
        return after

    def reopen(self, copy: Copy, hit: HitId) -> Copy:
        """Open a hit again, and log that."""
        after = replace(copy, report=copy.report.reopening(hit))
        self._case.copies.replace(copy, after, action="Reopen hit", detail={"hit": hit})
        return after

    def log(self) -> tuple[AuditEvent, ...]:
        """Every event of the case so far; raises CaseError when the log is damaged."""
        return tuple(self._case.log.events())

    def copies(self) -> list[Copy]:
        """The copies released from it."""
        return self._case.copies.released()

    def copy_place(self) -> Path:
        """A folder for the pack of a new copy, of a name that nothing else in the folder of copies has to do with.

        It tells nothing of the original, whose name is no part of what is disclosed.
        """
        stem = "Redacted copy"
        there = [entry.name for entry in self._case.copies_folder.iterdir()]
        names = (stem if number == 1 else f"{stem} {number}" for number in itertools.count(1))
        free = next(n for n in names if not any(t == n or t.startswith((f"{n}.", f"{n} - ")) for t in there))
        return self._case.copies_folder / free

    def close(self) -> None:
        """Put it away, so that others can change it; a second call does nothing."""
        self._case.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
