"""Finds and follows every subject of a footage: segments side by side in child processes, then linked to tracks."""

import secrets
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

import numpy as np

from reviewer.core.analysis import Analysis
from reviewer.core.copy import Hit
from reviewer.core.detection import Track, TrackId
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.settings import Search
from reviewer.core.timing import Tick
from reviewer.services.appraisal import appraised
from reviewer.services.crew import Crew
from reviewer.services.doubts import Seen
from reviewer.services.foreman import Foreman
from reviewer.services.jobs import Progress
from reviewer.services.kept import Kept
from reviewer.services.looking import Source, follow_hits, looking
from reviewer.services.pool import hands
from reviewer.services.proposals import propose
from reviewer.services.segments import rate_of, segments_of
from reviewer.services.suspects import suspecting
from reviewer.services.tape import ROOM
from reviewer.services.workers import Limits, in_child
from reviewer.vision.link import link
from reviewer.vision.rejoin import Course, rejoined
from reviewer.vision.scan import Looked, Segment
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet

__all__ = ["analyse", "propose", "pursue"]

PATIENCE = 90.0
"""Seconds without a sign of life after which a child is given up that looks with detectors somebody added: they may
hang, and two children have to be waited for."""


def analyse(
    footage: Footage, search: Search, *, workers: int | None = None, kept: Kept | None = None
) -> Generator[Progress, None, Analysis]:
    """Find and follow everything that `search` asks for; one unit of progress is a frame.

    What is `kept` of this very analysis is gone on with, and what is finished is kept there. The segments and so the
    result depend neither on that nor on the number of `workers`, by default as many as the machine has room for.
    Raises what reading raises, and FootageError naming the seconds at which one child after the other died.
    """
    segments = segments_of(footage.recording)
    foreman = Foreman(footage, segments, kept=kept)
    yield from suspecting(search, _look(footage, search, foreman=foreman, workers=workers or hands()))
    looked = foreman.results()
    linked = link([each.tracklets for each in looked], borders=[s.last for s in segments[:-1]])
    video, rate = footage.recording.video, rate_of(footage.recording)
    scene = Scene.joined(_scenes(looked, segments))
    tracks = _tracks(rejoined(linked.tracks, Course(scene, video.width, rate)), footage.recording.index)
    seen = Seen(linked.dropped, scene, footage.recording.index, (video.width, video.height), rate)
    return Analysis(tracks, appraised(tracks, seen))


def _scenes(looked: Sequence[Looked], segments: Sequence[Segment]) -> list[Scene]:
    """What the frames of each segment are like; where none of them can be decoded, the one before stays on show."""
    scenes, light, detail = list[Scene](), 0.0, 0.0
    for each, segment in zip(looked, segments, strict=True):
        scene, count = each.scene, segment.last - segment.first + 1
        if not len(scene):
            still, no_cut = np.zeros((count, 2), np.float32), np.zeros(count, np.bool_)
            scene = Scene(still, np.full(count, light, np.float32), np.full(count, detail, np.float32), no_cut)
        light, detail = float(scene.light[-1]), float(scene.detail[-1])
        scenes.append(scene)
    return scenes


def _look(footage: Footage, search: Search, *, foreman: Foreman, workers: int) -> Generator[Progress, None, None]:
    done = foreman.frames_done
    note = f"going on from {done / foreman.frames:.0%}" if done else ""
    yield Progress(done, foreman.frames, note)
    size = min(workers, foreman.waiting)
    bench = partial(looking, room=ROOM[search.depth] // max(1, size))
    crew = Crew(
        bench,
        (Source(footage.path, footage.recording), search),
        size=size,
        name=footage.path.name,
        limits=replace(Limits(), silence=PATIENCE) if search.packs else Limits(),
    )
    with closing(crew.work(foreman)) as steps:
        for step in steps:
            done = max(done, foreman.frames_done + step.done)  # what a child had done that died is done again
            yield Progress(done, foreman.frames, note)


def pursue(footage: Footage, hits: Sequence[Hit]) -> Generator[Progress, None, tuple[Track, ...]]:
    """Follow each hit of a check both ways in the footage, whatever the detectors of the analysis say of it."""
    source = Source(footage.path, footage.recording)
    found = yield from in_child(follow_hits, source, tuple(hits), name=footage.path.name)
    return tuple(
        _track(t, footage.recording.index, name=f"hit-{h.tick}-{h.box.x:.0f}-{h.box.y:.0f}")
        for h, t in zip(hits, found, strict=True)
    )


def _tracks(tracklets: Sequence[Tracklet], index: FrameIndex) -> tuple[Track, ...]:
    run = secrets.token_hex(2)  # a region that a person works on keeps its id when footage is analysed again
    return tuple(_track(t, index, name=f"{t.subject}-{number:04d}-{run}") for number, t in enumerate(tracklets, 1))


def _track(tracklet: Tracklet, index: FrameIndex, *, name: str) -> Track:
    numbers = slice(tracklet.first, tracklet.last + 1)
    return Track(
        id=TrackId(name),
        subject=tracklet.subject,
        ticks=np.array(index.ticks[numbers], np.int64),
        boxes=tracklet.boxes,
        origins=tracklet.origins,
        scores=tracklet.scores,
        end=Tick(index.after(tracklet.last)),
        quads=tracklet.quads,
    )
