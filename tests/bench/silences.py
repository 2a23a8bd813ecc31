"""How exact silences are in what is decoded of a copy, and what a silence changes elsewhere; by hand.

    .venv/bin/python -m tests.bench.silences [VIDEO ...]

For made speech, and the sound of each VIDEO, it puts silences of every treatment and quality at odd places, and prints:
how far outside of a silence the decoded copy differs from a plain one (samples, 1024 to a block), how many blocks
elsewhere differ, how like the hidden sound is what is heard in its place, how loud the edges of a mute are, and what
the encoder adds to a tone and a noise. Then kilobits a second and how near a plain copy comes to the original, for each
quality. Nothing of it is asserted; the tests do that on less.
"""

import sys
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from reviewer.core.profile import Quality
from reviewer.core.silence import Treatment
from reviewer.media.likeness import put_there
from reviewer.media.probe import probe
from reviewer.media.resampled import Resampled, is_sane
from reviewer.media.silencing import Heard, Hidden, Run
from reviewer.media.sound import BLOCK, kept_rate
from reviewer.media.unsilenced import EDGE, Asked, listened
from tests.support.voices import RATE, Samples, correlation, loud, recorded, samples_of, sounded, voice


@dataclass(frozen=True)
class Case:
    """A recording whose first sound stream is known to the sample."""

    name: str
    path: Path
    samples: Samples
    rate: int


def made(folder: Path) -> Case:
    """Two made voices for twenty seconds."""
    both = np.stack([voice(20, seed=5, pitch=90), voice(20, seed=7, pitch=170)])
    return Case("made voices", recorded(folder / "made.mkv", both), both, RATE)


def of(path: Path, folder: Path) -> Case | None:
    """The first sound stream of a video, as recorded without loss; None where it has none."""
    import av

    recording = probe(path)
    if not recording.sounds:
        return None
    rate = kept_rate(recording.sounds[0].sample_rate)
    parts = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampled = Resampled(stream.layout.name, rate)
        for frame in container.decode(stream):
            if is_sane(frame):
                parts += [samples for samples, _ in resampled.take(frame)]
        parts += [samples for samples, _ in resampled.rest()]
    samples = np.concatenate(parts, axis=1)[:, : 120 * rate]
    return Case(path.name, recorded(folder / f"{path.stem}.mkv", samples, rate=rate), samples, rate)


def spots(case: Case) -> list[tuple[Fraction, Fraction]]:
    """Stretches from a fifth of a second to two, at times that are no whole sample."""
    source, found, at = np.random.default_rng(2), [], 0.5
    while at + 3 < case.samples.shape[1] / case.rate:
        length = float(source.uniform(0.2, 2))
        start = Fraction(round(at * 7919), 7919)
        found.append((start, start + Fraction(round(length * 7919), 7919)))
        at += length + float(source.uniform(0.7, 3))
    return found


def measure(case: Case, folder: Path) -> None:
    """Print all of it for one recording."""
    recording = probe(case.path)
    index, places = recording.sounds[0].index, spots(case)
    print(f"\n{case.name}: {len(case.samples)} channels, {case.rate} Hz, {len(places)} silences")
    for quality in Quality:
        plain = samples_of(sounded(case.path, folder / "plain.mp4", heard=Heard(quality=quality)))
        size = (folder / "plain.mp4").stat().st_size * 8 / (case.samples.shape[1] / case.rate) / 1000
        count = min(plain.shape[1], case.samples.shape[1])
        near = 20 * np.log10(loud(case.samples) / max(loud(case.samples[:, :count] - plain[:, :count]), 1e-9))
        print(f"  {quality}: {size:.0f} kbit/s, signal to noise {near:.1f} dB")
        for treatment in Treatment:
            hidden = tuple(Hidden(start, end, treatment) for start, end in places)
            target = sounded(case.path, folder / "copy.mp4", heard=Heard(quiet={index: hidden}, quality=quality))
            report(case, hidden, plain=plain, copy=samples_of(target))
            asked = Asked(quiet={0: hidden}, sounds=recording.sounds, original=(case.path, recording))
            print(f"      the check: {len(listened(target, asked).leaks)} of {len(hidden)} are told to be heard")


def report(case: Case, hidden: tuple[Hidden, ...], *, plain: Samples, copy: Samples) -> None:
    """One line for one treatment."""
    count = min(plain.shape[1], copy.shape[1], case.samples.shape[1])
    near = np.zeros(count, bool)
    alike, edges, added = [], [], []
    reach = 0
    changed = (plain[:, :count] != copy[:, :count]).any(axis=0)
    for one in hidden:
        run = Run(int(one.start * case.rate), int(-(-one.end * case.rate // 1)), one.treatment)
        near[max(0, run.first - 4 * BLOCK) : run.stop + 4 * BLOCK] = True
        around = np.flatnonzero(changed[max(0, run.first - 4 * BLOCK) : run.stop + 4 * BLOCK])
        if len(around):
            first = max(0, run.first - 4 * BLOCK)
            reach = max(reach, run.first - int(around[0]) - first, int(around[-1]) + first - run.stop)
        for channel in range(len(copy)):
            heard = copy[channel, run.first : run.stop]
            left = heard - put_there(run, heard, first=run.first, rate=case.rate)
            original = case.samples[channel, run.first : run.stop]
            alike.append(correlation(left, original) if loud(original) > 1e-3 and loud(left) > 1e-4 else 0.0)
            edges.append(float(np.abs(left[:EDGE]).max()))
            inner = left[EDGE:-EDGE]
            if len(inner) >= BLOCK:
                blocks = [loud(inner[at : at + BLOCK]) for at in range(0, len(inner) - BLOCK + 1, BLOCK)]
                added.append(max(blocks))
    elsewhere = np.flatnonzero(changed & ~near)
    apart = float(np.abs(plain[:, :count] - copy[:, :count])[:, elsewhere].max()) if len(elsewhere) else 0.0
    blocks_there = len(set((elsewhere // BLOCK).tolist()))
    print(
        f"    {hidden[0].treatment if hidden else ''}: differs to {reach} samples outside; "
        f"{blocks_there} of {count // BLOCK} blocks elsewhere, by {apart:.4f}; most alike {max(alike, default=0):.3f}; "
        f"edge {max(edges, default=0):.4f}; left inside {max(added, default=0):.4f}"
    )


def main() -> None:
    """Measure made voices and what is named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(made(folder), folder)
        for path in map(Path, sys.argv[1:]):
            case = of(path, folder)
            if case is not None:
                measure(case, folder)


if __name__ == "__main__":
    main()
