"""From the words after `reviewer redact` to what is asked of the services, or to a sentence about what is wrong."""

import re
from argparse import Namespace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from reviewer.core.detection import Subject
from reviewer.core.errors import UsageError
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.settings import Depth, Search
from reviewer.effects import catalogue
from reviewer.services.models import ModelPacks
from reviewer.services.pipeline import RedactRequest

Choice = TypeVar("Choice", bound=StrEnum)


def requests_of(given: Namespace) -> list[RedactRequest]:
    """One request for each recording; raises UsageError for whatever can be told without opening any of them."""
    find, depth = _find(given.find), _choice(Depth, given.profile, option="--profile")
    search = ModelPacks().with_packs(Search(find, depth, read=_read(given, find)))
    profile = Profile(_effect(given.effect), _fill(given.fill), _choice(SoundPolicy, given.sound, option="--sound"))
    videos = [Path(video).absolute() for video in given.videos]
    targets = (_packs if given.pack else _targets)(videos, given.output)
    return [
        RedactRequest(video=video, target=target, pack=given.pack, case=given.case, search=search, profile=profile)
        for video, target in zip(videos, targets, strict=True)
    ]


def _packs(videos: list[Path], output: Path) -> list[Path]:
    """The folder of each pack, absolute: what was asked for, or for several recordings their own names in a folder."""
    if output.suffix.lower() == ".mp4":
        raise UsageError(
            f"{output} is the name of a file, and a pack is a folder.",
            "Leave out the .mp4: it becomes the copy's name.",
        )
    return [target.with_suffix("") if len(videos) > 1 else target for target in _targets(videos, output)]


def _read(given: Namespace, find: frozenset[Subject]) -> bool:
    if given.read_plates and given.case is None:
        raise UsageError("--read-plates keeps what it reads in a case.", "Name its folder with --case.")
    if given.read_plates and Subject.PLATE not in find:
        raise UsageError("--read-plates reads plates that were found.", "Let --find look for plates too.")
    return bool(given.read_plates)


def _find(words: str) -> frozenset[Subject]:
    names = [name.strip().lower() for name in words.split(",")]
    return frozenset(_choice(Subject, name, option="--find") for name in names)


def _choice(kind: type[Choice], word: str, *, option: str) -> Choice:
    try:
        return kind(word.lower())
    except ValueError:
        raise _unknown(option, word, choices=[str(choice) for choice in kind]) from None


def _effect(word: str) -> str:
    name = word.lower()
    if name not in catalogue.names():
        raise _unknown("--effect", word, choices=list(catalogue.names()))
    return name


def _unknown(option: str, word: str, *, choices: list[str]) -> UsageError:
    return UsageError(f'{option} does not know "{word}".', f"It knows {', '.join(choices[:-1])} and {choices[-1]}.")


def _fill(word: str) -> tuple[int, int, int]:
    if not re.fullmatch(r"#?[0-9A-Fa-f]{6}", word):
        raise UsageError(
            f'--fill does not understand "{word}".',
            "It takes six hexadecimal digits, two each for red, green and blue: 000000 is black, ff00ff magenta.",
        )
    red, green, blue = bytes.fromhex(word.removeprefix("#"))
    return red, green, blue


def _targets(videos: list[Path], output: Path) -> list[Path]:
    """The name of each copy, absolute: what was asked for, or for several recordings their own names in a folder."""
    output = output.absolute()
    if len(videos) == 1:
        return [output]
    if len(set(videos)) < len(videos):
        raise UsageError("One recording is named twice.", "Name each once.")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file.", "For several recordings -o takes a folder.")
    if not output.exists() and (output.suffix.lower() == ".mp4" or not output.parent.is_dir()):
        raise UsageError(
            f"There is no folder {output}.", "For several recordings -o takes a folder; only its last part is made."
        )
    return [output / name for name in _names(videos)]


def _names(videos: list[Path]) -> list[str]:
    """A name for each copy: that of its recording, with a number where two would be the same."""
    names: list[str] = []
    taken: set[str] = set()
    for video in videos:
        name, number = f"{video.stem}.mp4", 1
        while name.lower() in taken:
            number += 1
            name = f"{video.stem}-{number}.mp4"
        taken.add(name.lower())
        names.append(name)
    return names
