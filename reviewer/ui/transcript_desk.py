"""The transcript of the footage on show, which of its words are silenced, and the watch-list of the case."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from reviewer.core.errors import CaseError
from reviewer.core.footage import Footage
from reviewer.core.transcript import Hearing, Transcript, hearing, plain
from reviewer.core.watched import Match, Term
from reviewer.ui.desk import Desk

NOTHING: NDArray[np.uint8] = np.zeros(0, np.uint8)


class TranscriptDesk(QObject):
    """Follows the desk; every view of the transcript listens to it."""

    changed = Signal()
    """There is another transcript, or none."""
    heard_changed = Signal()
    """Other words are silenced."""
    watched_changed = Signal()
    """The watch-list is another."""
    proposed = Signal()
    """Other words are proposed to be silenced."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.transcript: Transcript | None = None
        self.heard = NOTHING
        self.matches: tuple[Match, ...] = ()
        self.looking = False
        self._skipped: set[tuple[str, int, int]] = set()
        self._silences: object = None
        self._text: tuple[str, list[int], list[int]] | None = None
        desk.footage_changed.connect(self._load)
        desk.review_changed.connect(self._hear)
        desk.case_changed.connect(self.watched_changed)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The watch-list of the case."""
        return self._desk.case.watched() if self._desk.case is not None else ()

    @property
    def open_matches(self) -> tuple[Match, ...]:
        """What is proposed and is neither skipped nor silenced yet."""
        left = (m for m in self.matches if np.any(self.heard[m.first : m.end] != Hearing.SILENCED))
        return tuple(m for m in left if self._key(m) not in self._skipped)

    def keep(self, footage: Footage, transcript: Transcript) -> None:
        """Keep a transcript of footage in the open case, and show it if the footage is; raises CaseError."""
        case = self._desk.case
        if case is None:
            raise CaseError("No case is open.", "Open the case, and import the transcript again.")
        case.keep_transcript(footage.id, transcript)
        if self._desk.footage is not None and self._desk.footage.id == footage.id:
            self._put(transcript)

    def watch(self, terms: Sequence[Term]) -> None:
        """Keep another watch-list; raises CaseError."""
        if self._desk.case is not None:
            self._desk.case.watch(terms)
            self.watched_changed.emit()

    def propose(self, matches: tuple[Match, ...]) -> None:
        """Show what was found; what was skipped before stays skipped."""
        self.matches, self.looking = matches, False
        self.proposed.emit()

    def skip(self, match: Match) -> None:
        """Propose it no more while the window is open."""
        self._skipped.add(self._key(match))
        self.proposed.emit()

    def found(self, wanted: str) -> tuple[tuple[int, int], ...]:
        """Every place where these words are said in a row, the last of them as it begins: from and up to."""
        parts = [p for p in map(plain, wanted.split()) if p]
        if self.transcript is None or not parts:
            return ()
        text, places, numbers = self._searchable()
        goal, found = " " + " ".join(parts), []
        at = text.find(goal)
        while at >= 0:
            first = bisect_right(places, at) - 1
            found.append((numbers[first], numbers[first + len(parts) - 1] + 1))
            at = text.find(goal, at + 1)
        return tuple(found)

    def how(self, words: Iterable[int]) -> set[Hearing]:
        """How much is heard of these words."""
        return {Hearing(int(self.heard[n])) for n in words}

    def _searchable(self) -> tuple[str, list[int], list[int]]:
        """All words as they are compared, each behind a blank; where each begins in it; and the number of each."""
        if self._text is None:
            assert self.transcript is not None
            said = [(n, p) for n, p in enumerate(map(plain, self.transcript.texts)) if p]
            places = list(accumulate((len(p) + 1 for _, p in said), initial=0))
            self._text = "".join(f" {p}" for _, p in said), places[:-1], [n for n, _ in said]
        return self._text

    def _key(self, match: Match) -> tuple[str, int, int]:
        return self.transcript.sha256 if self.transcript is not None else "", match.first, match.end

    def _load(self) -> None:
        case, footage = self._desk.case, self._desk.footage
        self._put(case.transcript(footage.id) if case is not None and footage is not None else None)

    def _put(self, transcript: Transcript | None) -> None:
        if transcript is None and self.transcript is None:
            return
        self.transcript, self.matches, self._silences, self._text = transcript, (), None, None
        self._work_out()
        self.changed.emit()
        self.proposed.emit()

    def _hear(self) -> None:
        if self.transcript is not None and self._desk.review.silences is not self._silences:
            before = self.heard
            self._work_out()
            if not np.array_equal(before, self.heard):
                self.heard_changed.emit()

    def _work_out(self) -> None:
        review, footage = self._desk.review, self._desk.footage
        self._silences = review.silences
        if self.transcript is None or footage is None:
            self.heard = NOTHING
            return
        streams = frozenset(sound.index for sound in footage.recording.sounds)
        self.heard = hearing(self.transcript, review, streams=streams)
