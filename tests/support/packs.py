"""Packs of small recordings, in which every private thing bears one word that is easily searched for."""

import hashlib
from dataclasses import replace
from pathlib import Path

from reviewer.core.audit import GENESIS, AuditEvent
from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.disclosure import Disclosure
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, PersonId, Region, RegionId
from reviewer.core.removal import Kind, Removed
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Span, seconds
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.manifest import manifest_of
from reviewer.services.pack_request import PackRequest
from tests.support.footage import Clip, Sound, make

WORD = "Zyxplant"
"""Stands in every name, reason of one's own, value and path of a request, and nowhere else."""

KNOWN = "FOI s.40(2): personal data of someone else"
"""A reason of the table."""


def recording(folder: Path) -> Footage:
    """Two seconds of picture and sound, in a file with the word in its name."""
    path = make(folder / f"{WORD} interview.mp4", Clip(frames=24, sounds=(Sound(),)))
    return finished(take_in(path))


def a_review(footage: Footage, *, kept: tuple[Span, ...] = ()) -> Review:
    """A face and a plate that are hidden, a face that is shown, a silence; each belongs to somebody."""
    index = footage.recording.index
    span, end = Span(index.tick(2), index.tick(20)), index.tick(12)

    def region(name: str, subject: Subject, *, reason: str) -> Region:
        x = 10.0 * len(name) + 40 * int(name[-1])  # another place for each
        path = (Keyframe(span.start, Box(x, 40, 60, 60)), Keyframe(end, Box(x + 40, 50, 60, 60)))
        person = PersonId(f"{WORD} {name}")
        return Region(
            id=RegionId(name), subject=subject, span=span, keyframes=path, reason=reason, person=person, track=None
        )

    hidden = region("face-1", Subject.FACE, reason=f"a neighbour, Jane {WORD}")
    plate = replace(region("plate-1", Subject.PLATE, reason=KNOWN), decision=Decision.CONFIRMED)
    shown = replace(region("face-2", Subject.FACE, reason=f"Sergeant {WORD} on duty"), decision=Decision.REJECTED)
    silence = Silence(id=SilenceId("silence-1"), span=span, reason=f"says {WORD}", person=PersonId(WORD))
    return replace(of([hidden, plate, shown]).silencing([silence]), kept=kept)


def a_report(footage: Footage) -> CheckReport:
    """Every point held, and a hit that a person has settled."""
    tick = footage.recording.index.tick(5)
    time = seconds(tick, footage.recording.video.time_base)
    hit = Hit(
        frame=5, tick=tick, seconds=time, subject=Subject.FACE, box=Box(200, 60, 40, 40), score=0.5, detector="a look"
    )
    report = CheckReport(tuple(Finding(p, True, f"{p} was looked at.") for p in Point), (hit,))
    said = Settled(how=Settlement.LAWFUL, reason=f"{WORD} agreed", by=f"pc.{WORD}", at="2026-01-02T03:04:05+00:00")
    return report.settling(hit.id, said)


def a_log(*times: str) -> tuple[AuditEvent, ...]:
    """Events at these times, sealed one to the other."""
    previous, made = GENESIS, []
    for number, at in enumerate(times):
        event = AuditEvent(at, f"pc.{WORD}", "Confirm region", {"number": number, "person": WORD}).sealed(previous)
        made.append(event)
        previous = event.digest
    return tuple(made)


def request_of(
    footage: Footage, folder: Path, *, review: Review | None = None, removed: tuple[Removed, ...] | None = None
) -> PackRequest:
    """What would be packed in `folder` as Pack 7; the draft is the recording itself, under another name."""
    draft = folder / "draft.mp4"
    draft.write_bytes(footage.path.read_bytes())
    review = a_review(footage) if review is None else review
    copy = Copy(
        footage=footage.id,
        path=draft,
        sha256=hashlib.sha256(draft.read_bytes()).hexdigest(),
        profile=Profile(stamp=Stamp(reference="DP/7")),
        released="2026-01-02T03:05:00+00:00",
        report=a_report(footage),
        disclosure=Disclosure(recipient=f"Percy {WORD}", organisation=WORD, purpose=WORD, basis=WORD, reference=WORD),
    )
    gone = Removed(kind=Kind.LOCATION, where="moov/udta", what="a place", value=f"+51.5-000.1/ {WORD}", size=18)
    return PackRequest(
        copy=copy,
        draft=draft,
        manifest=manifest_of(copy, footage, review=review, search=Search(), product="reviewer 0"),
        footage=footage,
        review=review,
        removed=(gone,) if removed is None else removed,
        case=f"{WORD} and others",
        log=a_log("2026-01-02T03:00:00+00:00", "2026-01-02T03:01:00+00:00"),
        texts={"captions.srt": b"1\r\n00:00:00,000 --> 00:00:01,000\r\n[silenced]\r\n"},
        target=folder / "Pack 7",
        keys=folder / "keys",
    )


def middle(footage: Footage) -> Span:
    """A stretch from the sixth frame to the sixteenth."""
    index = footage.recording.index
    return Span(index.tick(6), index.tick(16))
