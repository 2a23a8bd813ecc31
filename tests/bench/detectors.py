"""How every detector does on footage with hand-checked boxes: recall at equal false finds, and time. By hand.

    python tests/bench/detectors.py FOOTAGE_FOLDER [--detectors NAME...] [--variants NAME...] [--sample N]
        [--apart NAME...] [--second NAME@SCORE NAME@SCORE]... [--keep FOLDER] -o TABLE.md | TABLE.json

FOOTAGE_FOLDER is laid out as `truth.py` says. Each detector looks at single frames, plain and made harder. `--apart`
names recordings that the sums leave out, such as altered copies of others. `--second` asks what the second of two of
the detectors finds of what the first misses. `--keep` keeps the finds: a second run only looks where it has not looked
yet. Times are the processor's, of one process, on whatever machine this is.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import cv2

from tests.bench.lookers import EVERY, Look, looker, subject_of
from tests.bench.recall import Looked, Score, second_looks, table, worth
from tests.bench.truth import VARIANTS, Picture, pictures, varied

MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"


class Bench:
    """One detector on one variant: looks where it has not looked before, and counts."""

    def __init__(self, name: str, variant: str, *, keep: Path | None, apart: Sequence[str]) -> None:
        self.variant, self.score = variant, Score(name, variant, subject_of(name), apart=tuple(apart))
        self._path = keep / f"{name} {variant}.jsonl" if keep else None
        self._known: dict[str, Looked] = {}
        if self._path and self._path.exists():
            lines = self._path.read_text(encoding="utf-8").splitlines()
            self._known = {f"{e.source} {e.name}": e for e in map(Looked.read, lines)}

    def show(self, picture: Picture, *, lookers: dict[str, Look]) -> None:
        """Take a picture of this variant into the score; the detector is made when it is first needed."""
        name = self.score.detector
        looked = self._known.get(f"{picture.source} {picture.name}")
        if looked is None:
            if name not in lookers:
                lookers[name] = looker(name, MODELS)
            start = time.process_time()
            finds = lookers[name](picture)
            looked = Looked(picture.source, picture.name, time.process_time() - start, finds)
            if self._path:
                with self._path.open("a", encoding="utf-8") as out:
                    out.write(looked.written() + "\n")
        self.score.add(picture, looked)


def measured(args: argparse.Namespace) -> list[Score]:
    """A score for each detector and variant, in the order asked for; one picture at a time is held."""
    pairs = [(n, v) for n in args.detectors for v in args.variants if v == "plain" or worth(v, subject_of(n))]
    benches = [Bench(n, v, keep=args.keep, apart=args.apart) for n, v in pairs]
    lookers: dict[str, Look] = {}
    for picture in pictures(args.footage, sample=args.sample):
        wanted = [b for b in benches if picture.serves(b.score.subject)]
        for variant in dict.fromkeys(b.variant for b in wanted):
            harder = varied(picture, variant)
            for bench in wanted:
                if bench.variant == variant:
                    bench.show(harder, lookers=lookers)
        print(f"{picture.source} {picture.name}", flush=True)
    return [b.score for b in benches]


def main() -> None:
    """Look, score, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--detectors", nargs="+", default=list(EVERY), metavar="NAME")
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS), metavar="NAME")
    parser.add_argument("--sample", type=int, default=0, help="frames of each recording; all by default")
    parser.add_argument("--apart", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--second", nargs=2, action="append", default=[], metavar="NAME@SCORE")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    scores = measured(args)
    if args.output.suffix == ".json":
        args.output.write_text(json.dumps([s.plain() for s in scores], indent=1), encoding="utf-8")
    else:
        args.output.write_text(
            table(scores) + (second_looks(scores, args.second) if args.second else ""), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
