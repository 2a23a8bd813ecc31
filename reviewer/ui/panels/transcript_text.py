"""The words of a transcript as text to read, click and select, a line for each cue."""

from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from reviewer.core.transcript import Hearing, Transcript

SILENCED, PARTLY = "[silenced]", "[in part]"
"""What stands behind words that are silenced, so that it is not told by how they look alone."""

TIME = "  "
"""What stands between the time of a cue and its words."""

BUDGET = 0.012
"""Seconds in a row that lines are written anew for; the rest waits until the window has been served."""

MOVES = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    }
)  # fmt: skip
"""Keys that move in the text while it has the focus, whatever else they do in the window."""

Line = tuple[str, list[tuple[int, int]], list[tuple[int, int]]]
"""The text of a line, from and to of each word in it, and of each stretch that is struck through."""


class TranscriptText(QPlainTextEdit):
    """Shows one transcript; a word is known by its number in it."""

    wanted = Signal(int)
    """A word was clicked, or Enter pressed on it: the picture is to go there."""
    picked = Signal()
    """Other words are selected, or none."""

    _spoken: int | None = None  # Qt asks for it while the widget is being made

    def __init__(self, *, time: Callable[[int], str]) -> None:
        super().__init__()
        self._time = time
        self._transcript: Transcript | None = None
        self._heard: list[bytes] = []
        self._starts: list[int] = []
        self._firsts: list[int] = []
        self._due: deque[tuple[int, bytes]] = deque()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._write_due)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Transcript")
        self.setAccessibleDescription(
            "A line for each cue, with its time. The arrows move, with Shift they select, Enter shows the moment"
        )
        self.selectionChanged.connect(self.picked)
        self.cursorPositionChanged.connect(self.picked)

    def fill(self, transcript: Transcript | None, heard: NDArray[np.uint8]) -> None:
        """Show a transcript, or none; `heard` has a Hearing for each word."""
        self._transcript, self._spoken = transcript, None
        self._starts = transcript.starts.tolist() if transcript is not None else []
        self._firsts = [*transcript.cues.tolist(), len(transcript)] if transcript is not None else []
        self._due.clear()
        self._later.stop()
        self.setExtraSelections([])
        cues = len(transcript.cues) if transcript is not None else 0
        self._heard = [self._heard_in(cue, heard) for cue in range(cues)]
        lines = [self._line(cue) for cue in range(cues)]
        self.setPlainText("\n".join(text for text, _, _ in lines))
        # What is struck through is dressed afterwards, bit by bit: of hours there may be thousands.
        self._due.extend((cue, self._heard[cue]) for cue, line in enumerate(lines) if line[2])
        self._write_due()

    def mark(self, heard: NDArray[np.uint8]) -> None:
        """Show which words are silenced now."""
        self._due.clear()
        for cue, before in enumerate(self._heard):
            now = self._heard_in(cue, heard)
            if now != before or self._later.isActive():
                self._due.append((cue, now))
        self._write_due()

    def follow(self, word: int | None, *, playing: bool) -> None:
        """Show which word is said now; while it is playing, have it in sight."""
        if word == self._spoken:
            return
        self._spoken = word
        self._show_spoken()
        if word is not None and playing and not self.textCursor().hasSelection():
            block = self.document().findBlockByNumber(self._cue_of(word))
            seen = self.firstVisibleBlock().blockNumber()
            if not seen <= block.blockNumber() < seen + self._rows() - 1:
                self.verticalScrollBar().setValue(max(0, block.firstLineNumber() - 2))

    def selected(self) -> range:
        """The words that are selected, or else the one at the cursor; none where there is no word."""
        cursor = self.textCursor()
        first = self._word_at(cursor.selectionStart(), after=True)
        last = self._word_at(max(cursor.selectionEnd() - cursor.hasSelection(), cursor.selectionStart()), after=False)
        if first is None or last is None or last < first:
            return range(0)
        return range(first, last + 1)

    def select(self, first: int, end: int) -> None:
        """Select the words from `first` up to but not including `end`, and have them in sight."""
        cursor = self.textCursor()
        cursor.setPosition(self._position(first)[0])
        cursor.setPosition(self._position(end - 1)[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    @property
    def settled(self) -> bool:
        """Whether every line is as it should be."""
        return not self._due

    def event(self, event: QEvent) -> bool:
        """Take the keys that move in the text before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier)
            if plain and event.key() in MOVES:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the word at the cursor with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._want()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Mark the word that is said in the new colours, where the colours are others."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and self._spoken is not None:
            self._show_spoken()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the word that was clicked; nothing happens to the picture where words were selected."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._want()

    def _want(self) -> None:
        words = self.selected()
        first = words.start if words else self._word_at(self.textCursor().position(), after=True)
        if first is not None:
            self.wanted.emit(first)

    def _heard_in(self, cue: int, heard: NDArray[np.uint8]) -> bytes:
        return heard[self._firsts[cue] : self._firsts[cue + 1]].tobytes()

    def _line(self, cue: int) -> Line:
        transcript = self._transcript
        assert transcript is not None
        first = self._firsts[cue]
        texts = transcript.texts[first : self._firsts[cue + 1]]
        start = self._time(self._starts[first]) + TIME
        speaker = transcript.speakers[cue]
        return line_of(texts, self._heard[cue], start=f"{start}{speaker}: " if speaker else start)

    def _write_due(self) -> None:
        """Write lines anew for a moment, and go on when the window has been served."""
        until = perf_counter() + BUDGET
        kept = self.selected() if self.textCursor().hasSelection() else None
        touched = False
        while self._due and perf_counter() < until:
            cue, heard = self._due.popleft()
            self._heard[cue] = heard
            self._write(cue)
            touched |= kept is not None and cue in (self._cue_of(kept.start), self._cue_of(kept.stop - 1))
        if touched and kept:
            self.select(kept.start, kept.stop)
        if self._due:
            self._later.start(0)
        self._show_spoken()

    def _write(self, cue: int) -> None:
        text, _, struck = self._line(cue)
        block = self.document().findBlockByNumber(cue)
        cursor = QTextCursor(block)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text, QTextCharFormat())
        for start, end in struck:
            cursor.setPosition(block.position() + start)
            cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_struck())
        cursor.endEditBlock()

    def _show_spoken(self) -> None:
        if self._spoken is None:
            self.setExtraSelections([])
            return
        start, end = self._position(self._spoken)
        shown = QTextEdit.ExtraSelection()
        shown.cursor = self.textCursor()
        shown.cursor.setPosition(start)
        shown.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setFontUnderline(True)
        look.setBackground(self.palette().brush(QPalette.ColorRole.AlternateBase))
        look.setForeground(self.palette().brush(QPalette.ColorRole.Text))
        shown.format = look
        self.setExtraSelections([shown])

    def _cue_of(self, word: int) -> int:
        return self._transcript.cue_of(word) if self._transcript is not None else 0

    def _position(self, word: int) -> tuple[int, int]:
        """From and to of a word in the text."""
        assert self._transcript is not None
        cue = self._cue_of(word)
        at = self.document().findBlockByNumber(cue).position()
        start, end = self._line(cue)[1][word - int(self._transcript.cues[cue])]
        return at + start, at + end

    def _word_at(self, position: int, *, after: bool) -> int | None:
        """The word at a position of the text; between two of them the one after it, or else the one before."""
        if self._transcript is None:
            return None
        block = self.document().findBlock(position)
        first = int(self._transcript.cues[block.blockNumber()])
        places = self._line(block.blockNumber())[1]
        column = position - block.position()
        if after:
            number = next((n for n, (_, end) in enumerate(places) if column <= end), len(places))
        else:
            number = next((n for n in reversed(range(len(places))) if places[n][0] <= column), -1)
        found = first + number
        return found if 0 <= found < len(self._transcript) else None

    def _rows(self) -> int:
        return max(1, self.viewport().height() // max(1, self.fontMetrics().lineSpacing()))


def line_of(texts: Sequence[str], heard: bytes, *, start: str) -> Line:
    """The line of a cue: behind words in a row that are silenced stands that they are."""
    parts, at = [start], len(start)
    places: list[tuple[int, int]] = []
    struck: list[tuple[int, int]] = []
    for number, text in enumerate(texts):
        how = heard[number]
        places.append((at, at + len(text)))
        parts.append(text)
        at += len(text)
        if how == Hearing.SILENCED:
            joins = number > 0 and heard[number - 1] == how
            struck[-1:] = [(struck[-1][0], at)] if joins else [*struck[-1:], (at - len(text), at)]
        if how != Hearing.HEARD and (number + 1 == len(texts) or heard[number + 1] != how):
            sign = " " + (SILENCED if how == Hearing.SILENCED else PARTLY)
            parts.append(sign)
            at += len(sign)
        parts.append(" ")
        at += 1
    return "".join(parts).rstrip(), places, struck


def _struck() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontStrikeOut(True)
    return look
