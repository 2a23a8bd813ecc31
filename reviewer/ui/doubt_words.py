"""How doubts are spoken of on the screen: a word for the list, a sentence for everywhere else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.region import Region

BRIEF: Mapping[DoubtKind, str] = {
    DoubtKind.APPEARED: "appears",
    DoubtKind.VANISHED: "vanishes",
    DoubtKind.BRIDGED: "out of sight",
    DoubtKind.RETURNED: "came back",
    DoubtKind.WEAK: "weak find",
    DoubtKind.SMALL: "small",
    DoubtKind.DARK: "dark",
    DoubtKind.BLURRED: "blurred",
    DoubtKind.PAN: "fast pan",
    DoubtKind.CUT: "cut",
    DoubtKind.DISAGREEMENT: "second look",
}

AT_LENGTH: Mapping[DoubtKind, str] = {
    DoubtKind.APPEARED: "A {} appears inside the picture; it may have been there before.",
    DoubtKind.VANISHED: "A {} vanishes inside the picture; it may still be there.",
    DoubtKind.BRIDGED: "A {} was out of sight for a while; where it is covered then is a guess.",
    DoubtKind.RETURNED: "A {} was lost and came back; in between it may be uncovered.",
    DoubtKind.WEAK: "Something like a {} was seen too weakly to be covered.",
    DoubtKind.SMALL: "A {} is so small here that others like it may be missed.",
    DoubtKind.DARK: "The picture is dark.",
    DoubtKind.BLURRED: "The picture is blurred.",
    DoubtKind.PAN: "The camera moves fast.",
    DoubtKind.CUT: "The picture changes at once.",
    DoubtKind.DISAGREEMENT: "A second look saw something like a {} that nothing covers.",
}

NOUNS: Mapping[Subject, str] = {Subject.FACE: "face", Subject.PLATE: "plate", Subject.TEXT: "piece of text"}

NONE = "–"
"""What stands in the list where there is no doubt."""


@dataclass(frozen=True, slots=True)
class About:
    """All doubts about one track: the heaviest, and the risk of at least one being right."""

    risk: float
    heaviest: Doubt


def by_track(doubts: Iterable[Doubt]) -> dict[TrackId, About]:
    """What there is to doubt about each track."""
    found: dict[TrackId, About] = {}
    for doubt in doubts:
        if doubt.track is None:
            continue
        before = found.get(doubt.track, About(0.0, doubt))
        heaviest = max(before.heaviest, doubt, key=lambda d: d.weight)
        found[doubt.track] = About(1 - (1 - before.risk) * (1 - doubt.weight), heaviest)
    return found


def doubted(region: Region, about: Mapping[TrackId, About]) -> str:
    """The heaviest doubt about a region in a word; a star says that a person has changed its path since."""
    if region.track is None:
        return "by hand"
    known = about.get(region.track)
    told = NONE if known is None else BRIEF[known.heaviest.kind]
    return f"{told} *" if region.touched else told


def doubted_at_length(region: Region, about: Mapping[TrackId, About]) -> str:
    """The same as a sentence; empty where there is no doubt."""
    known = about.get(region.track) if region.track is not None else None
    return said(known.heaviest) if known is not None else ""


def said(doubt: Doubt) -> str:
    """A doubt as a sentence."""
    return AT_LENGTH[doubt.kind].format(NOUNS[doubt.subject] if doubt.subject else "subject")
