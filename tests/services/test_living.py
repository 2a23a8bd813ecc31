"""A process is known by its number and its beginning."""

import subprocess
import sys

import psutil

from reviewer.services.living import lives, this_process


def test_this_process_lives_and_another_of_its_number_does_not() -> None:
    process, began = this_process()
    assert lives(process, began=began)
    assert not lives(process, began=began - 3600)


def test_a_process_that_ended_does_not_live() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    began = psutil.Process(child.pid).create_time()
    assert lives(child.pid, began=began)
    child.kill()
    child.communicate()
    assert not lives(child.pid, began=began)


def test_nonsense_does_not_live() -> None:
    assert not lives(-1, began=0.0)
    assert not lives(2**70, began=0.0)
