"""Peak memory of `redact` over footage of growing length, whole process tree. By hand; takes as long as it takes.

    python tests/bench/memory.py FOOTAGE [--minutes 10 20] [-- redact options]

Makes footage of each length by repeating FOOTAGE's packets, redacts it and prints the peak that `redact` reports.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import av


def lengthened(source: Path, target: Path, *, minutes: float) -> None:
    """Repeat the picture of `source` until it lasts `minutes`, packet by packet; each round starts with a keyframe."""
    with av.open(str(source)) as first:
        stream = first.streams.video[0]
        packets = [p for p in first.demux(stream) if p.size]
        base = stream.time_base
        assert base is not None
        length = max(p.pts + p.duration for p in packets) - min(p.pts for p in packets)
        with av.open(str(target), "w") as out:
            copy = out.add_stream_from_template(stream)
            for turn in range(max(1, round(minutes * 60 / float(length * base)))):
                for packet in packets:
                    again = av.Packet(bytes(packet))
                    again.pts, again.dts = packet.pts + turn * length, packet.dts + turn * length
                    again.duration, again.time_base = packet.duration, base
                    again.is_keyframe, again.stream = packet.is_keyframe, copy
                    out.mux(again)


def main() -> None:
    """Redact each length, and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--minutes", type=float, nargs="+", default=[10.0, 20.0])
    args, extra = parser.parse_known_args()
    for minutes in args.minutes:
        with tempfile.TemporaryDirectory() as folder:
            long, copy = Path(folder) / "long.mp4", Path(folder) / "copy.mp4"
            lengthened(args.footage, long, minutes=minutes)
            own = [sys.executable, "-m", "reviewer", "redact", str(long), "-o", str(copy), "--json", *extra]
            done = subprocess.run([a for a in own if a != "--"], capture_output=True, text=True, check=False)
            said = json.loads(done.stdout.splitlines()[-1])
            print(
                f"{minutes:5.1f} min  status {done.returncode}  {said.get('frames')} frames  "
                f"peak {said.get('peak_rss_mb')} MB  {said.get('seconds')}",
                flush=True,
            )


if __name__ == "__main__":
    main()
