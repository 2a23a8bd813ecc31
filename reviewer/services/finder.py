"""Finds the picture that is asked for, soonest first: a kept one, a small one of the proxy, the frame itself.

Everything here runs in the child process of the player.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.media.kept_pictures import KeptPictures
from reviewer.media.proxying import DraftReader
from reviewer.media.reader import FrameReader

KEPT = 256 * 1024 * 1024
"""Bytes that kept pictures may take: eighty of 1080p, of which two thirds lie before the one on show. The two decoders
hold on to memory that they have used: the process may grow to twice this and a little more (measured: 550 MB)."""

FEW = 8
"""Kept pictures below which none are decoded ahead: pictures so large leave no room for a second decoder either."""

SOON = 3
"""Frames to decode in passing for which a draft is not worth its while: it would be on show for a hundredth second."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A frame, or with `draft` one that stands in for it: the same frame, small, or another on the way to it."""

    frame: Frame
    draft: bool = False


class Finder:
    """Pictures of one footage; belongs to one thread. Its iterators give None where they only come nearer."""

    def __init__(self, path: Path, recording: Recording, *, drafts: Path | None = None) -> None:
        self._path, self._recording = path, recording
        self._kept = KeptPictures(KEPT)
        self._front = FrameReader(path, recording, kept=self._kept)
        self._back: FrameReader | None = None
        self._drafts: DraftReader | None = None
        self._filling: tuple[range, Iterator[None]] | None = None
        self._hopeless: set[int] = set()
        self.draft_from(drafts)

    def draft_from(self, folder: Path | None) -> None:
        """Take drafts from the proxy in `folder`, as far as it is there; None: there is no proxy."""
        if self._drafts is not None:
            self._drafts.close()
        self._drafts = DraftReader(folder, self._recording) if folder is not None else None

    def show(self, number: int) -> Iterator[Shot | None]:
        """The frame `number`, and before it a draft where it takes long and there is one."""
        draft = None if self._soon(number) else self._draft(number)
        if draft is not None:
            yield Shot(draft, draft=True)
        yield from self._whole(number)

    def glimpse(self, number: int) -> Iterator[Shot | None]:
        """The frame `number`, or a draft of it and no more."""
        draft = None if self._soon(number) else self._draft(number)
        if draft is not None:
            yield Shot(draft, draft=True)
        else:
            yield from self._whole(number)

    def play(self, number: int) -> Iterator[Shot | None]:
        """All frames from `number` on that can be decoded; those just given stay at hand for stepping back."""
        yield from self._front.keep(number, min(number + 1, len(self._recording.index)))
        for frame in self._front.frames(number, keep=True):
            yield Shot(frame)

    def passing(self) -> Shot | None:
        """What was decoded last on the way to the frame that was asked for."""
        frame = self._front.passing()
        return Shot(frame, draft=True) if frame is not None else None

    def behind(self, number: int) -> Iterator[None] | None:
        """The work of having the frames before `number` at hand, None when enough of them are.

        Work that was begun for another frame is gone on with while it is of use here.
        """
        depth = self._kept.fits * 2 // 3
        if self._filling is not None:
            wanted, work = self._filling
            if number - depth <= wanted.stop <= number and wanted.start < number:
                return work
            self._filling = None
        if self._kept.fits < FEW:
            return None
        missing = next((n for n in range(number - 1, max(-1, number - depth // 2), -1) if not self._holds(n)), None)
        if missing is None:
            return None
        wanted = range(max(0, number - depth), missing + 1)
        self._filling = wanted, self._fill(wanted)
        return self._filling[1]

    def close(self) -> None:
        """Let go of the files and of what is kept."""
        self.draft_from(None)
        for reader in (self._front, self._back):
            if reader is not None:
                reader.close()

    def _soon(self, number: int) -> bool:
        return self._front.holds(number) or self._front.ahead(number) <= SOON

    def _draft(self, number: int) -> Frame | None:
        return self._drafts.read(number) if self._drafts is not None else None

    def _whole(self, number: int) -> Iterator[Shot | None]:
        for frame in self._front.steps(number):
            yield Shot(frame) if frame is not None else None

    def _holds(self, number: int) -> bool:
        return self._front.holds(number) or number in self._hopeless

    def _fill(self, wanted: range) -> Iterator[None]:
        """Decode these frames by a reader of its own, so that the other one stays where playing goes on from."""
        if self._back is None:
            self._back = FrameReader(self._path, self._recording, kept=self._kept)
        yield from self._back.keep(wanted.start, wanted.stop)
        self._hopeless.update(n for n in wanted if not self._front.holds(n))
        self._filling = None
