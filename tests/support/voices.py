"""Footage whose sound is known to the sample, and copies of its sound alone."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from parselmouth.praat import call

from reviewer.media.edits import hide_priming
from reviewer.media.probe import probe
from reviewer.media.silencing import Heard
from reviewer.media.sound import BLOCK, SoundCopier

Samples = NDArray[np.float32]
RATE = 48000


def voice(seconds: float, *, seed: int = 1, rate: int = RATE, pitch: float = 130.0) -> Samples:
    """One channel like a voice: pulses of a moving pitch with formants, in syllables."""
    source = np.random.default_rng(seed)
    count = round(seconds * rate)
    times = np.arange(count) / rate
    wander = pitch * (1 + 0.15 * np.sin(2 * np.pi * 0.9 * times + source.uniform(0, 6)))
    phase = 2 * np.pi * np.cumsum(wander) / rate
    tones = np.zeros(count)
    for number in range(1, 30):
        strength = sum(np.exp(-(((number * pitch - f) / 180) ** 2)) for f in (600, 1150, 2400)) + 0.05
        tones += strength * np.sin(number * phase + source.uniform(0, 6))
    syllables = np.clip(np.sin(2 * np.pi * 3.3 * times + source.uniform(0, 6)) + 0.3, 0, 1)
    return np.asarray(0.05 * tones * syllables + 0.001 * source.standard_normal(count), np.float32)


def spoken(text: str, *, rate: int = RATE) -> Samples:
    """One channel of a made voice that says `text`, in English."""
    synthesizer = call("Create SpeechSynthesizer", "English (Great Britain)", "Female1")
    made = call(synthesizer, "To Sound", text, "no")
    sound = made[0] if isinstance(made, list) else made
    return np.asarray(call(sound, "Resample", float(rate), 50).values[0] * 0.5, np.float32)


def recorded(path: Path, *sounds: Samples, layout: str = "", codec: str = "pcm_f32le", rate: int = RATE) -> Path:
    """Footage of ten small pictures a second with these sound streams, each of shape (channels, count)."""
    with av.open(str(path), "w") as out:
        picture = out.add_stream("mpeg4", rate=10)
        picture.width, picture.height = 64, 48
        streams = []
        for samples in sounds:
            name = layout or {1: "mono", 2: "stereo", 6: "5.1"}.get(len(samples), f"{len(samples)} channels")
            stream = out.add_stream(codec, rate=rate, layout=name)
            stream.time_base = Fraction(1, rate)
            streams.append((stream, samples, name))
        longest = max((s.shape[1] for s in sounds), default=rate)
        for number in range(-(-longest * 10 // rate)):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(picture.encode(frame))
            for stream, samples, name in streams:
                first = number * rate // 10
                part = samples[:, first : first + rate // 10]
                out.mux(stream.encode(_frame(part, first, layout=name, codec=codec, rate=rate)))
        for stream, *_ in streams:
            out.mux(stream.encode(None))
        out.mux(picture.encode(None))
    return path


def sounded(source: Path, target: Path, *, heard: Heard) -> Path:
    """The sound of a copy of `source` alone, as a file."""
    options = {"use_editlist": "1", "avoid_negative_ts": "disabled", "movie_timescale": str(RATE)}
    with av.open(str(target), "w", format="mp4", container_options=options) as out:
        copier = SoundCopier(source, probe(source), out=out, heard=heard)
        copier.finish()
        copier.close()
    hide_priming(target, samples=BLOCK)
    return target


def samples_of(path: Path, stream: int = 0) -> Samples:
    """What is decoded of a sound stream, from its first sample on, shape (channels, count)."""
    with av.open(str(path)) as container:
        frames = list(container.decode(container.streams.audio[stream]))
    return np.concatenate([np.atleast_2d(f.to_ndarray()) for f in frames], axis=1).astype(np.float32)


def correlation(one: Samples, other: Samples) -> float:
    """From 0 to 1 how like two stretches of sound are, sample by sample."""
    count = min(one.shape[-1], other.shape[-1])
    a, b = (np.ravel(s[..., :count]).astype(np.float64) for s in (one, other))
    power = float(np.linalg.norm(a)) * float(np.linalg.norm(b))
    return abs(float(a @ b)) / power if power else 0.0


def loud(samples: Sequence[float] | Samples) -> float:
    """The root mean square."""
    values = np.asarray(samples, np.float64)
    return float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0


def _frame(samples: Samples, first: int, *, layout: str, codec: str, rate: int) -> av.AudioFrame | None:
    if not samples.shape[1]:
        return None
    values = np.ascontiguousarray(samples.T)
    if codec == "pcm_s16le":
        values = np.clip(np.round(values * 32768), -32768, 32767).astype(np.int16)
    frame = av.AudioFrame(format="s16" if codec == "pcm_s16le" else "flt", layout=layout, samples=samples.shape[1])
    frame.planes[0].update(values.tobytes())
    frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
    return frame
