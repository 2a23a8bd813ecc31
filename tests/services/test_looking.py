"""What a child does with its part of the footage: through the real detectors, whatever the pictures."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.frame import Frame
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.services.jobs import finished
from reviewer.services.looking import Source, looking
from reviewer.services.segments import segments_of
from reviewer.vision.catalogue import scanners
from reviewer.vision.scan import Looked, Scanner, Segment, look
from tests.support.footage import Clip, make
from tests.support.looked import footage_of, passing_face, result_of

EVERYTHING = frozenset(Subject)


@pytest.fixture(scope="module", params=list(Depth))
def real(request: pytest.FixtureRequest) -> Iterator[list[Scanner]]:
    """All the detectors of a depth, as they are shipped."""
    with ExitStack() as stack:
        found = scanners(Search(find=EVERYTHING, depth=request.param), places.models())
        for detector in (d for scanner in found for d in (scanner.detector, *scanner.others)):
            stack.callback(detector.close)
        yield found


def looked(lumas: list[NDArray[np.uint8]], looks: list[Scanner]) -> Looked:
    def frames() -> Iterator[Frame]:
        for number, luma in enumerate(lumas):
            half = np.full(((luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2), 128, np.uint8)
            yield Frame(Tick(number), luma, half, half)

    return finished(look(frames(), Segment(0, len(lumas) - 1, 10.0), scanners=looks))


def pictures(kind: str, shape: tuple[int, int]) -> list[NDArray[np.uint8]]:
    if kind == "noise":
        rng = np.random.default_rng(1)
        return [rng.integers(0, 256, shape, np.uint8) for _ in range(4)]
    return [np.full(shape, {"black": 0, "white": 255}[kind], np.uint8)] * 4


@pytest.mark.parametrize("kind", ["black", "white", "noise"])
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (1, 120), (90, 1), (16, 16), (180, 320)])
def test_pictures_that_show_nothing_choke_no_detector(real: list[Scanner], kind: str, shape: tuple[int, int]) -> None:
    found = looked(pictures(kind, shape), real)
    assert len(found.scene) == 4
    assert all(np.isfinite(t.boxes).all() and np.isfinite(t.scores).all() for t in found.tracklets)
    if kind != "noise":
        assert not found.tracklets


def bench_of(path: Path, search: Search) -> Any:
    footage = footage_of(path)
    return looking(Source(footage.path, footage.recording), search)


def test_a_bench_looks_at_one_segment_after_the_other(tmp_path: Path) -> None:
    footage = passing_face(tmp_path / "a.mp4")
    segments = segments_of(footage.recording)
    with bench_of(footage.path, Search(find=frozenset({Subject.FACE}), depth=Depth.FAST)) as work:
        found = [result_of(work(segment)) for segment in segments]
    assert [len(each.scene) for each in found] == [s.last - s.first + 1 for s in segments]
    assert all(any(t.convincing for t in each.tracklets) for each in found)


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_model_that_is_missing_or_altered_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    path, models = make(tmp_path / "a.mp4", Clip(frames=2)), tmp_path / "models"
    models.mkdir()
    for file in places.models().iterdir():
        (models / file.name).write_bytes(file.read_bytes())
    model = models / "centerface.onnx"
    model.write_bytes(model.read_bytes()[:-1] + b"x") if harm == "altered" else model.unlink()
    monkeypatch.setattr(places, "models", lambda: models)
    with pytest.raises(ReviewerError, match="centerface"), bench_of(path, Search(find=frozenset({Subject.FACE}))):
        pass
