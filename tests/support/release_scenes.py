"""Releases from end to end on small drawn footage: each scene is released, sealed as a pack, and checked again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from reviewer.core.copy import CheckReport, Copy, Settled, Settlement, Verdict
from reviewer.core.detection import Subject
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.region import Keyframe, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.settings import Depth, Search
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import Span, Tick
from reviewer.services.check_detectors import LookersFor, catalogued
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.pack_check import PackReport, check_pack
from reviewer.services.publishing import PackWish
from reviewer.services.release import ReleaseRequest, release
from reviewer.services.sealing import SealRequest, seal
from tests.services.check_scenes import textured
from tests.support.footage import Clip, Sound, make

SOUNDS = (Sound(duration=2.0, tone=300.0, layout="stereo"), Sound(duration=2.0, tone=500.0))
CLIP = Clip(size=(320, 240), frames=60, sounds=SOUNDS, paint=textured)
STAMP = Stamp(reference="DP/7 “é”", corner=Corner.BOTTOM_RIGHT, size=0.05)
FACES = Search(frozenset({Subject.FACE}), Depth.FAST)

Decides = Callable[[Footage], Review]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Footage in a container by its ending, what is decided on it, and the profile."""

    clip: Clip = CLIP
    ending: str = ".mp4"
    decides: Decides = lambda footage: faces(footage)
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a scene: the report of the release, and the checks of its pack without the original and with it,
    None where there is none."""

    report: CheckReport
    alone: PackReport | None = None
    beside: PackReport | None = None

    @property
    def faults(self) -> list[str]:
        """A sentence for each point or pack that does not hold though nothing was done to it."""
        told = [f"release: {f.point}: {f.sentence}" for f in self.report.findings if not f.held]
        for name, found in (("pack alone", self.alone), ("pack beside its original", self.beside)):
            if found is None:
                continue
            told += [f"{name}: {f.sentence}" for f in found.findings if not f.held]
            if found.report is not None:
                told += [f"{name}: {f.point}: {f.sentence}" for f in found.report.findings if not f.held]
                told += [f"{name}: a hit is open: {h.id} {h.reason}" for h in found.report.open_hits]
            if not found.settled:
                told.append(f"{name}: not settled")
        return told


def faces(footage: Footage, *, effect: str | None = None, **fields: object) -> Review:
    """Two faces that move and a plate, all with the effect where it may be had."""
    span = footage.recording.index.span
    scale = footage.recording.video.width / 320

    def region(name: str, box: Box, *, shape: Shape = Shape.ELLIPSE, subject: Subject = Subject.FACE) -> Region:
        first = Box(*(v * scale for v in (box.x, box.y, box.width, box.height)))
        path = (Keyframe(span.start, first), Keyframe(Tick(span.end - 1), first.moved(20 * scale, 6 * scale)))
        made = Region(id=RegionId(name), subject=subject, span=span, keyframes=path, shape=shape, effect=effect)
        return replace(made, **fields) if subject is Subject.FACE else made  # type: ignore[arg-type]

    plate = region("c", Box(60, 190, 44, 16), shape=Shape.RECTANGLE, subject=Subject.PLATE)
    return of([region("a", Box(20, 110, 50, 60)), region("b", Box(190, 20, 60, 70)), plate])


def inverse(footage: Footage) -> Review:
    """All but one moving place is hidden."""
    whole = faces(footage, inverse=True)
    return of([whole.regions[RegionId("b")]])


def silenced(treatment: Treatment, *, channels: frozenset[int] | None = None) -> Decides:
    """Faces, a stretch in the middle, and one that goes on beyond the end."""

    def decides(footage: Footage) -> Review:
        index = footage.recording.index
        count = len(index)
        inside = Span(index.tick(count // 4), index.tick(count // 2))
        beyond = Span(index.tick(count - 8), Tick(index.end + (index.end - index.tick(0))))
        silences = [
            Silence(id=SilenceId(name), span=span, treatment=treatment, channels=channels)
            for name, span in (("inside", inside), ("beyond", beyond))
        ]
        return faces(footage).silencing(silences)

    return decides


def cut(decides: Decides) -> Decides:
    """The same with two stretches kept."""

    def decided(footage: Footage) -> Review:
        index = footage.recording.index
        count = len(index)
        # Neither end is a frame's own time.
        first = Span(Tick(index.tick(count // 8) + 1), index.tick(count // 3))
        last = Span(index.tick(count // 2), Tick(index.tick(count - count // 5) + 1))
        return replace(decides(footage), kept=(first, last))

    return decided


def released(scene: Scene, folder: Path, *, lookers: LookersFor = catalogued, keys: Path | None = None) -> Outcome:
    """Release the scene in `folder`, settle every hit, and check the pack twice; raises what the engine raises."""
    footage: Footage = finished(take_in(make(folder / f"original{scene.ending}", scene.clip)))
    review = scene.decides(footage)
    wish = PackWish(case="Case", keys=keys or folder / "keys")
    request = ReleaseRequest(
        footage=footage, review=review, profile=scene.profile, search=FACES, target=folder / "pack", pack=wish
    )
    copy: Copy = finished(release(request)).copy
    report = copy.report
    if not report.held:
        return Outcome(report=report)
    if report.verdict is Verdict.OPEN:
        copy = finished(seal(SealRequest(copy=_settled(copy), footage=footage, review=review, wish=wish)))
    alone: PackReport = finished(check_pack(copy.path.parent, lookers=lookers))
    beside: PackReport = finished(check_pack(copy.path.parent, original=footage.path, lookers=lookers))
    return Outcome(report=report, alone=alone, beside=beside)


def _settled(copy: Copy) -> Copy:
    report = copy.report
    said = Settled(how=Settlement.NOT_ONE, reason="drawn", by="Ada", at="2026-01-01T00:00:00+00:00")
    for hit in report.hits:
        report = report.settling(hit.id, said)
    return replace(copy, report=report)


def _varied() -> tuple[int, ...]:
    return tuple(3000 * n + (n * n * 37) % 2500 for n in range(60))


_TS = Fraction(1, 90000)

SCENES: dict[str, Scene] = {
    **{f"sound {t}": Scene(decides=silenced(t)) for t in Treatment},
    **{f"one channel {t}": Scene(decides=silenced(t, channels=frozenset({1}))) for t in Treatment},
    **{f"cut {t}": Scene(decides=cut(silenced(t))) for t in Treatment},
    **{
        f"effect {name}": Scene(decides=lambda f, name=name: faces(f, effect=name, label="A <b> é"))  # type: ignore[misc]
        for name in ("solid", "mosaic", "blur", "silhouette", "outline", "label")
    },
    **{
        f"{quality} {name}": Scene(
            decides=lambda f, name=name: faces(f, effect=name),
            profile=Profile(quality=quality),  # type: ignore[misc]
        )
        for quality in Quality
        for name in ("solid", "mosaic", "outline")
    },
    "inverse": Scene(decides=inverse),
    "inverse mosaic": Scene(decides=inverse, profile=Profile(effect="mosaic")),
    "stamp": Scene(profile=Profile(stamp=STAMP)),
    "stamp cut": Scene(decides=cut(faces), profile=Profile(stamp=STAMP)),
    "sound silent": Scene(decides=silenced(Treatment.BLEEP), profile=Profile(sound=SoundPolicy.SILENT)),
    "sound none": Scene(decides=silenced(Treatment.BLEEP), profile=Profile(sound=SoundPolicy.NONE)),
    "cut silent": Scene(decides=cut(silenced(Treatment.BLEEP)), profile=Profile(sound=SoundPolicy.SILENT)),
    "no sound": Scene(clip=replace(CLIP, sounds=()), decides=silenced(Treatment.MUTE)),
    "late": Scene(
        clip=replace(CLIP, first=45, sounds=(Sound(start=1.7, duration=1.9, tone=300.0),)),
        decides=silenced(Treatment.BLEEP),
        profile=Profile(stamp=STAMP),
    ),
    "late cut": Scene(
        clip=replace(CLIP, first=45, sounds=(Sound(start=1.7, duration=1.9, tone=300.0),)),
        decides=cut(silenced(Treatment.NOISE)),
        profile=Profile(stamp=STAMP),
    ),
    "ts": Scene(
        clip=replace(CLIP, time_base=_TS, first=126000, sounds=(Sound(start=1.4, tone=300.0),)),
        ending=".ts",
        decides=silenced(Treatment.BLEEP),
        profile=Profile(stamp=STAMP),
    ),
    "ts cut": Scene(
        clip=replace(CLIP, time_base=_TS, first=126000, sounds=(Sound(start=1.4, tone=300.0),)),
        ending=".ts",
        decides=cut(silenced(Treatment.MUTE)),
        profile=Profile(stamp=STAMP),
    ),
    "mkv": Scene(ending=".mkv", clip=replace(CLIP, time_base=Fraction(1, 1000)), decides=silenced(Treatment.NOISE)),
    "rotated": Scene(clip=replace(CLIP, rotation=90, size=(240, 320)), profile=Profile(stamp=STAMP)),
    "rotated cut": Scene(clip=replace(CLIP, rotation=270, size=(240, 320)), decides=cut(faces)),
    "interlaced": Scene(
        clip=replace(CLIP, interlaced=True, options={"x264-params": "tff=1"}), profile=Profile(stamp=STAMP)
    ),
    "interlaced mosaic": Scene(
        clip=replace(CLIP, interlaced=True, options={"x264-params": "tff=1"}), profile=Profile(effect="mosaic")
    ),
    "odd": Scene(
        clip=replace(CLIP, size=(321, 243), codec="ffv1", pixel_format="yuv444p"),
        ending=".mkv",
        profile=Profile(stamp=STAMP),
    ),
    "odd cut mosaic": Scene(
        clip=replace(CLIP, size=(321, 243), codec="ffv1", pixel_format="yuv444p"),
        ending=".mkv",
        decides=cut(faces),
        profile=Profile(effect="mosaic"),
    ),
    "variable": Scene(
        clip=replace(CLIP, ticks=_varied(), time_base=_TS),
        decides=silenced(Treatment.BLEEP),
        profile=Profile(stamp=STAMP),
    ),
    "variable cut": Scene(
        clip=replace(CLIP, ticks=_varied(), time_base=_TS),
        decides=cut(silenced(Treatment.DISGUISE)),
        profile=Profile(stamp=STAMP),
    ),
    "full range": Scene(clip=replace(CLIP, full_range=True), decides=lambda f: faces(f, effect="blur")),
}
"""Every scene by its name."""
