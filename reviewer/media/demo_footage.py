"""Writes the recording of the demo: the drawn street with a real face, and sound like someone speaking."""

from collections.abc import Callable, Generator, Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.container
import av.error
import av.stream
import av.video
import numpy as np
from numpy.typing import NDArray

from reviewer.core.errors import DiskError, FootageError
from reviewer.media import practice_scene
from reviewer.media.demo_scene import HEIGHT, SECONDS, WIDTH, Picture, Scene
from reviewer.media.practice_scene import PracticeScene

PictureAt = Callable[[float], Picture]
"""Draws the picture at a time in seconds."""

RATE = 25
FRAMES = RATE * SECONDS
SAMPLE_RATE = 48000
PRACTICE_FRAMES = RATE * practice_scene.SECONDS
_CHUNK = 1024
"""Samples of one AAC frame."""

_VOWELS = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240))
"""The first three formants in Hz of five vowels of a man's speech (Peterson and Barney, 1952)."""


def demo_steps(target: Path, portrait: Path, *, start: int = 0, end: int = FRAMES) -> Generator[int, None, None]:
    """Write the recording, or its frames from `start` up to `end`, to `target`; yields how many are done after each.

    It is H.264 and AAC in MP4, upright, 1280 x 720, 25 frames a second. What stood at `target` is replaced only by a
    whole recording. Raises FootageError when the portrait cannot be read, DiskError when the recording cannot be
    written.
    """
    length = min(end, FRAMES) - start
    yield from _made(target, Scene(_picture(portrait)).at, numbers=range(start, start + length), seconds=SECONDS)


def practice_steps(target: Path, portrait: Path) -> Generator[int, None, None]:
    """Write the footage of the sample case in the same way; its frames are PRACTICE_FRAMES."""
    picture = PracticeScene(_picture(portrait)).at
    yield from _made(target, picture, numbers=range(PRACTICE_FRAMES), seconds=practice_scene.SECONDS)


def _made(target: Path, picture: PictureAt, *, numbers: range, seconds: int) -> Generator[int, None, None]:
    part = target.with_name(f".{target.name}.part")
    try:
        # Every frame of the muxer is written by `close`, so the name is given only after it.
        with av.open(str(part), "w", format="mp4", options={"movflags": "faststart"}) as container:
            yield from _write(container, picture, numbers=numbers, wave=speech(seconds * SAMPLE_RATE))
        part.replace(target)
    except OSError as error:  # those of libav are OSErrors too
        raise DiskError(
            f"The recording {target.name} cannot be written ({error.strerror or error}).",
            "Choose a folder that can be written to and has 50 MB free; nothing partial was left.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _picture(path: Path) -> Picture:
    try:
        with av.open(str(path)) as container:
            return next(container.decode(video=0)).to_ndarray(format="rgb24").astype(np.uint8, copy=False)
    except (OSError, ValueError, StopIteration) as error:
        raise FootageError(
            f"The portrait {path.name} for the demo cannot be read.",
            "Run start.py again: it puts the portrait back. Nothing else was changed.",
        ) from error


def _write(
    container: av.container.OutputContainer, picture: PictureAt, *, numbers: range, wave: NDArray[np.float32]
) -> Iterator[int]:
    video = container.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "veryfast"})
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    context = video.codec_context
    context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709, as cameras of this size have
    context.color_range = 1  # 16 to 235
    audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
    wave = wave[: len(numbers) * SAMPLE_RATE // RATE]
    heard = 0
    for done, number in enumerate(numbers):
        container.mux(video.encode(_frame(picture(number / RATE), done)))
        while heard * RATE < (done + 1) * SAMPLE_RATE and heard < len(wave):
            container.mux(audio.encode(_sound(wave, heard)))
            heard += _CHUNK
        yield done + 1
    container.mux(video.encode())
    container.mux(audio.encode())


def _frame(picture: Picture, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    frame = frame.reformat(format="yuv420p", src_colorspace="ITU709", dst_colorspace="ITU709")
    frame.pts, frame.time_base = number, Fraction(1, RATE)
    return frame


def _sound(wave: NDArray[np.float32], start: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(wave[None, start : start + _CHUNK], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
    return frame


def speech(samples: int) -> NDArray[np.float32]:
    """Sound that resembles speech, with a click at each full second; float32 from -1 to 1 at 48 kHz."""
    random = np.random.default_rng(11)
    time = np.arange(samples) / SAMPLE_RATE
    wave = random.normal(0, 0.004, samples)
    start = 0.35
    while start < samples / SAMPLE_RATE - 0.5:
        length = float(random.uniform(0.12, 0.3))
        here = (time >= start) & (time < start + length)
        wave[here] += _syllable(time[here] - start, length, random=random)
        start += length + float(random.choice([0.02, 0.05, 0.3], p=[0.6, 0.25, 0.15]))
    for second in range(1, samples // SAMPLE_RATE):
        at = second * SAMPLE_RATE
        wave[at : at + 96] += 0.5 * np.hanning(96) * np.cos(2 * np.pi * 3000 * time[:96])
    return np.clip(wave, -1, 1).astype(np.float32)


def _syllable(time: NDArray[np.float64], length: float, *, random: np.random.Generator) -> NDArray[np.float64]:
    """One vowel: harmonics of a falling voice, loud near the vowel's formants, swelling and fading."""
    pitch = random.uniform(105, 150)
    phase = 2 * np.pi * pitch * (time - 0.12 * time**2 / max(length, 0.01))
    formants = _VOWELS[int(random.integers(len(_VOWELS)))]
    voice = np.zeros_like(time)
    for harmonic in range(1, 26):
        loud = sum(1 / (1 + ((harmonic * pitch - f) / (60 + 0.06 * f)) ** 2) / (1 + n) for n, f in enumerate(formants))
        voice += loud * np.sin(harmonic * phase)
    return np.asarray(0.16 * voice * np.sin(np.pi * time / length) ** 0.7)
