"""The sound device: it asks for samples as it plays them, on a thread of its own.

A machine without one, or one whose device is taken away, is nothing unusual: whoever plays sound goes on without it.
"""

import logging
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.errors import SpeakerError

log = logging.getLogger(__name__)

RATE = 48_000
"""Samples a second that are handed to the device: what most devices play, and all can be given."""

Block = NDArray[np.float32]
"""Samples as they are heard: shape (count, 2), left and right, from -1 to 1."""

SLOWEST, FASTEST = 0.5, 2.0
"""Speeds between which sound is played: speech can be understood there, and FFmpeg's atempo goes no lower at once."""

PERIOD, PERIODS = 20, 3
"""Milliseconds that the device asks for at once, and how many such it holds.

A stop is heard within a tenth of a second, and an interpreter that is busy for a picture's time leaves no hole.
"""

SOUND_CARDS = Path("/dev/snd")
"""Where Linux keeps its sound cards: without any, the library for them only complains at length."""


class Speaker(Protocol):
    """A device that plays; used by one thread, and asks for samples on its own.

    `latency` is how many seconds about lie between asking for a sample and its being heard.
    """

    latency: float

    def open(self) -> None:
        """Take hold of the device; raises SpeakerError."""

    def start(self, feed: Callable[[int], Block]) -> None:
        """Ask `feed` for as many samples as are needed, over and over; raises SpeakerError."""

    def stop(self) -> None:
        """Ask no more, and let the device rest; safe to call twice."""

    def close(self) -> None:
        """Give the device back; another start takes it again."""


class DeviceSpeaker:
    """The device that the system plays by, or with `pretend` one that takes samples at their pace and plays nothing."""

    def __init__(self, *, pretend: bool = False) -> None:
        self.latency = PERIOD * PERIODS / 1000
        self._pretend = pretend
        self._device: Any = None

    def open(self) -> None:
        """Take hold of the device; raises SpeakerError."""
        with self._usable():
            self._device = self._device or self._opened()

    def start(self, feed: Callable[[int], Block]) -> None:
        """Open the device if need be, and play what `feed` gives; raises SpeakerError."""
        with self._usable():
            self._device = self._device or self._opened()
            pump = _pump(feed)
            next(pump)
            self._device.start(pump)

    def stop(self) -> None:
        """Ask no more."""
        if self._device is not None:
            with suppress(Exception):  # a device that was taken away cannot be stopped, and need not be
                self._device.stop()

    def close(self) -> None:
        """Give the device back."""
        device, self._device = self._device, None
        if device is not None:
            import miniaudio

            device.close()
            miniaudio.lib.ma_context_uninit(device._context)  # noqa: SLF001 - left behind otherwise, and its thread

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # the library's own errors, and whatever a broken driver leads to
            log.info("no sound: %s", error)
            self.close()
            raise SpeakerError("There is no sound device.", "The picture plays without sound.") from error

    def _opened(self) -> Any:
        import miniaudio

        return miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.FLOAT32,
            nchannels=2,
            sample_rate=RATE,
            buffersize_msec=PERIOD,
            callback_periods=PERIODS,
            backends=[miniaudio.Backend[name] for name in (["NULL"] if self._pretend else _systems())],
            app_name="Reviewer",
        )


def _systems() -> list[str]:
    """The sound systems to try, in order; never the one that only pretends, which would pass for sound."""
    if sys.platform == "win32":
        return ["WASAPI", "DSOUND", "WINMM"]
    if sys.platform == "darwin":
        return ["COREAUDIO"]
    return ["PULSEAUDIO", *(["ALSA"] if SOUND_CARDS.exists() else [])]


def _pump(feed: Callable[[int], Block]) -> Generator[bytes, int, None]:
    count = yield b""
    while True:
        try:
            samples = np.ascontiguousarray(feed(count), np.float32).tobytes()
        except Exception:  # nobody above this but the sound library: said once, and silence from here on
            log.exception("the sound cannot be fed")
            return
        count = yield samples
