from dataclasses import replace

from reviewer.core.pursuit import SURE, Ending, own_keyframes
from reviewer.core.region import KeyframeSource
from tests.support.values import a_region


def test_a_persons_keyframes_are_those_that_no_job_set() -> None:
    region = a_region("a", ticks=(0, 10, 20))
    path = tuple(replace(k, source=s) for k, s in zip(region.keyframes, KeyframeSource, strict=True))
    assert own_keyframes(replace(region, keyframes=path)) == (path[KeyframeSource.HAND],)
    assert own_keyframes(region) == ()


def test_after_a_loss_it_may_still_be_there() -> None:
    assert set(Ending) - SURE == {Ending.LOST, Ending.SMALL}
