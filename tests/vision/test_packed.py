"""A detector out of a pack finds what its model sees, in pixels of the frame and on the program's scale of scores."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.vision.pack_manifest import Thresholds, read_pack_manifest
from reviewer.vision.packed import PackedDetector, Scale
from reviewer.vision.trail import PACES
from tests.support import models as m
from tests.vision.moving import frame_of

AREA = 320 * 192
FORMS = {"yolov8": "yolov8", "yolov5": "yolov5", "ssd": "ssd", "boxes": "boxes", "rows": "boxes"}


def detector(folder: Path, data: bytes, *, mirrored: bool = False, **form: str) -> PackedDetector:
    manifest = read_pack_manifest(m.a_pack(folder, data, **form))
    return PackedDetector(manifest, data, area=AREA, mirrored=mirrored)


def dark(width: int, height: int, *lit: Box) -> NDArray[np.uint8]:
    luma = np.full((height, width), 16, np.uint8)
    for box in lit:
        luma[int(box.y) : int(box.bottom), int(box.x) : int(box.right)] = 235
    return luma


@pytest.mark.parametrize("form", FORMS)
def test_what_is_bright_is_found_where_it_is_whatever_the_form_of_the_output(form: str, tmp_path: Path) -> None:
    lit = Box(320, 120, 80, 30)  # a cell of a picture that is stretched to 64 x 64
    made = detector(tmp_path, m.bright(form), format=FORMS[form])
    (found,) = made.detect(frame_of(dark(640, 240, lit)), threshold=0.3)
    assert found.box.overlap(lit) > 0.99
    assert (found.subject, found.detector) == (Subject.FACE, made.name)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(640, 320), (320, 640)])
def test_a_picture_that_is_fitted_in_keeps_its_proportions(form: str, size: tuple[int, int], tmp_path: Path) -> None:
    """The long side has 64 pixels, so that a cell is 80 pixels of the frame, and grey lies beside or above."""
    lit = Box(160, 80, 80, 80)
    made = detector(tmp_path, m.bright(form), format=FORMS[form], letterbox="true")
    (found,) = made.detect(frame_of(dark(*size, lit)), threshold=0.3)
    assert found.box.overlap(lit) > 0.98


def test_a_mirrored_look_tells_the_same_place(tmp_path: Path) -> None:
    lit = Box(40, 40, 40, 20)
    plain, mirrored = (
        detector(tmp_path, m.bright("yolov8"), mirrored=flip).detect(frame_of(dark(320, 160, lit)), threshold=0.3)
        for flip in (False, True)
    )
    assert [f.box for f in plain] == [f.box for f in mirrored] == [lit]
    assert plain[0].detector != mirrored[0].detector


def test_a_model_of_any_size_is_given_as_many_pixels_as_it_is_told(tmp_path: Path) -> None:
    made = detector(tmp_path, m.brightness_of_any_size(), size='"any"', output='units = "parts"')
    (found,) = made.detect(frame_of(np.full((360, 640), 235, np.uint8)), threshold=0.3)
    assert found.box == Box(160, 90, 320, 180)
    assert made.name.endswith("at 0.06 megapixels")


def test_channels_mean_and_scale_are_those_of_the_manifest(tmp_path: Path) -> None:
    """A red picture: the sum of 1 x red is only seen when the channels are in the order that was said."""
    nodes = [
        m.node("Mul", "x w -> r"),
        m.node("ReduceSum", "r axes -> s", m.integer("keepdims", 1)),
        m.node("Div", "s count -> mean"),
        m.node("Reshape", "mean shape -> score"),
        m.node("Concat", "middle score -> out", m.integer("axis", 1)),
    ]
    weights = [
        m.tensor("w", np.array([1, 0, 0], np.float32).reshape(1, 3, 1, 1)),
        m.tensor("axes", np.array([1, 2, 3], np.int64)),
        m.tensor("count", np.array(64 * 64, np.float32)),
        m.tensor("shape", np.array([1, 1, 1], np.int64)),
        m.tensor("middle", np.full((1, 4, 1), 32, np.float32)),
    ]
    data = m.model(m.graph(nodes, [m.picture()], outputs=[m.value_info("out", (1, 5, 1))], weights=weights))
    luma, blue, red = (np.full((side, side), v, np.uint8) for side, v in ((64, 81), (32, 90), (32, 240)))
    frame = Frame(Tick(0), luma, blue, red)  # red in limited-range BT.601
    path = m.a_pack(tmp_path, data)
    (seen,) = PackedDetector(read_pack_manifest(path), data, area=AREA).detect(frame, threshold=0.2)
    assert seen.score > 0.9
    path.write_text(path.read_text().replace('"RGB"', '"BGR"'))
    assert PackedDetector(read_pack_manifest(path), data, area=AREA).detect(frame, threshold=0.2) == []
    path.write_text(path.read_text().replace('"BGR"', '"RGB"').replace("letterbox", "mean = 127.5\nletterbox"))
    (half,) = PackedDetector(read_pack_manifest(path), data, area=AREA).detect(frame, threshold=0.01)
    assert half.score < 0.5 * seen.score


@pytest.mark.parametrize("subject", Subject)
def test_thresholds_of_the_manifest_stand_where_the_program_s_own_are(subject: Subject) -> None:
    scale, pace = Scale.of(Thresholds(start=0.9, keep=0.7, check=0.8), subject), PACES[subject]
    told = scale.told(np.array([0.0, 0.7, 0.8, 0.9, 1.0]))
    assert told[[0, 1, 3, 4]] == pytest.approx([0, pace.keep, pace.start, 1])
    assert pace.keep < told[2] < pace.start
    for threshold in (0.0, 0.1, pace.keep, pace.start, 0.8, 1.0):
        assert scale.told(np.array([scale.own(threshold)]))[0] == pytest.approx(threshold)


def test_finds_are_best_first_and_over_the_threshold(tmp_path: Path) -> None:
    luma = dark(640, 640)
    luma[80:160, 80:160], luma[320:400, 320:400], luma[560:640, 0:80] = 220, 235, 120
    made = detector(tmp_path, m.bright("yolov8"))
    finds = made.detect(frame_of(luma), threshold=PACES[Subject.FACE].keep)
    assert [(f.box.x, f.box.y) for f in finds] == [(320, 320), (80, 80)]
    assert finds[0].score > finds[1].score >= PACES[Subject.FACE].keep
    assert len(made.detect(frame_of(luma), threshold=finds[0].score)) == 1


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (31, 17), (853, 479)])
@pytest.mark.parametrize("letterbox", ["true", "false"])
def test_odd_pictures_choke_it_not(size: tuple[int, int], letterbox: str, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0]), np.uint8)
    made = detector(tmp_path, m.bright("yolov8"), letterbox=letterbox)
    for find in made.detect(frame_of(noise), threshold=0.05):
        assert find.box.width > 0
        assert find.box.height > 0
        assert 0 <= find.score <= 1
    made.close()


def test_a_model_that_cannot_be_used_is_told_with_its_pack(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="The model of the pack bright is not in the ONNX format") as refused:
        detector(tmp_path, b"a model")
    assert "Switch the model pack off" in refused.value.advice
    nonsense = m.model(m.graph([m.node("NoSuchThing", "x -> out")], [m.picture()], outputs=[m.value_info("out", (1,))]))
    with pytest.raises(ReviewerError, match="The model of the pack bright failed in its library"):
        detector(tmp_path, nonsense)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (m.constant(np.full((1, 5, 9), 7, np.float32)), "gives scores outside 0 to 1"),
        (m.constant(np.zeros((3, 3), np.float32)), "yolov8 means"),
        (
            m.model(
                m.graph(
                    [m.node("Reshape", "x shape -> out")],
                    [m.picture()],
                    outputs=[m.value_info("out", (7,))],
                    weights=[m.tensor("shape", np.array([7], np.int64))],
                )
            ),
            "failed in its library",
        ),
    ],
)
def test_a_model_that_fails_on_a_picture_is_told_with_its_pack(data: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match=sentence):
        detector(tmp_path, data).detect(frame_of(dark(64, 64)), threshold=0.3)


YUNET_STRIDES = (8, 16, 32)


def small_yunet() -> bytes:
    """The outputs of YuNet for any size, a face in every cell that is bright: pooled, and told as its strides are."""
    nodes, outputs = [], []
    weights = [
        m.tensor("one", np.array([1, -1, 1], np.int64)),
        m.tensor("nought", np.zeros((1, 4, 1, 1), np.float32)),
        m.tensor("points", np.zeros((1, 10, 1, 1), np.float32)),
        m.tensor("full", np.array(255, np.float32)),
        m.tensor("four", np.array([1, -1, 4], np.int64)),
        m.tensor("ten", np.array([1, -1, 10], np.int64)),
    ]
    for stride in YUNET_STRIDES:
        pooled, cells = f"p{stride}", f"c{stride}"
        nodes += [
            m.node(
                "AveragePool",
                f"x -> {pooled}",
                m.ints("kernel_shape", stride, stride),
                m.ints("strides", stride, stride),
            ),
            m.node("ReduceMean", f"{pooled} -> m{stride}", m.ints("axes", 1)),
            m.node("Div", f"m{stride} full -> {cells}"),
        ]
        for kind in ("cls", "obj"):
            nodes.append(m.node("Reshape", f"{cells} one -> {kind}_{stride}"))
        for kind, noughts, shape in (("bbox", "nought", "four"), ("kps", "points", "ten")):
            wide = f"{kind}w{stride}"
            nodes += [
                m.node("Mul", f"{cells} {noughts} -> {wide}"),
                m.node("Transpose", f"{wide} -> {wide}t", m.ints("perm", 0, 2, 3, 1)),
            ]
            nodes.append(m.node("Reshape", f"{wide}t {shape} -> {kind}_{stride}"))
    for kind, last in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
        outputs += [m.value_info(f"{kind}_{stride}", (1, None, last)) for stride in YUNET_STRIDES]
    return m.model(m.graph(nodes, [m.picture(None)], outputs=outputs, weights=weights))


def test_yunet_is_read_by_opencv_at_every_size(tmp_path: Path) -> None:
    data = small_yunet()
    path = m.a_pack(tmp_path, data, format="yunet")
    text = path.read_text()
    path.write_text(text[: text.index("[input]")] + text[text.index("[output]") :])
    made = PackedDetector(read_pack_manifest(path), data, area=AREA)
    for size in ((320, 192), (640, 384), (192, 320)):
        lit = Box(128, 64, 64, 64)
        finds = made.detect(frame_of(dark(*size, lit)), threshold=0.3)
        assert finds
        assert all(f.box.shared(lit) > 0 and f.score >= 0.3 for f in finds)
        assert made.detect(frame_of(dark(*size)), threshold=0.3) == []
