"""The sound device, by the one that plays nothing."""

import threading
from pathlib import Path

import numpy as np
import pytest

from reviewer.media import speaker
from reviewer.media.speaker import RATE, Block, DeviceSpeaker, SpeakerError


class Asked:
    """Counts what the device asks for."""

    def __init__(self) -> None:
        self.count = 0
        self.enough = threading.Event()

    def __call__(self, count: int) -> Block:
        self.count += count
        if self.count > RATE // 10:
            self.enough.set()
        return np.zeros((count, 2), np.float32)


def test_the_device_asks_until_it_is_stopped_and_again_once_it_is_started() -> None:
    asked, device = Asked(), DeviceSpeaker(pretend=True)
    device.start(asked)
    assert asked.enough.wait(20)
    device.stop()
    before = asked.count
    assert not threading.Event().wait(0.1)
    assert asked.count == before
    asked.enough.clear()
    device.start(asked)
    assert asked.enough.wait(20)
    device.close()
    device.close()
    device.stop()


def test_a_device_can_be_taken_hold_of_again_after_it_was_given_back() -> None:
    asked, device = Asked(), DeviceSpeaker(pretend=True)
    device.open()
    device.close()
    device.start(asked)
    assert asked.enough.wait(20)
    device.close()


@pytest.mark.logs("cannot be fed")
def test_a_defect_in_what_feeds_the_device_is_logged_once_and_then_it_is_silent() -> None:
    called = []

    def broken(count: int) -> Block:
        called.append(count)
        raise RuntimeError("no samples")

    device = DeviceSpeaker(pretend=True)
    device.start(broken)
    threading.Event().wait(0.2)
    device.close()
    assert len(called) == 1


def test_a_machine_without_a_device_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(speaker, "_systems", lambda: ["SNDIO"])  # one that is nowhere built in
    device = DeviceSpeaker()
    with pytest.raises(SpeakerError, match="no sound device") as told:
        device.start(Asked())
    assert "without sound" in told.value.advice
    device.close()


def test_what_only_pretends_to_play_never_stands_in_for_a_device() -> None:
    assert "NULL" not in speaker._systems()
