"""Model packs: detectors that an administrator adds to the installed program, lists, switches off and removes.

Adding runs a model once, on a plain picture and in a child process, so that one that is hostile or broken ends only
the child. What is added is a copy: the files that were named are not needed afterwards.
"""

import hashlib
import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from reviewer.core import places
from reviewer.core.errors import DiskError, FootageError, ReviewerError, UsageError
from reviewer.core.frame import Frame
from reviewer.core.settings import ModelPack, Search
from reviewer.core.timing import Tick
from reviewer.services.jobs import Progress
from reviewer.services.staging import scratch
from reviewer.services.workers import Limits, in_child
from reviewer.vision.pack_manifest import PackManifest, read_pack_manifest
from reviewer.vision.packs import MANIFEST, MODEL, MOST_BYTES, OFF, Shelved, checked_model, opened_from, shelved
from reviewer.vision.unheard import natives_unheard
from reviewer.vision.weights import Model, read_manifest

TRIED = Limits(memory=2 * 1024**3, silence=60.0)
"""What a model may take for one plain picture: a large one takes a twentieth of the memory and of the time."""

TRIAL_SIZE, TRIAL_AREA = (1280, 720), 960 * 544
"""Width and height of the plain picture, and the pixels that a model of any size is given of it."""

NOT_ADDED = "Nothing was added."


@dataclass(frozen=True, slots=True)
class Offered:
    """A pack that can be added: what its manifest says, and where manifest and model lie now."""

    manifest: PackManifest
    text: Path
    model: Path


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of the one look at a plain picture: how long it took, in seconds, and how much it found there."""

    seconds: float
    finds: int


@dataclass(frozen=True, slots=True)
class Added:
    """A pack that is now in its place."""

    pack: ModelPack
    tried: Tried


class ModelPacks:
    """The packs of this computer, and of the person who uses it."""

    def __init__(self, folders: places.PackFolders | None = None) -> None:
        self._folders = folders or places.pack_folders()

    def listed(self) -> tuple[Shelved, ...]:
        """Every pack, those for everyone first, then by name; one whose model is missing or altered has a fault."""
        return tuple(_verified(pack) for pack in shelved(self._folders))

    def with_packs(self, search: Search) -> Search:
        """The same search with every pack that is switched on and looks for what it is for.

        Raises ReviewerError for a pack that is switched on and damaged: it might have been one of them.
        """
        found = []
        for pack in shelved(self._folders):
            if pack.on and pack.manifest is None:
                raise ReviewerError(
                    pack.fault, f"Remove it and add it again, or switch it off: reviewer models off {pack.name}"
                )
            if pack.on and pack.manifest is not None and pack.manifest.subject in search.find:
                found.append(pack.manifest.pack)
        return replace(search, packs=tuple(sorted(found)))

    def here(self, search: Search) -> Search:
        """The same search with those of its packs that are on this computer just as they were, and switched on."""
        there = {p.manifest.pack for p in self.listed() if p.on and p.manifest is not None and not p.fault}
        return replace(search, packs=tuple(pack for pack in search.packs if pack in there))

    def may_add_for_everyone(self) -> bool:
        """Whether this person may write where the packs for everyone lie."""
        folder = self._folders.everyone
        there = next(place for place in (folder, *folder.parents) if place.exists())
        return os.access(there, os.W_OK)

    def add(self, offered: Offered, *, everyone: bool = False) -> Generator[Progress, None, Added]:
        """Copy a pack to its place and try it; raises UsageError when it cannot be used, DiskError when not kept.

        It is there, switched on, or nothing of it is.
        """
        manifest = offered.manifest
        refuse_name(manifest.name, taken=[pack.name for pack in shelved(self._folders)])
        parent = self._folders.everyone if everyone else self._folders.own
        with _changing(parent):
            parent.mkdir(parents=True, exist_ok=True)
            with scratch(parent) as folder:
                draft = folder / manifest.name
                draft.mkdir()
                _copy(offered, draft)
                tried = yield from _try(draft, manifest)
                if everyone:
                    _let_everyone_read(parent, draft, *draft.iterdir())
                draft.rename(parent / manifest.name)
        return Added(manifest.pack, tried)

    def remove(self, name: str) -> None:
        """Take a pack away with its files; raises UsageError when there is none, DiskError when it may not be."""
        pack = self._one(name)
        with _changing(pack.folder.parent), scratch(pack.folder.parent) as folder:
            pack.folder.rename(folder / "removed")  # at once, whatever becomes of deleting it

    def switch(self, name: str, *, on: bool) -> None:
        """Have a pack look or not look, for everyone who uses it; raises UsageError or DiskError."""
        pack = self._one(name)
        with _changing(pack.folder.parent):
            if on:
                (pack.folder / OFF).unlink(missing_ok=True)
            else:
                (pack.folder / OFF).touch()

    def _one(self, name: str) -> Shelved:
        """The pack of that name: one's own where both have it, since the other one stands in its way."""
        found = [pack for pack in shelved(self._folders) if pack.name == name]
        if not found:
            raise UsageError(f"There is no model pack {name[:60]!a}.", "See: reviewer models list")
        return found[-1]


def offered_at(path: Path) -> Offered:
    """What the manifest at `path` offers, or that beside the model at `path`; raises UsageError.

    A manifest is a .toml file beside its model; that of MODEL.onnx is MODEL.toml.
    """
    text = path.with_suffix(".toml") if path.suffix.lower() == ".onnx" else path
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", NOT_ADDED)
    if not text.is_file() or text.suffix.lower() != ".toml":
        raise UsageError(
            f"{text.name} is not the manifest of a model pack, or is missing.",
            f"A pack is a model with a manifest, a .toml file beside it that says how to use it. {NOT_ADDED}",
        )
    manifest = read_pack_manifest(text)
    refuse_name(manifest.name, taken=())
    return Offered(manifest, text, text.with_name(manifest.file))


def refuse_name(name: str, *, taken: Iterable[str]) -> None:
    """Raise UsageError when a pack cannot be called so."""
    if name in {model.name for model in shipped()}:
        raise UsageError(
            f"A model pack cannot be called {name}: a detector of the program itself is called so.",
            f"Give it another name in its manifest. {NOT_ADDED}",
        )
    if name in taken:
        raise UsageError(
            f"There is a model pack {name} already.", f"Remove that one first, or name this one otherwise. {NOT_ADDED}"
        )


def shipped() -> tuple[Model, ...]:
    """The models that the program itself comes with."""
    return tuple(read_manifest(places.models() / "manifest.toml"))


def try_out(folder: Path, manifest: PackManifest) -> Generator[Progress, None, Tried]:
    """In a child: look once at a plain grey picture; raises ReviewerError when the model cannot be used."""
    yield Progress(0, None, "try")
    width, height = TRIAL_SIZE
    half = np.full((height // 2, width // 2), 128, np.uint8)
    frame = Frame(Tick(0), np.full((height, width), 128, np.uint8), half, half)
    with natives_unheard():  # what the libraries write about a model; what they raise is told
        detector = opened_from(folder, manifest, area=TRIAL_AREA)
        started = perf_counter()
        finds = detector.detect(frame, threshold=detector.check_threshold)
        return Tried(perf_counter() - started, len(finds))


def tried_in_child(folder: Path, manifest: PackManifest) -> Generator[Progress, None, Tried]:
    """Have a child look once with the pack in `folder`; raises ReviewerError when it fails, or ends the child."""
    try:
        return (yield from in_child(try_out, folder, manifest, name=f"the model {manifest.name}", limits=TRIED))
    except FootageError as error:  # what became of the child, said as of a recording
        raise ReviewerError(
            f"The model of the pack {manifest.name} ended, or hung, the process in which it was tried.",
            "Switch the model pack off or remove it, and ask whoever made it.",
        ) from error


def _try(folder: Path, manifest: PackManifest) -> Generator[Progress, None, Tried]:
    """As tried_in_child, of a pack that is being added."""
    try:
        return (yield from tried_in_child(folder, manifest))
    except ReviewerError as error:
        raise UsageError(str(error), f"Correct the manifest, or ask whoever made the pack. {NOT_ADDED}") from error


def _copy(offered: Offered, folder: Path) -> None:
    """Copy both files into `folder`; raises UsageError when they are not what they were said to be."""
    manifest, model = offered.manifest, offered.model
    if not model.is_file():
        raise UsageError(f"There is no model {model.name} beside its manifest.", f"Put it there. {NOT_ADDED}")
    size = model.stat().st_size
    if size > MOST_BYTES:
        raise UsageError(
            f"The model {model.name} has {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} MB are taken.", NOT_ADDED
        )
    with model.open("rb") as file:
        data = file.read(MOST_BYTES)
    if hashlib.sha256(data).hexdigest() != manifest.sha256:
        raise UsageError(
            f"The model {model.name} is not the one that its manifest names: its SHA-256 differs.",
            f"Get both again from whoever made them. {NOT_ADDED}",
        )
    (folder / MODEL).write_bytes(data)
    shutil.copyfile(offered.text, folder / MANIFEST)
    if read_pack_manifest(folder / MANIFEST) != manifest:
        raise UsageError(f"The manifest {offered.text.name} has just been changed.", f"Try again. {NOT_ADDED}")


def _verified(pack: Shelved) -> Shelved:
    if pack.manifest is None:
        return pack
    try:
        checked_model(pack.folder, pack.manifest)
    except ReviewerError as error:
        return replace(pack, fault=str(error))
    return pack


def _let_everyone_read(*paths: Path) -> None:
    """Whatever this person's own habit for new files is."""
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)


@contextmanager
def _changing(folder: Path) -> Iterator[None]:
    """Say in a sentence why the folder of packs cannot be changed."""
    try:
        yield
    except (OSError, DiskError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error).rstrip(".")
        raise DiskError(
            f"The model packs in {folder} cannot be changed: {reason}.",
            "Packs for everyone on this computer are the administrator's. Nothing was changed.",
        ) from error
