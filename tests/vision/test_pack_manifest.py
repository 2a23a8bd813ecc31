"""Every field of a manifest is looked at, and what makes no sense is refused with its name."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Subject
from reviewer.core.errors import UsageError
from reviewer.vision.pack_manifest import InputForm, Output, Thresholds, parsed, read_pack_manifest
from reviewer.vision.pack_table import ManifestError

WHOLE = """\
name = "plates-2"
file = "plates 2.onnx"
sha256 = "ABababababababababababababababababababababababababababababababab"
licence = "Apache-2.0"
source = "the forensic laboratory, release 2"
subject = "plate"

[input]
size = [640, 384]
channels = "BGR"
mean = [103.5, 116.3, 123.7]
scale = 0.0175
letterbox = true

[output]
format = "yolov8"
classes = [2, 5]
overlap = 0.6

[thresholds]
start = 0.5
keep = 0.25
check = 0.4
"""
YUNET = WHOLE[: WHOLE.index("[input]")] + WHOLE[WHOLE.index("[output]") :].replace("yolov8", "yunet").replace(
    "classes = [2, 5]\n", ""
)


def changed(old: str, new: str) -> bytes:
    assert WHOLE.count(old) == 1, old
    return WHOLE.replace(old, new).encode()


def test_everything_that_is_said_arrives() -> None:
    manifest = parsed(WHOLE.encode())
    assert (manifest.name, manifest.file, manifest.sha256) == ("plates-2", "plates 2.onnx", "ab" * 32)
    assert (manifest.subject, manifest.licence) == (Subject.PLATE, "Apache-2.0")
    assert manifest.input == InputForm((640, 384), "BGR", (103.5, 116.3, 123.7), (0.0175,) * 3, letterbox=True)
    assert (manifest.output.format, manifest.output.classes, manifest.output.overlap) == (Output.YOLO8, (2, 5), 0.6)
    assert manifest.thresholds == Thresholds(start=0.5, keep=0.25, check=0.4)
    assert manifest.digest == hashlib.sha256(WHOLE.encode()).hexdigest()
    assert manifest.pack.manifest == manifest.digest


def test_what_is_left_out_has_its_usual_value() -> None:
    manifest = parsed(changed("mean = [103.5, 116.3, 123.7]\n", "").replace(b"letterbox = true\n", b""))
    assert manifest.input.mean == (0, 0, 0)
    assert manifest.input.letterbox is False
    ssd = parsed(changed('"yolov8"', '"ssd"'))
    assert (ssd.output.units, ssd.output.names) == ("parts", None)


def test_yunet_needs_no_input_and_takes_none() -> None:
    assert parsed(YUNET.encode()).input.size is None
    with pytest.raises(ManifestError, match="'size' in \\[input\\] is not a field that is known"):
        parsed((YUNET + '[input]\nsize = "any"\n').encode())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"plates-2"', '"../plates"', '"name" has to be up to 40'),
        ('"plates-2"', '"Plates"', '"name" has to be up to 40'),
        ('"plates-2"', '"-plates"', '"name" has to be up to 40'),
        ('"plates-2"', '"com1"', '"name" has to be up to 40'),
        ('"plates-2"', f'"{"a" * 41}"', '"name" has to be up to 40'),
        ('"plates 2.onnx"', '"../a.onnx"', '"file" has to be the name'),
        ('"plates 2.onnx"', '"/etc/a.onnx"', '"file" has to be the name'),
        ('"plates 2.onnx"', '"a\\\\b.onnx"', '"file" has to be the name'),
        ('"plates 2.onnx"', '"C:a.onnx"', '"file" has to be the name'),
        ('"plates 2.onnx"', '".onnx"', '"file" has to be the name'),
        ('"plates 2.onnx"', '"a.pt"', '"file" has to be the name'),
        ('"plates 2.onnx"', '"CON.onnx"', '"file" has to be the name'),
        ("ABab", "XYab", '"sha256" has to be the SHA-256'),
        ("ABab", "ab", '"sha256" has to be the SHA-256'),
        ('licence = "Apache-2.0"\n', "", '"licence" is missing'),
        ('"Apache-2.0"', '""', '"licence" has to be a text'),
        ('source = "the forensic laboratory, release 2"\n', "", '"source" is missing'),
        ('"plate"', '"car"', '"subject" has to be face, plate or text'),
        ("[640, 384]", "640", '"size" in'),
        ("[640, 384]", "[640, 384, 3]", '"size" in'),
        ("[640, 384]", "[640, 0]", '"size" in'),
        ("[640, 384]", "[640, 100000]", '"size" in'),
        ("[640, 384]", "[640.0, 384.0]", '"size" in'),
        ("[640, 384]", '"all"', '"size" in'),
        ('"BGR"', '"GBR"', '"channels" in'),
        ("[103.5, 116.3, 123.7]", "[103.5]", '"mean" in'),
        ("[103.5, 116.3, 123.7]", '"0"', '"mean" in'),
        ("0.0175", "nan", '"scale" in'),
        ("0.0175", "0", '"scale" in'),
        ("0.0175", "true", '"scale" in'),
        ("scale = 0.0175\n", "", '"scale" in [input] is missing'),
        ("letterbox = true", "letterbox = 1", '"letterbox" in'),
        ('"yolov8"', '"yolov99"', '"format" in [output] has to be yunet'),
        ('"yolov8"', '"yunet"', "'classes' in [output] is not a field"),
        ("[2, 5]", "[]", '"classes" in'),
        ("[2, 5]", "[-1]", '"classes" in'),
        ("[2, 5]", "[2.0]", '"classes" in'),
        ("overlap = 0.6", "overlap = 2", '"overlap" in'),
        ("overlap = 0.6", 'names = ["a", "b"]', "'names' in [output] is not a field"),
        ("start = 0.5", "start = 0.2", "[thresholds] have to be"),
        ("start = 0.5", "start = 1.0", "[thresholds] have to be"),
        ("keep = 0.25", "keep = 0", "[thresholds] have to be"),
        ("check = 0.4", "check = 0.6", "[thresholds] have to be"),
        ("check = 0.4", "", '"check" in [thresholds] is missing'),
        ("check = 0.4", "check = 0.4\nwatch = 0.4", "'watch' in [thresholds] is not a field"),
        ('licence = "Apache-2.0"', 'licence = "Apache-2.0"\nurl = "x"', "'url' is not a field"),
        ("[thresholds]", "[threshold]", "the table [thresholds] is missing"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused_by_name(old: str, new: str, sentence: str) -> None:
    with pytest.raises(ManifestError) as refused:
        parsed(changed(old, new))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ('format = "boxes"\nnames = ["a"]', '"names" in'),
        ('format = "boxes"\ncolumns = ["x0", "y0", "x1", "y1"]', '"columns" in'),
        ('format = "boxes"\ncolumns = ["x0", "y0", "x1", "y1", "score", "score"]', '"columns" in'),
        ('format = "boxes"\ncolumns = ["x0", "y0", "x1", "y1", "score", "colour"]', '"columns" in'),
        ('format = "ssd"\nunits = "feet"', '"units" in'),
    ],
)
def test_a_form_of_boxes_that_makes_no_sense_is_refused(form: str, sentence: str) -> None:
    with pytest.raises(ManifestError) as refused:
        parsed(changed('format = "yolov8"', form))
    assert sentence in str(refused.value)


def test_columns_in_another_order_are_taken() -> None:
    columns = ("-", "class", "score", "x0", "y0", "x1", "y1")
    form = f'format = "boxes"\ncolumns = {json.dumps(columns)}'
    assert parsed(changed('format = "yolov8"', form)).output.columns == columns


@pytest.mark.parametrize(
    "data", [b"", b"name", b"\xff\xfe", b"a = " + b"[" * 20_000, b"a = " + b"9" * 6000, b"#" * 70_000], ids=range(6)
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError):
        parsed(data)


@given(st.text(max_size=300))
def test_any_text_is_a_manifest_or_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        parsed(text.encode("utf-8", "surrogatepass"))


def test_a_manifest_that_cannot_be_read_or_used_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plates.toml"
    with pytest.raises(UsageError, match=r"plates\.toml cannot be read: No such file"):
        read_pack_manifest(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_pack_manifest(tmp_path)
    path.write_bytes(changed("start = 0.5", "start = 2"))
    with pytest.raises(UsageError, match=r'plates\.toml cannot be used: "start" in \[thresholds\]') as refused:
        read_pack_manifest(path)
    assert "help on model packs" in refused.value.advice
