"""The model packs that have been added to the program: where they lie, and a detector out of each.

A pack is a folder with the pack's name that holds `manifest.toml`, `model.onnx` and, while it is switched off, an empty
file `off`. The digests of both files are compared each time that the pack is used.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reviewer.core import places
from reviewer.core.errors import ReviewerError, UsageError
from reviewer.core.settings import ModelPack
from reviewer.vision.detector import Detector
from reviewer.vision.pack_manifest import PackManifest, read_pack_manifest
from reviewer.vision.weights import Model, Weights, Wording

MANIFEST, MODEL, OFF = "manifest.toml", "model.onnx", "off"

MOST_BYTES = 256 * 1024 * 1024
"""The largest model that is taken: every process of an analysis holds it, and detectors have a tenth of that."""

SWITCH_OFF = "Switch the model pack off, or remove it and add it again; the footage and the case are unchanged."

WORDING = Wording(
    missing="is missing from its model pack",
    altered="is not the one that was added: its digest differs",
    find_again=SWITCH_OFF,
    tell=f"Tell the administrator. {SWITCH_OFF}",
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack as it lies in its folder; `fault` is a sentence where it cannot be used, `manifest` None where unknown."""

    name: str
    folder: Path
    everyone: bool
    on: bool
    manifest: PackManifest | None
    fault: str = ""


def shelved(folders: places.PackFolders) -> tuple[Shelved, ...]:
    """Every pack there is, by name: those for everyone, then one's own; the models themselves are not looked at."""
    taken: set[str] = set()
    packs = []
    for parent, everyone in ((folders.everyone, True), (folders.own, False)):
        for folder in _folders(parent):
            packs.append(_shelved(folder, everyone=everyone, taken=folder.name in taken))
            taken.add(folder.name)
    return tuple(packs)


def checked_model(folder: Path, manifest: PackManifest) -> bytes:
    """The model of the pack in `folder`; raises ReviewerError when it is missing or not the one of the manifest."""
    model = Model(manifest.name, MODEL, manifest.sha256, manifest.licence)
    path = folder / MODEL
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise ReviewerError(f"The model {manifest.name} {WORDING.altered}.", WORDING.tell)
    return Weights(folder, models=[model], wording=WORDING).data(manifest.name)


def opened(pack: ModelPack, *, area: int, mirrored: bool = False) -> Detector:
    """The detector of a pack that is exactly as `pack` says; raises ReviewerError when it is not, or fails."""
    found = next((s for s in shelved(places.pack_folders()) if s.name == pack.name), None)
    if found is None:
        raise ReviewerError(f"The model pack {pack.name} has been removed.", "Start again; it is done without it then.")
    if found.manifest is None:
        raise ReviewerError(found.fault, SWITCH_OFF)
    if found.manifest.pack != pack:
        raise ReviewerError(
            f"The model pack {pack.name} has been changed since the work began.", "Start again; the case is unchanged."
        )
    return opened_from(found.folder, found.manifest, area=area, mirrored=mirrored)


def opened_from(folder: Path, manifest: PackManifest, *, area: int, mirrored: bool = False) -> Detector:
    """The detector of the pack in `folder`; raises ReviewerError when its model is altered, or cannot be used."""
    from reviewer.vision.packed import PackedDetector  # ONNX Runtime and OpenCV: only where something is looked at

    return PackedDetector(manifest, checked_model(folder, manifest), area=area, mirrored=mirrored)


def _folders(parent: Path) -> Iterator[Path]:
    """What lies in the folder of packs; unfinished work and what a system leaves there begins with a full stop."""
    try:
        names = sorted(entry.name for entry in os.scandir(parent) if not entry.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as error:
        raise ReviewerError(
            f"The folder of model packs {parent} cannot be read: {error.strerror}.",
            "Ask the administrator for the right to read it.",
        ) from error
    yield from (parent / name for name in names)


def _shelved(folder: Path, *, everyone: bool, taken: bool) -> Shelved:
    name, on = folder.name, not (folder / OFF).exists()
    fault, manifest = "", None
    try:
        manifest = read_pack_manifest(folder / MANIFEST)
    except UsageError as error:
        fault = f"The model pack {name} is damaged. {error}"
    if manifest is not None and manifest.name != name:
        fault = f"The model pack {name} is damaged: its manifest is that of {manifest.name}."
    if taken:
        on = False
        fault = f"There is a model pack {name} for everyone on this computer; your own of that name is not used."
    return Shelved(name, folder, everyone, on, None if fault else manifest, fault)
