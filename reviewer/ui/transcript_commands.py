"""What is done with a transcript: import it, find words in it, silence them, and look for what a watch-list names."""

from collections.abc import Callable, Iterable
from uuid import uuid4

from PySide6.QtCore import QObject

from reviewer.core.footage import Footage
from reviewer.core.silence import SilenceId
from reviewer.core.sound_edits import AddSilences
from reviewer.core.timing import Tick
from reviewer.core.transcript import Hearing, Transcript, heard_span, spans_over
from reviewer.core.watched import Match, Term
from reviewer.core.word_edits import hearing_words, silencing_words
from reviewer.services.jobs import JobState
from reviewer.ui.means import Means
from reviewer.ui.panels.transcript import TranscriptPanel
from reviewer.ui.parts import Parts
from reviewer.ui.transcript_desk import TranscriptDesk
from reviewer.ui.transcript_words import (
    HEARD_ALREADY,
    LIMITS,
    NO_SOUND,
    NO_WORDS,
    NOT_FOUND,
    OUTSIDE,
    ROUGHLY,
    SILENT_ALREADY,
    WHOLE_CUE,
    counted,
    imported,
)
from reviewer.ui.work import Entry, Work

NEED_WORDS = ("find_words", "next_found", "previous_found")
NEED_EDITABLE = ("silence_words", "silence_just_words", "hear_words", "silence_found")
NEED_PROPOSALS = ("accept_words", "skip_words", "accept_all_words")


class TranscriptCommands(QObject):
    """Binds the actions of the transcript; has the words follow the picture, and the picture the words."""

    def __init__(self, parts: Parts, work: Work, *, means: Means) -> None:
        super().__init__(parts.page)
        self._parts, self._work, self._means = parts, work, means
        self._desk, self._projector = parts.desk, parts.projector
        self.spoken = TranscriptDesk(parts.desk)
        self.panel = TranscriptPanel(parts.desk, self.spoken, actions=parts.actions)
        self._found: tuple[tuple[int, int], ...] = ()
        self._at: int | None = None
        self._entry: Entry | None = None
        self._stopping: list[Entry] = []
        self._asked: tuple[Transcript | None, tuple[Term, ...]] | None = None
        self._bind()
        self._listen()
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        actions, there, editable = self._parts.actions, self.spoken.transcript is not None, self._desk.editable
        actions["import_transcript"].setEnabled(editable)
        actions["watch_list"].setEnabled(self._desk.case is not None and not self._desk.case.read_only)
        actions.enable(NEED_WORDS, there)
        actions.enable(NEED_EDITABLE, there and editable)
        actions.enable(NEED_PROPOSALS, there and editable and bool(self.panel.rows.matches))

    def _bind(self) -> None:
        bound: dict[str, Callable[[], object]] = {
            "import_transcript": self._import,
            "find_words": self._find,
            "next_found": lambda: self._step(1),
            "previous_found": lambda: self._step(-1),
            "silence_words": lambda: self._silence(self.panel.text.selected()),
            "silence_just_words": lambda: self._silence(self.panel.text.selected(), whole=False),
            "hear_words": self._hear,
            "silence_found": self._silence_found,
            "watch_list": self._watch,
            "accept_words": self._accept,
            "skip_words": self._skip,
            "accept_all_words": self._accept_all,
        }
        for name, function in bound.items():
            self._bind_one(name, function)

    def _bind_one(self, name: str, function: Callable[[], object]) -> None:
        self._parts.actions.bind(name, lambda: self._parts.guarded(function))

    def _listen(self) -> None:
        panel, spoken = self.panel, self.spoken
        panel.text.wanted.connect(self._go_to)
        panel.asked.connect(self._look_for)
        panel.chosen.connect(self._show)
        panel.query.returnPressed.connect(lambda: self._step(1))
        self._projector.moved.connect(self._follow)
        self._projector.pictured.connect(lambda _: self._follow())
        self._work.changed.connect(self._heard_of)
        spoken.changed.connect(self._propose)
        spoken.watched_changed.connect(self._propose)
        for signal in (spoken.changed, spoken.proposed, self._desk.case_changed, self._desk.footage_changed):
            signal.connect(self.refresh)
        self._desk.review_changed.connect(self.refresh)

    def _import(self) -> None:
        footage = self._desk.footage
        path = self._parts.user.transcript_file() if footage is not None else None
        if path is None or footage is None:
            return
        case, about = self._desk.case, footage

        def done(made: Transcript) -> None:
            if self._desk.case is case:  # another case knows nothing of this footage
                self._keep(about, made)

        job = self._means.read_transcript(path, footage.recording)
        self._work.promptly("Reading the transcript", job, done=done, about=footage.id)

    def _keep(self, footage: Footage, transcript: Transcript) -> None:
        self.spoken.keep(footage, transcript)
        self._parts.say(imported(transcript))
        self._parts.page.show_tab("transcript")

    def _propose(self) -> None:
        """Have the words looked through, beside everything else, where that was not done yet."""
        transcript, terms = self.spoken.transcript, self.spoken.terms
        if self._asked is not None and self._asked[0] is transcript and self._asked[1] == terms:
            return
        if self._entry is not None and not self._entry.over:
            self._stopping.append(self._entry)
            self._work.cancel(self._entry)
        self._asked = (transcript, terms) if transcript is not None else None
        self.spoken.looking = transcript is not None
        if transcript is None:
            return

        def done(matches: tuple[Match, ...]) -> None:
            if self._asked is not None and self._asked[0] is transcript and self._asked[1] == terms:
                self.spoken.propose(matches)

        job = self._means.propose_words(transcript, terms)
        self._entry = self._work.beside("Looking for names and numbers in the transcript", job, done=done)

    def _heard_of(self, entry: Entry) -> None:
        """A search that was stopped because another has begun leaves no line behind; any other is not awaited."""
        if entry.over and entry in self._stopping:
            self._stopping.remove(entry)
            self._work.forget(entry)
        elif entry is self._entry and entry.state in (JobState.CANCELLED, JobState.FAILED):
            self._asked = None
            self.spoken.propose(self.spoken.matches)

    def _follow(self) -> None:
        transcript, tick = self.spoken.transcript, self._projector.tick
        if transcript is not None and self.panel.text.isVisible():
            word = transcript.at(tick) if tick is not None else None
            self.panel.text.follow(word, playing=self._projector.speed != 0)

    def _go_to(self, word: int) -> None:
        if self.spoken.transcript is not None:
            self._projector.seek_tick(Tick(int(self.spoken.transcript.starts[word])))

    def _find(self) -> None:
        self._parts.page.show_tab("transcript")
        self.panel.query.setFocus()
        self.panel.query.selectAll()

    def _look_for(self, wanted: str) -> None:
        self._found, self._at = self.spoken.found(wanted), None
        self.panel.tell_found(len(self._found), at=None)

    def _step(self, step: int) -> None:
        """Show the next place that was found, from the one on show or the cursor on, and around the end."""
        if not self._found:
            self._parts.say(NOT_FOUND if self.panel.query.text().strip() else "Type what to find first (Ctrl+Shift+S).")
            return
        here = self.panel.text.selected()
        if self._at is not None:
            at = self._at + step
        elif step > 0:
            at = next((n for n, (first, _) in enumerate(self._found) if here and first >= here.start), 0)
        else:
            at = next((n for n, (_, end) in reversed(list(enumerate(self._found))) if here and end <= here.start), -1)
        self._at = at % len(self._found)
        first, end = self._found[self._at]
        self.panel.text.select(first, end)
        self._go_to(first)
        self.panel.tell_found(len(self._found), at=self._at)

    def _silence(self, words: Iterable[int], *, whole: bool = True) -> bool:
        """Silence these words with what belongs to them; says whether anything was done."""
        transcript, footage, chosen = self.spoken.transcript, self._desk.footage, list(words)
        if transcript is None or footage is None:
            return False
        if not chosen:
            return self._refuse(NO_WORDS)
        if not footage.recording.sounds:
            return self._refuse(NO_SOUND)
        chosen = [n for n in chosen if self.spoken.heard[n] != Hearing.SILENCED]
        if not chosen:
            return self._refuse(SILENT_ALREADY)
        within, base = heard_span(footage.recording), footage.recording.video.time_base
        spans = spans_over(transcript, chosen, time_base=base, within=within, whole=whole)
        if not spans:
            return self._refuse(OUTSIDE)
        edit = silencing_words(spans, new_id=_new_id)
        self._desk.apply(edit)
        self._tell(edit, estimated=bool(transcript.estimated[chosen].any()), whole=whole)
        return True

    def _tell(self, edit: AddSilences, *, estimated: bool, whole: bool) -> None:
        told = f"Silenced at {counted(len(edit.silences), 'place')}."
        if estimated:
            told = f"{told} {WHOLE_CUE if whole else ROUGHLY}"
        self._parts.say(told)

    def _refuse(self, why: str) -> bool:
        self._parts.say(why)
        return False

    def _hear(self) -> None:
        transcript, footage, words = self.spoken.transcript, self._desk.footage, self.panel.text.selected()
        if transcript is None or footage is None:
            return
        base = footage.recording.video.time_base
        edit = hearing_words(transcript, self._desk.review, words=words, time_base=base, new_id=_new_id)
        if edit is None:
            self._parts.say(HEARD_ALREADY if words else NO_WORDS)
            return
        self._desk.apply(edit)

    def _silence_found(self) -> None:
        if not self._found:
            self._parts.say(NOT_FOUND)
            return
        self._silence([n for first, end in self._found for n in range(first, end)])

    def _watch(self) -> None:
        before = self.spoken.terms
        terms = self._parts.user.watch_list(before)
        if terms is not None and terms != before:
            self.spoken.watch(terms)

    def _show(self, match: Match) -> None:
        self._look_at(match)
        self._parts.say(match.why)

    def _look_at(self, match: Match | None) -> None:
        if match is not None and self.spoken.transcript is not None:
            self.panel.text.select(match.first, match.end)
            self._go_to(match.first)

    def _accept(self) -> None:
        match = self.panel.match
        if match is not None and self._silence(range(match.first, match.end)):
            self._look_at(self.panel.match)

    def _skip(self) -> None:
        match = self.panel.match
        if match is not None:
            self.spoken.skip(match)
            self._look_at(self.panel.match)

    def _accept_all(self) -> None:
        matches = self.panel.rows.matches
        if self._silence(n for match in matches for n in range(match.first, match.end)):
            self._parts.say(f"{counted(len(matches), 'proposal')} accepted. {LIMITS}")


def _new_id() -> SilenceId:
    return SilenceId(uuid4().hex)
