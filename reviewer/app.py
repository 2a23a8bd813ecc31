"""Put the program together: the one place that knows every part, and hands each what it needs.

What decodes, detects and renders is imported where it is first called, so that the window is there at once.
"""

import os
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from reviewer.core.analysis import Analysis
from reviewer.core.copy import Copy
from reviewer.core.cost import Cost
from reviewer.core.detection import Track
from reviewer.core.footage import Footage, Recording
from reviewer.core.loudness import Waveform
from reviewer.core.overlay import Overlays
from reviewer.core.places import practice_folder
from reviewer.core.profile import Profile
from reviewer.core.pursuit import Followed, Pursuit
from reviewer.core.region import Region
from reviewer.core.removal import Removed
from reviewer.core.review import Review
from reviewer.core.settings import Depth, Search
from reviewer.core.speaking import Speech
from reviewer.core.transcript import Transcript
from reviewer.core.watched import Match, Term
from reviewer.services.cases import actor
from reviewer.services.films import FilmSource
from reviewer.services.jobs import JobRunner, Progress
from reviewer.services.models import ModelPacks
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import Event, PicturePlayer
from reviewer.services.sights import CropEvent, CropSource
from reviewer.store.settings_file import SettingsFile, settings_folder
from reviewer.ui.application import make_application, manners
from reviewer.ui.asking import User
from reviewer.ui.costs import Tell
from reviewer.ui.main_window import MainWindow
from reviewer.ui.means import Means
from reviewer.ui.orders import CaseFacts, ReleaseOrder, SealOrder

if TYPE_CHECKING:
    from reviewer.services.publishing import PackWish

LOADING = threading.Lock()
"""Held while the libraries for decoding are loaded."""


def run(case: Path | None) -> int:
    """Open the window, on a case's folder or a recording when one is given; returns the exit status at its end."""
    application = make_application()
    window = build()
    with manners(window):
        window.show()
        QTimer.singleShot(0, window, lambda: window.start(case))  # once the window is there to ask over
        return application.exec()


def build(*, means: Means | None = None, user: User | None = None) -> MainWindow:
    """The window with everything behind it; `means` and `user` stand in for the real ones in tests."""
    return MainWindow(means or real_means(), JobRunner(), user=user)


def real_means() -> Means:
    """The services as they are."""
    who = actor()
    return Means(
        open_case=lambda folder: OpenedCase.open(folder, actor=who),
        create_case=lambda folder, title: OpenedCase.create(folder, title=title, actor=who),
        take_in=_take_in,
        verify=_verify,
        found_again=_found_again,
        trouble_with=_trouble_with,
        read_transcript=_read_transcript,
        propose_words=_propose_words,
        practice=_practice,
        analyse=_analyse,
        read_plates=_read_plates,
        costs=_costs,
        propose=_propose,
        pursue=_pursue,
        find_overlays=_find_overlays,
        removals=_removals,
        release=_release,
        seal=_seal,
        withdraw=_withdraw,
        player=_player,
        proxy_place=_proxy_place,
        make_proxy=_make_proxy,
        crops=_crops,
        hit_crops=_hit_crops,
        film=_film,
        waveform=_waveform,
        speech=_speech,
        packs=ModelPacks(),
        settings=SettingsFile(settings_folder()),
        warm_up=_warm_up,
    )


def window_check() -> None:
    """Open the window off the screen, paint it once and close it; raises RuntimeError when nothing was painted."""
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        application = make_application()
        window = build(means=replace(real_means(), settings=SettingsFile(None)))  # those of the user stay as they are
        window.show()
        application.processEvents()
        painted = window.grab().toImage()
        window.close()
        application.processEvents()
    finally:
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before
    colours = {painted.pixel(x, y) for x in range(0, painted.width(), 7) for y in range(0, painted.height(), 7)}
    if len(colours) < 2:
        raise RuntimeError("the window was not painted")


# Generators run on the job's thread from their first line, and so do the imports in them.


def _take_in(path: Path) -> Generator[Progress, None, Footage]:
    _load()
    from reviewer.services.intake import take_in

    return (yield from take_in(path))


def _verify(footage: Footage) -> Generator[Progress, None, None]:
    _load()
    from reviewer.services.intake import verify_unchanged

    yield from verify_unchanged(footage)


def _found_again(footage: Footage, path: Path) -> Generator[Progress, None, Path]:
    _load()
    from reviewer.services.intake import found_again

    return (yield from found_again(footage, path))


def _trouble_with(footage: Footage) -> str:
    from reviewer.services.originals import trouble_with

    return trouble_with(footage)


def _read_transcript(path: Path, recording: Recording) -> Generator[Progress, None, Transcript]:
    from reviewer.services.transcripts import read_transcript

    return (yield from read_transcript(path, recording))


def _propose_words(transcript: Transcript, terms: Sequence[Term]) -> Generator[Progress, None, tuple[Match, ...]]:
    from reviewer.services.watching import propose

    return (yield from propose(transcript, terms))


def _practice() -> Generator[Progress, None, Path]:
    _load()
    from reviewer.services.practice import fresh_practice

    return (yield from fresh_practice(practice_folder(), actor=actor()))


def _analyse(footage: Footage, search: Search, *, work: Path) -> Generator[Progress, None, Analysis]:
    _load()
    from reviewer.services.analysis import analyse
    from reviewer.services.appraisal import examine
    from reviewer.services.kept import unfinished
    from reviewer.services.usage import Stopwatch

    found = yield from analyse(footage, search, kept=unfinished(footage, search, work=work))
    looking = examine(footage, search, analysis=found)
    return (yield from Stopwatch().stage("estimate", looking, title="looking twice at a sample of frames"))


def _read_plates(footage: Footage, tracks: tuple[Track, ...]) -> Generator[Progress, None, tuple[Track, ...]]:
    _load()
    from reviewer.services.plate_reading import read_plates

    return (yield from read_plates(footage, tracks))


def _costs(path: Path, search: Search, *, told: Tell) -> Generator[Progress, None, Mapping[Depth, Cost]]:
    _load()
    from reviewer.services.trial import costs

    return (yield from costs(path, ModelPacks().with_packs(search), told=told))


def _propose(tracks: tuple[Track, ...], footage: Footage) -> tuple[Region, ...]:
    _load()
    from reviewer.services.analysis import propose

    return propose(tracks, footage)


def _pursue(footage: Footage, pursuit: Pursuit, *, tracks: tuple[Track, ...]) -> Generator[Progress, None, Followed]:
    _load()
    from reviewer.services.pursuit import follow_region

    return (yield from follow_region(footage, pursuit, tracks=tracks))


def _find_overlays(footage: Footage) -> Generator[Progress, None, Overlays]:
    _load()
    from reviewer.services.overlays import find_overlays

    return (yield from find_overlays(footage))


def _removals(footage: Footage) -> Generator[Progress, None, tuple[Removed, ...]]:
    _load()
    from reviewer.services.removal import removals

    return (yield from removals(footage))


def _release(order: ReleaseOrder) -> Generator[Progress, None, Copy]:
    _load()
    from reviewer.services.release import ReleaseRequest, release

    request = ReleaseRequest(
        footage=order.footage,
        review=order.review,
        profile=order.profile,
        search=order.search,
        target=order.target,
        found_with=order.found_with,
        sample=order.sample,
        disclosure=order.disclosure,
        earlier=order.earlier,
        parts=order.parts,
        pack=_pack_wish(order.case, order.footage, review=order.review, profile=order.profile),
    )
    result = yield from release(request)
    return result.copy


def _seal(order: SealOrder) -> Generator[Progress, None, Copy]:
    _load()
    from reviewer.services.sealing import SealRequest, seal

    wish = _pack_wish(order.case, order.footage, review=order.review, profile=order.copy.profile)
    return (yield from seal(SealRequest(copy=order.copy, footage=order.footage, review=order.review, wish=wish)))


def _pack_wish(case: CaseFacts, footage: Footage, *, review: Review, profile: Profile) -> "PackWish":
    from reviewer.services.publishing import PackWish, texts_for

    texts = texts_for(case.transcript, footage, review=review, profile=profile)
    return PackWish(case=case.title, keys=settings_folder(), log=case.log, texts=texts)


def _withdraw(copy: Copy) -> None:
    from reviewer.services.publishing import withdraw

    withdraw(copy)


def _player(footage: Footage, listener: Callable[[Event], None]) -> PicturePlayer:
    _load()
    from reviewer.media.speaker import DeviceSpeaker
    from reviewer.services.playback import Player

    return Player(footage, listener, speaker=DeviceSpeaker())


def _proxy_place(footage: Footage, work: Path) -> Path | None:
    _load()
    from reviewer.services.proxy import is_worthwhile, place_of

    return place_of(work, footage) if is_worthwhile(footage) else None


def _make_proxy(footage: Footage, place: Path, *, first: int) -> Generator[Progress, None, None]:
    _load()
    from reviewer.services.proxy import make_proxy

    yield from make_proxy(footage, place, first=first)


def _hit_crops(listener: Callable[[CropEvent], None]) -> CropSource:
    _load()
    from reviewer.services.hit_crops import HitCrops

    return HitCrops(listener)


def _crops(listener: Callable[[CropEvent], None]) -> CropSource:
    _load()
    from reviewer.services.crops import Crops

    return Crops(listener)


def _film(listener: Callable[[object], None]) -> FilmSource:
    _load()
    from reviewer.services.filmstrip import Filmstrip

    return Filmstrip(listener)


def _waveform(footage: Footage, work: Path | None) -> Generator[Progress, None, Waveform]:
    _load()
    from reviewer.services.waveform import waveform

    return (yield from waveform(footage, work=work))


def _speech(footage: Footage, work: Path | None) -> Generator[Progress, None, Speech]:
    _load()
    from reviewer.services.speech import speech

    return (yield from speech(footage, work=work))


def _warm_up() -> None:
    """Load what the first picture needs, while the user is still choosing it."""
    threading.Thread(target=_load, name="warm up", daemon=True).start()


def _load() -> None:
    """Load what decodes, one thread at a time: its modules import one another, so that two threads lock each other."""
    with LOADING:
        import numpy.ma  # noqa: F401  # numpy itself loads it when it is first asked for the unique values of anything

        import reviewer.services.playback  # noqa: F401
