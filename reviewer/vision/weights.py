"""Where each model lies, and that it is the one the manifest names: a file with another digest is refused."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.errors import ReviewerError


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the manifest: what reports name, and what the file must be."""

    name: str
    file: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a model that cannot be used: what is the matter with it, and what to do."""

    missing: str = "is missing from the installation"
    altered: str = "is not the one that was shipped: its digest differs"
    find_again: str = "Install the program again; the footage and the case are unchanged."
    tell: str = "Install the program again and tell the administrator; the footage and the case are unchanged."


class Weights:
    """The models of one folder, checked against its `manifest.toml`, or against `models`, before use."""

    def __init__(self, folder: Path, *, models: Iterable[Model] | None = None, wording: Wording = Wording()) -> None:
        self._folder, self._wording = folder, wording
        listed = read_manifest(folder / "manifest.toml") if models is None else models
        self._models = {m.name: m for m in listed}

    def path(self, name: str) -> Path:
        """The file of the model `name`; raises ReviewerError when it is missing or altered."""
        self.data(name)
        return self._folder / self._models[name].file

    def data(self, name: str) -> bytes:
        """The contents of that file, the very bytes that were checked; raises as `path` does."""
        model, wording = self._models[name], self._wording
        try:
            data = (self._folder / model.file).read_bytes()
        except OSError as error:
            raise ReviewerError(f"The model {name} {wording.missing}.", wording.find_again) from error
        if hashlib.sha256(data).hexdigest() != model.sha256:
            raise ReviewerError(f"The model {name} {wording.altered}.", wording.tell)
        return data

    def models(self) -> tuple[Model, ...]:
        """All models that the manifest names."""
        return tuple(self._models.values())


def read_manifest(path: Path) -> list[Model]:
    """The models named in a manifest; raises ReviewerError when it cannot be read."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["model"]
        return [Model(e["name"], e["file"], e["sha256"], e["licence"]) for e in entries]
    except (OSError, ValueError, KeyError) as error:
        raise ReviewerError(
            "The list of models cannot be read.", "Install the program again; the footage and the case are unchanged."
        ) from error
