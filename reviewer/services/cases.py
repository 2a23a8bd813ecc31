"""Open cases for work that needs no window, and tell what has been done in them already."""

import getpass
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Track, TrackId
from reviewer.core.footage import Footage, FootageId
from reviewer.core.settings import ModelPack, Search
from reviewer.services.going_on import forget
from reviewer.services.pack_record import as_json, from_json
from reviewer.services.staging import scratch
from reviewer.store.audit_log import Broken
from reviewer.store.cases import Case

SAVED, PROPOSED, READ = "Save tracks", "Propose regions", "Read plates"
"""What the log calls the steps of an analysis: its evidence is kept, regions are proposed from it, and, where it was
asked for, the plates in it are read."""


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


def apart_too(appraisal: Appraisal, before: Sequence[Track], *, after: Sequence[Track]) -> Appraisal:
    """The appraisal, about the tracks as `apart` has named them: `after` are those `before`, in their order."""
    named = {old.id: new.id for old, new in zip(before, after, strict=True)}
    doubts = (d if d.track is None else replace(d, track=named[d.track]) for d in appraisal.doubts)
    return replace(appraisal, doubts=tuple(doubts))


def save_analysis(
    case: Case, footage: FootageId, *, tracks: Sequence[Track], search: Search, appraisal: Appraisal | None = None
) -> None:
    """Keep what an analysis found, with what it was looking for; what it would have gone on from is done with."""
    detail = {"search": describe(search)}
    case.evidence.save_tracks(footage, tracks, detail=detail, appraisal=appraisal or Appraisal())
    forget(case.work_folder, footage)


def save_pursued(case: Case, footage: FootageId, *, tracks: Sequence[Track]) -> None:
    """Keep further tracks, from hits of a check; the analysis before counts as done as it was."""
    kept = case.evidence.tracks(footage)
    case.evidence.save_tracks(footage, (*kept, *tracks), detail={"pursued": len(tracks)})


def save_readings(case: Case, footage: FootageId, *, tracks: Sequence[Track]) -> None:
    """Keep what was read on the plates among the tracks, all of which are in the case."""
    case.evidence.save_readings(footage, tracks)


@dataclass(frozen=True, slots=True)
class Analysed:
    """How far the last analysis of a footage came: its search, whether regions were proposed and plates read."""

    search: dict[str, Any] | None = None
    proposed: bool = False
    read: bool = False

    def is_of(self, search: Search) -> bool:
        """Whether tracks for this very search are kept."""
        return self.search == describe(search)

    @property
    def packs(self) -> tuple[ModelPack, ...]:
        """The model packs that looked in it."""
        return tuple(from_json(pack) for pack in (self.search or {}).get("packs", ()))


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
        elif event.action == READ:
            state = replace(state, read=True)
    return state


def describe(search: Search) -> dict[str, Any]:
    """The search as the log keeps it; without a word on model packs where none looked."""
    packs = {"packs": [as_json(pack) for pack in search.packs]} if search.packs else {}
    return {"find": sorted(str(subject) for subject in search.find), "depth": str(search.depth), **packs}


def _remove(folder: Path, *, itself: bool) -> None:
    """Take away a case that was just made in `folder`, which was empty or not there before."""
    for entry in list(folder.iterdir()):
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if itself:
        folder.rmdir()
