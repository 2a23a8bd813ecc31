"""The window's end of the decoding child: its process, its pipe and its ring, begun together and ended together."""

from pathlib import Path

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.services.child_link import ChildLink
from reviewer.services.decoding import Drafts, Freed, Request, serve
from reviewer.services.ring import Filled, Ring
from reviewer.services.workers import Limits

SLOTS = 6
"""Pictures decoded ahead of the one on show; 1080p takes 3 MB each."""


class DecoderLink(ChildLink):
    """One decoding child at a time, started when first needed; used by one thread."""

    def __init__(self, footage: Footage, limits: Limits) -> None:
        super().__init__(limits)
        self._footage = footage
        self._ring: Ring | None = None
        self._drafts: Path | None = None

    def draft_from(self, folder: Path | None) -> None:
        """Have this child and any after it take drafts from the proxy in `folder`; raises FootageError like `send`."""
        self._drafts = folder
        if self._pipe is not None:
            self.send(Drafts(folder))

    def send(self, message: Request | Freed | Drafts) -> None:
        """Tell the child, starting one if there is none; raises FootageError when it has died."""
        self._tell(message)

    def take(self, filled: Filled) -> Frame:
        """The picture of an answer, copied out; its slot may be filled again."""
        assert self._ring is not None
        frame = self._ring.take(filled)
        self.send(Freed(filled.slot))
        return frame

    def end(self) -> None:
        """End the child and give the memory back; safe to call when there is none."""
        super().end()
        ring, self._ring = self._ring, None
        if ring is not None:
            ring.close()

    def _begin(self) -> None:
        recording = self._footage.recording
        try:
            self._ring = Ring.create(recording.video, SLOTS)
        except OSError:
            raise FootageError(
                f"There is not enough memory to show {self._footage.path.name}.",
                "Close other programs and try again. The original and the case are unchanged.",
            ) from None
        given = {"recording": recording, "place": self._ring.place, "drafts": self._drafts}
        self._start(serve, self._footage.path, name="decoder", **given)

    def _told(self, cause: str) -> FootageError:
        return FootageError(
            f"The part of the program that reads {self._footage.path.name} stopped ({cause}).",
            "The file may be damaged here. Go to another place in it to start reading again; "
            "the original and the case are unchanged.",
        )
