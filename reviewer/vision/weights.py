"""Where each model lies, and that it is the one the manifest names: a file with another digest is refused."""

import hashlib
import tomllib
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


class Weights:
    """The models of one folder, checked against its `manifest.toml` before use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._models = {m.name: m for m in read_manifest(folder / "manifest.toml")}

    def path(self, name: str) -> Path:
        """The file of the model `name`; raises ReviewerError when it is missing or altered."""
        model = self._models[name]
        path = self._folder / model.file
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise ReviewerError(
                f"The model {name} is missing from the installation.",
                "Install the program again; the footage and the case are unchanged.",
            ) from error
        if digest != model.sha256:
            raise ReviewerError(
                f"The model {name} is not the one that was shipped: its digest differs.",
                "Install the program again and tell the administrator; the footage and the case are unchanged.",
            )
        return path

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
