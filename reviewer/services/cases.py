"""Open cases for work that needs no window, and tell what has been done in them already."""

import getpass
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.core.detection import Track, TrackId
from reviewer.core.footage import Footage, FootageId
from reviewer.core.settings import Search
from reviewer.services.staging import scratch
from reviewer.store.audit_log import Broken
from reviewer.store.cases import Case

SAVED, PROPOSED = "Save tracks", "Propose regions"
"""What the log calls the two steps of an analysis: its evidence is kept, then regions are proposed from it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of verifying a log: how many events it holds, and the first broken one."""

    events: int
    broken: Broken | None


def actor() -> str:
    """Who the log says it was: the name this person is logged in under."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "unknown"


@contextmanager
def kept_case(folder: Path) -> Iterator[Case]:
    """The case in `folder`, open for changes, made first where there is none; raises CaseError.

    A case that was made here goes again when no footage was taken into it in the end.
    """
    existed, made = folder.exists(), not Case.exists(folder)
    case = (
        Case.create(folder, title=folder.absolute().name, actor=actor()) if made else Case.open(folder, actor=actor())
    )
    empty = False
    try:
        with case:
            try:
                yield case
            finally:
                empty = made and not case.evidence.footage()
    finally:
        if empty:
            _remove(folder, itself=not existed)


def read_case(folder: Path) -> Case:
    """The case in `folder`, open read-only; raises CaseError."""
    return Case.open(folder, actor=actor(), read_only=True)


@contextmanager
def passing_case() -> Iterator[Case]:
    """A case for one piece of work, removed with all that is in it at the end."""
    temporary = Path(tempfile.gettempdir())
    with scratch(temporary) as folder, Case.create(folder / "case", title="unkept", actor=actor()) as case:
        yield case


def verified_log(folder: Path) -> Verified:
    """Verify the log of the case in `folder`, which is opened read-only; raises CaseError when it cannot be."""
    with read_case(folder) as case:
        broken = case.log.verify()
        return Verified(0 if broken else sum(1 for _ in case.log.events()), broken)


def register(case: Case, footage: Footage) -> Footage:
    """The footage as the case knows it: what it holds of the same fingerprint already, else `footage`, now added.

    Where the original was moved since, the case is told its new place.
    """
    known = case.evidence.find(footage.sha256)
    if known is None:
        case.evidence.add_footage(footage)
        return footage
    if known.path != footage.path and not known.path.exists():
        case.evidence.relocate(known.id, footage.path)
    return replace(known, path=footage.path)


def apart(tracks: Sequence[Track], taken: Iterable[str]) -> tuple[Track, ...]:
    """The tracks, those renamed whose ids are among `taken`, or that another of them has.

    A region that a person has moved or decided on is known by its track's id: a new track must not take its place.
    """
    used, renamed = set(taken), []
    for track in tracks:
        name, number = str(track.id), 1
        while name in used:
            number += 1
            name = f"{track.id}-{number}"
        used.add(name)
        renamed.append(replace(track, id=TrackId(name)))
    return tuple(renamed)


def save_analysis(case: Case, footage: FootageId, *, tracks: Sequence[Track], search: Search) -> None:
    """Keep what an analysis found, with what it was looking for."""
    case.evidence.save_tracks(footage, tracks, detail={"search": describe(search)})


def save_pursued(case: Case, footage: FootageId, *, tracks: Sequence[Track]) -> None:
    """Keep further tracks, from hits of a check; the analysis before counts as done as it was."""
    kept = case.evidence.tracks(footage)
    case.evidence.save_tracks(footage, (*kept, *tracks), detail={"pursued": len(tracks)})


@dataclass(frozen=True, slots=True)
class Analysed:
    """How far the last analysis of a footage came: the search it made, and whether its regions were proposed."""

    search: dict[str, Any] | None = None
    proposed: bool = False

    def is_of(self, search: Search) -> bool:
        """Whether tracks for this very search are kept."""
        return self.search == describe(search)


def analysed(case: Case, footage: FootageId) -> Analysed:
    """What the log says of the last analysis."""
    state = Analysed()
    for event in case.log.events():
        if event.detail.get("footage") != footage:
            continue
        if event.action == SAVED and "search" in event.detail:
            state = Analysed(event.detail["search"])
        elif event.action == PROPOSED:
            state = replace(state, proposed=True)
    return state


def describe(search: Search) -> dict[str, Any]:
    """The search as the log keeps it."""
    return {"find": sorted(str(subject) for subject in search.find), "depth": str(search.depth)}


def _remove(folder: Path, *, itself: bool) -> None:
    """Take away a case that was just made in `folder`, which was empty or not there before."""
    for entry in list(folder.iterdir()):
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if itself:
        folder.rmdir()
