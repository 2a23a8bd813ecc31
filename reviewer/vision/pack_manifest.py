"""The manifest of a model pack: a short text that says what a model is and how it is to be used.

It comes from outside, so every field of it is looked at before anything is done with it. `resources/help/models.md`
describes the fields for whoever writes one.
"""

import errno
import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from reviewer.core.detection import Subject
from reviewer.core.errors import UsageError
from reviewer.core.settings import ModelPack
from reviewer.vision.pack_table import ManifestError, Table

MOST_BYTES = 64 * 1024
"""A manifest of every field is a fiftieth of that."""

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""A name becomes that of a folder, on every system, and is read aloud in reports."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))})
"""Names that no file or folder can have on Windows."""

LARGEST, SMALLEST = 4096, 16
"""Sides of an input in pixels between which a detector can be meant."""

MOST_CLASSES = 1000


class Output(StrEnum):
    """How the numbers that a model gives out are to be read."""

    YUNET = "yunet"
    YOLO5 = "yolov5"
    YOLO8 = "yolov8"
    BOXES = "boxes"
    SSD = "ssd"


UNITS = {Output.YOLO5: "pixels", Output.YOLO8: "pixels", Output.BOXES: "pixels", Output.SSD: "parts"}
"""What boxes are told in, unless the manifest says otherwise: pixels of the input, or parts of its sides."""

COLUMNS = {
    6: ("x0", "y0", "x1", "y1", "score", "class"),
    7: ("batch", "x0", "y0", "x1", "y1", "class", "score"),
}
"""The columns of an output that has everything in one row for each box, by how many they are, unless it is said."""


@dataclass(frozen=True, slots=True)
class InputForm:
    """How a picture is made ready: `size` is width and height, None for any; each value becomes (v - mean) * scale.

    `mean` and `scale` are in the order of `channels`, for values from 0 to 255.
    """

    size: tuple[int, int] | None
    channels: str
    mean: tuple[float, float, float]
    scale: tuple[float, float, float]
    letterbox: bool


@dataclass(frozen=True, slots=True)
class OutputForm:
    """How the numbers are read.

    `classes` are those that count, None for all; `overlap` is the intersection over union beyond which two finds are
    one; `names` are those of the outputs for boxes and for scores, None to tell them by their shape.
    """

    format: Output
    units: str
    overlap: float
    classes: tuple[int, ...] | None
    names: tuple[str, str] | None
    columns: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores as the model gives them.

    From `start` on a find begins a track, from `keep` on it continues one, from `check` on the check reports it.
    """

    start: float
    keep: float
    check: float


@dataclass(frozen=True, slots=True)
class PackManifest:
    """What a manifest says; `digest` is that of its own text."""

    name: str
    file: str
    sha256: str
    licence: str
    source: str
    subject: Subject
    input: InputForm
    output: OutputForm
    thresholds: Thresholds
    digest: str

    @property
    def pack(self) -> ModelPack:
        """What reports name."""
        return ModelPack(self.name, self.subject, self.licence, self.sha256, self.digest)


def read_pack_manifest(path: Path) -> PackManifest:
    """The manifest in a file; raises UsageError with a sentence that names the field that is wrong."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise OSError(errno.EINVAL, "it is no file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"The manifest {path.name} cannot be read: {error.strerror}.", "Look at the file.") from error
    try:
        return parsed(data)
    except ManifestError as error:
        raise UsageError(
            f"The manifest {path.name} cannot be used: {error}.",
            "Correct it, or ask whoever made it; the help on model packs describes every field.",
        ) from error


def parsed(data: bytes) -> PackManifest:
    """The manifest that these bytes make; raises ManifestError."""
    if len(data) > MOST_BYTES:
        raise ManifestError(f"it is larger than {MOST_BYTES // 1024} KB")
    try:
        table = Table(tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError:
        raise ManifestError("it is not text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"it is not TOML ({error})") from None
    except (RecursionError, ValueError):
        raise ManifestError("it is not TOML") from None
    manifest = PackManifest(
        name=_name(table),
        file=_file(table),
        sha256=_digest(table),
        licence=table.text("licence"),
        source=table.text("source"),
        subject=Subject(table.choice("subject", [str(s) for s in Subject])),
        output=(output := _output(table.table("output"))),
        input=_input(table.table("input", needed=output.format is not Output.YUNET), output.format),
        thresholds=_thresholds(table.table("thresholds")),
        digest=hashlib.sha256(data).hexdigest(),
    )
    table.finish()
    return manifest


def _name(table: Table) -> str:
    name = table.text("name")
    if not NAME.fullmatch(name) or name in RESERVED:
        raise ManifestError(
            '"name" has to be up to 40 small letters, digits and hyphens, with a letter or digit at both ends'
        )
    return name


def _file(table: Table) -> str:
    """The model's name, which lies beside the manifest: no folder, no drive, nothing hidden."""
    name = table.text("file")
    stem, _, ending = name.lower().rpartition(".")
    if re.search(r'[\\/:*?"<>|]', name) or name.startswith(".") or ending != "onnx" or stem in RESERVED:
        raise ManifestError('"file" has to be the name of an .onnx file beside the manifest, without a folder')
    return name


def _digest(table: Table) -> str:
    digest = table.text("sha256").lower()
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ManifestError('"sha256" has to be the SHA-256 of the model, 64 hexadecimal digits')
    return digest


def _input(table: Table, output: Output) -> InputForm:
    if output is Output.YUNET:  # OpenCV makes the picture ready itself
        table.finish()
        return InputForm(None, "BGR", (0, 0, 0), (1, 1, 1), letterbox=False)
    form = InputForm(
        size=_size(table),
        channels=table.choice("channels", ["RGB", "BGR"]),
        mean=_three("mean", table.value("mean", default=0.0)),
        scale=_three("scale", table.value("scale")),
        letterbox=table.switch("letterbox", default=False),
    )
    if 0.0 in form.scale:
        raise ManifestError('"scale" in [input] must not be 0')
    table.finish()
    return form


def _size(table: Table) -> tuple[int, int] | None:
    value = table.value("size")
    if value == "any":
        return None
    if isinstance(value, list) and len(value) == 2 and all(type(v) is int and SMALLEST <= v <= LARGEST for v in value):
        return value[0], value[1]
    raise ManifestError(f'"size" in [input] has to be "any" or [width, height], each from {SMALLEST} to {LARGEST}')


def _three(key: str, value: Any) -> tuple[float, float, float]:
    """A number for each channel; one number stands for all."""
    numbers: Sequence[Any] = value if isinstance(value, list) else [value] * 3
    if len(numbers) != 3 or not all(type(v) in (int, float) and abs(v) <= 1e6 for v in numbers):
        raise ManifestError(f'"{key}" in [input] has to be a number, or three of them, one for each channel')
    return float(numbers[0]), float(numbers[1]), float(numbers[2])


def _output(table: Table) -> OutputForm:
    """The form of the outputs; a field that means nothing for its format is not known there."""
    format_ = Output(table.choice("format", [str(o) for o in Output]))
    known = format_ in UNITS
    form = OutputForm(
        format=format_,
        units=table.choice("units", ["pixels", "parts"], default=UNITS[format_]) if known else "pixels",
        overlap=table.number("overlap", default=0.45, least=0.0, most=1.0),
        classes=_classes(table) if known else None,
        names=_names(table) if format_ in (Output.BOXES, Output.SSD) else None,
        columns=_columns(table) if format_ is Output.BOXES else None,
    )
    table.finish()
    return form


def _classes(table: Table) -> tuple[int, ...] | None:
    value = table.value("classes", default=None)
    if value is None:
        return None
    if (
        not isinstance(value, list)
        or not 1 <= len(value) <= MOST_CLASSES
        or not all(type(v) is int and 0 <= v < MOST_CLASSES for v in value)
    ):
        raise ManifestError(f'"classes" in [output] has to be a list of whole numbers from 0 to {MOST_CLASSES - 1}')
    return tuple(value)


def _names(table: Table) -> tuple[str, str] | None:
    value = table.value("names", default=None)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(v, str) and v for v in value):
        raise ManifestError('"names" in [output] has to be the names of two outputs, boxes and scores')
    return value[0], value[1]


def _columns(table: Table) -> tuple[str, ...] | None:
    value = table.value("columns", default=None)
    if value is None:
        return None
    known = {"x0", "y0", "x1", "y1", "score", "class", "batch", "-"}
    needed = {"x0", "y0", "x1", "y1", "score"}
    if (
        not isinstance(value, list)
        or len(value) > 64
        or not all(isinstance(v, str) and v in known for v in value)
        or not needed <= set(value)
        or any(value.count(v) > 1 for v in known - {"-"})
    ):
        raise ManifestError(
            '"columns" in [output] has to name each column once: x0, y0, x1, y1, score, and class, batch or "-"'
        )
    return tuple(value)


def _thresholds(table: Table) -> Thresholds:
    start, keep, check = (table.number(key, least=0.0, most=1.0) for key in ("start", "keep", "check"))
    if not 0 < keep < start < 1 or not 0 < check <= start:
        raise ManifestError("[thresholds] have to be above 0 and below 1: keep less than start, check at most start")
    table.finish()
    return Thresholds(start, keep, check)
