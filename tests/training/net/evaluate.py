"""Measures a network on real footage: `python -m tests.training.net.evaluate MODEL --footage FOLDER`."""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from tests.training.net.errors import TrainingError
from tests.training.net.finder import NATIVE, MapsOf, found, opened
from tests.training.net.footage import checked
from tests.training.net.scoring import LIGHTS, MARGIN, WIDTHS, Plate, Tally, recall

LOWEST = 0.05
"""Score under which nothing is looked at."""

THRESHOLDS = tuple(round(0.05 + 0.025 * i, 3) for i in range(37))
"""Scores at which the curve is taken."""

ALLOWED = (1.0, 0.5, 0.1)
"""False finds a frame for which the table says what is found."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure on: the folder, how many pictures of each source (0: all), and the areas of the looks."""

    footage: Path
    sample: int = 0
    areas: tuple[int, ...] = (NATIVE,)


def evaluated(maps: MapsOf, asked: Asked) -> dict[str, Any]:
    """The report, as plain numbers: a curve, and for each allowance of false finds the recall by clip, width, light."""
    tally, spent, count = Tally(), 0.0, 0
    for picture in checked(asked.footage, sample=asked.sample):
        began = time.perf_counter()
        result = found(maps, picture.frame, areas=asked.areas, threshold=LOWEST)
        spent, count = spent + time.perf_counter() - began, count + 1
        tally.add(picture, result)
    return {
        "margin": MARGIN,
        "areas": list(asked.areas),
        "pictures": count,
        "seconds_each": spent / max(1, count),
        "curve": [_at(tally, t) for t in THRESHOLDS],
        "allowed": {str(most): _at(tally, threshold_for(tally, most)) for most in ALLOWED},
    }


def threshold_for(tally: Tally, most: float) -> float:
    """The lowest of THRESHOLDS at which no clip has more than `most` false finds a frame; the highest if none."""
    good = [t for t in THRESHOLDS if all(tally.false_each(t, clip) <= most for clip in tally.frames)]
    return min(good, default=THRESHOLDS[-1])


def table(report: dict[str, Any]) -> str:
    """The report as text: a line for each allowance, source, width and light, with the number of plates."""
    lines = [f"{report['pictures']} pictures, {report['seconds_each'] * 1000:.0f} ms each"]
    for most, entry in report["allowed"].items():
        lines.append(
            f"at most {most} false finds a frame in any clip: score {entry['threshold']}, {entry['false']:.2f}"
        )
        for kind in ("sources", "widths", "lights"):
            lines += [_line(name, part) for name, part in entry[kind].items()]
    return "\n".join(lines)


def _line(name: str, part: dict[str, Any]) -> str:
    shares = "  ".join(
        f"{label} {'-' if part[key] is None else format(part[key], '.1%'):>6}"
        for key, label in (("recall", "covered"), ("recall_24", "24+ wide"))
        if key in part
    )
    false = f"  false {part['false']:.2f}" if part.get("false") is not None else ""
    return f"  {name:18s} {part['plates']:4d} plates  {shares}{false}"


def _at(tally: Tally, threshold: float) -> dict[str, Any]:
    """What is found at one threshold."""
    sources = sorted({p.source for p in tally.plates} | set(tally.frames))
    return {
        "threshold": threshold,
        "false": tally.false_each(threshold),
        "recall_24": recall([p for p in tally.plates if p.width >= 24], threshold),
        "sources": {s: _source(tally, s, threshold=threshold) for s in sources},
        "widths": {n: _part([p for p in tally.plates if a <= p.width < b], threshold) for n, (a, b) in WIDTHS.items()},
        "lights": {n: _part([p for p in tally.plates if a <= p.light < b], threshold) for n, (a, b) in LIGHTS.items()},
    }


def _source(tally: Tally, source: str, *, threshold: float) -> dict[str, Any]:
    plates = [p for p in tally.plates if p.source == source]
    return {
        **_part(plates, threshold),
        "recall_24": recall([p for p in plates if p.width >= 24], threshold),
        "false": tally.false_each(threshold, source) if source in tally.frames else None,
    }


def _part(plates: list[Plate], threshold: float) -> dict[str, Any]:
    return {"plates": len(plates), "recall": recall(plates, threshold)}


def main(arguments: list[str] | None = None) -> int:
    """The command; 1 with a sentence when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.net.evaluate", description=__doc__)
    parser.add_argument("model", type=Path, help="a training run, or an ONNX file")
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=0, help="pictures of each source; 0: all")
    parser.add_argument("--area", type=int, nargs="+", default=[NATIVE], help="pixels of each look; 0: the frame's own")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the report there")
    asked = parser.parse_args(arguments)
    torch.set_num_threads(asked.threads)
    try:
        maps = opened(asked.model, threads=asked.threads)
        report = evaluated(maps, Asked(asked.footage, asked.sample, tuple(asked.area)))
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(report))
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
