"""How soon the window can be used: from the start of the process to a painted window that waits for input. By hand.

    python tests/bench/startup.py [--runs 7]

Starts by turns the program, and for comparison a bare window of PySide6, each as a process of its own, off the screen
and with settings of its own. Prints the median and the longest seconds, not counting a first run to warm the disk.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MARK = "usable"
PROBE = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and isinstance(watched, QMainWindow):
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, self.idle)  # comes once everything else that waits has been done
        return False

    def idle(self):
        print("usable", flush=True)
        QApplication.instance().quit()
"""
BARE = (
    PROBE
    + """
application = QApplication([])
window = QMainWindow()
watch = Watch()
application.installEventFilter(watch)
window.show()
application.exec()
"""
)
OURS = (
    PROBE
    + """
from reviewer.ui import application as house
make, watch = house.make_application, Watch()
def watched():
    made = make()
    made.installEventFilter(watch)
    return made
import reviewer.app
reviewer.app.make_application = watched
from reviewer.cli import main
sys.exit(main([]))
"""
)


def timed(script: str, environment: dict[str, str]) -> float:
    """Seconds from the start of a process to its word that the window is usable; raises RuntimeError without it."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = time.perf_counter() - start
        process.wait()
    if line.strip() != MARK:
        raise RuntimeError(f"the window never became usable: {line!r}")
    return seconds


def main() -> None:
    """Measure by turns, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    scripts = {"bare window": BARE, "reviewer": OURS}
    seconds: dict[str, list[float]] = {name: [] for name in scripts}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "REVIEWER_SETTINGS": str(Path(folder))}
        for run in range(given.runs + 1):
            for name, script in scripts.items():
                took = timed(script, environment)
                if run:
                    seconds[name].append(took)
    for name, all_of_them in seconds.items():
        print(f"{name:12} median {statistics.median(all_of_them):.2f} s, longest {max(all_of_them):.2f} s")


if __name__ == "__main__":
    main()
