"""Finding a picture: the kept one, else a draft and then the frame, and those before it ahead of need."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from reviewer.core.footage import Recording
from reviewer.media.probe import probe
from reviewer.media.proxy_plan import plan_of
from reviewer.media.proxying import make_parts
from reviewer.services import finder as module
from reviewer.services.finder import SOON, Finder, Shot
from tests.support.footage import Clip, corrupt, make, number_in

FRAMES = 90
PICTURE = 320 * 240 * 3 // 2


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("footage") / "a.mp4", Clip(frames=FRAMES, gop=90, b_frames=2))


@pytest.fixture(scope="module")
def recording(path: Path) -> Recording:
    return probe(path)


@pytest.fixture(scope="module")
def proxy(path: Path, recording: Recording, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proxy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reviewer.media.proxy_plan.LONG_SIDE", 160)
        list(make_parts(path, recording, folder=folder, parts=range(plan_of(recording).parts)))
    return folder


@pytest.fixture
def finder(path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch) -> Iterator[Finder]:
    monkeypatch.setattr("reviewer.media.proxy_plan.LONG_SIDE", 160)
    monkeypatch.setattr(module, "KEPT", 30 * PICTURE)
    finder = Finder(path, recording)
    yield finder
    finder.close()


def shots(found: Iterator[Shot | None]) -> list[tuple[int, int, bool]]:
    """Number, width and whether it is a draft of what is given."""
    return [(number_in(s.frame.luma), s.frame.width, s.draft) for s in found if s is not None]


def test_without_a_proxy_a_frame_comes_by_itself(finder: Finder) -> None:
    assert shots(finder.show(50)) == [(50, 320, False)]
    assert shots(finder.glimpse(20)) == [(20, 320, False)]


def test_with_a_proxy_a_draft_comes_before_a_frame_that_takes_long(finder: Finder, proxy: Path) -> None:
    finder.draft_from(proxy)
    assert shots(finder.show(50)) == [(50, 160, True), (50, 320, False)]
    assert shots(finder.show(50)) == [(50, 320, False)]  # kept
    assert shots(finder.show(49)) == [(49, 320, False)]
    assert shots(finder.show(51 + SOON)) == [(51 + SOON, 320, False)]  # soon there
    assert shots(finder.glimpse(85)) == [(85, 160, True)]
    finder.draft_from(None)
    assert shots(finder.glimpse(5)) == [(5, 320, False)]


def test_a_proxy_that_lacks_the_frame_is_no_hindrance(finder: Finder, tmp_path: Path) -> None:
    finder.draft_from(tmp_path / "nowhere")
    assert shots(finder.show(50)) == [(50, 320, False)]


def test_what_was_decoded_on_the_way_is_a_draft(finder: Finder) -> None:
    assert finder.passing() is None
    way = finder.show(80)
    for _ in range(20):
        assert next(way) is None
    passed = finder.passing()
    assert passed is not None
    assert passed.draft
    assert 15 < number_in(passed.frame.luma) < 80


def test_playing_starts_anywhere_and_gives_every_frame(finder: Finder, proxy: Path) -> None:
    finder.draft_from(proxy)
    assert shots(finder.play(60)) == [(n, 320, False) for n in range(60, FRAMES)]
    assert shots(finder.play(FRAMES - 1)) == [(FRAMES - 1, 320, False)]


def test_stepping_back_after_playing_needs_no_decoding(finder: Finder) -> None:
    played = (shot for shot in finder.play(30) if shot is not None)
    assert shots(islice(played, 41))[-1] == (70, 320, False)
    assert all(finder._front.holds(number) for number in range(55, 71))
    assert finder._front.ahead(71) == 0


def test_frames_before_the_one_on_show_are_fetched_until_enough_are_there(finder: Finder) -> None:
    assert shots(finder.show(70)) == [(70, 320, False)]
    assert finder.behind(70) is None  # they were decoded on the way
    number = 70
    while finder.behind(number) is None:
        number -= 1
        assert shots(finder.show(number)) == [(number, 320, False)]
    assert number > 50  # long before they run out
    before = finder._front.ahead(71)
    for _ in finder.behind(number) or ():
        pass
    assert finder.behind(number) is None
    for back in range(number - 1, number - 10, -1):
        assert finder._front.holds(back)
        assert shots(finder.show(back)) == [(back, 320, False)]
    assert finder._front.ahead(71) == before == 0  # playing goes on from where it was


def test_fetching_is_gone_on_with_while_it_is_of_use(finder: Finder) -> None:
    shots(finder.show(70))
    number = 70
    while finder.behind(number) is None:
        number -= 1
        shots(finder.show(number))
    work = finder.behind(number)
    assert work is not None
    next(work)
    assert finder.behind(number - 1) is work
    assert finder.behind(5) is not work


def test_nothing_is_fetched_ahead_of_pictures_too_large_to_keep(
    path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 7 * PICTURE)
    finder = Finder(path, recording)
    for number in (70, 3):
        shots(finder.show(number))
        assert finder.behind(number) is None
    finder.close()


def test_fetching_ends_at_the_start_and_where_nothing_can_be_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 30 * PICTURE)
    path = make(tmp_path / "a.mp4", Clip(frames=60, gop=20))
    recording = probe(path)
    corrupt(path, {33})
    finder = Finder(path, recording)
    shots(finder.show(45))
    for number in (45, 3):
        shots(finder.show(number))
        for _ in range(3):
            for _ in finder.behind(number) or ():
                pass
        assert finder.behind(number) is None
    finder.close()
