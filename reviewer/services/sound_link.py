"""The window's end of the child that decodes sound."""

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.services.child_link import ChildLink
from reviewer.services.sounding import Listen, Quieten, Room, serve_sound
from reviewer.services.workers import Limits

MOST_DEATHS = 3
"""Children that may die over one footage: after that its sound is not tried again until it is opened anew."""

PATIENCE = Limits(memory=1024**3, silence=20.0)
"""A second of sound takes milliseconds; a file whose place must be looked for from its very start, some seconds."""


class SoundLink(ChildLink):
    """One child at a time, started when first needed; used by one thread."""

    def __init__(self, footage: Footage, limits: Limits = PATIENCE) -> None:
        super().__init__(limits)
        self._footage = footage
        self._deaths = 0

    @property
    def hopeless(self) -> bool:
        """Whether too many children have died over this footage."""
        return self._deaths >= MOST_DEATHS

    def open(self) -> None:
        """Have a child ready; raises FootageError where none can be started."""
        if self._pipe is None:
            self._begin()

    def send(self, message: Listen | Quieten | Room) -> None:
        """Tell the child, starting one if there is none; raises FootageError when it has died."""
        self._tell(message)

    def _begin(self) -> None:
        self._start(serve_sound, self._footage.path, name="sound", recording=self._footage.recording)

    def _lost(self, cause: str) -> FootageError:
        self._deaths += 1
        return super()._lost(cause)

    def _told(self, cause: str) -> FootageError:
        return FootageError(
            f"The part of the program that reads the sound of {self._footage.path.name} stopped ({cause}).",
            "It plays on without sound; play it again to try once more. The original and the case are unchanged.",
        )
