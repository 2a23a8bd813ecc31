"""Kept pictures: those near what is wanted, and no more than there is room for."""

from av.video.frame import VideoFrame

from reviewer.media import kept_pictures as module
from reviewer.media.kept_pictures import KeptPictures


def picture() -> VideoFrame:
    return VideoFrame(64, 48, "yuv420p")


SIZE = sum(plane.buffer_size for plane in picture().planes)


def held(kept: KeptPictures) -> list[int]:
    return [number for number in range(200) if number in kept]


def test_what_is_far_behind_goes_first_where_nothing_lies_ahead() -> None:
    kept = KeptPictures(4 * SIZE)
    kept.want(100)
    for number in range(90, 100):
        kept.put(number, picture())
    assert held(kept) == [96, 97, 98, 99]
    assert kept.fits == 4


def test_what_lies_ahead_goes_before_what_lies_as_far_behind() -> None:
    kept = KeptPictures(6 * SIZE)
    kept.want(100)
    for number in range(95, 105):
        kept.put(number, picture())
    assert held(kept) == [97, 98, 99, 100, 101, 102]
    kept.want(97)
    for number in range(90, 96):
        kept.put(number, picture())
    assert held(kept) == [93, 94, 95, 97, 98, 99]


def test_a_picture_that_is_put_twice_takes_room_once() -> None:
    kept = KeptPictures(2 * SIZE)
    one = picture()
    for _ in range(5):
        kept.put(1, one)
    kept.put(2, picture())
    assert held(kept) == [1, 2]
    assert kept.get(1) is one
    assert kept.get(7) is None


def test_one_picture_is_kept_however_large() -> None:
    kept = KeptPictures(1)
    kept.put(1, picture())
    assert held(kept) == [1]
    kept.put(2, picture())
    assert len(kept) == 1
    kept.clear()
    assert held(kept) == []
    assert kept.fits == 0


def test_small_pictures_do_not_pile_up() -> None:
    kept = KeptPictures(10**12)
    one = picture()
    kept.want(10_000)
    for number in range(module.MOST + 50):
        kept.put(number, one)
    assert len(kept) == module.MOST
    assert 49 not in kept
