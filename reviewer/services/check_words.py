"""What the check says: for each point what was looked at, how, and what was found; never that a copy is clean."""

from collections.abc import Sequence

from reviewer.core.settings import Search
from reviewer.core.timing import clock
from reviewer.services.check_contents import ContentsLook
from reviewer.services.check_detectors import DetectorLook
from reviewer.services.check_pictures import PictureLook
from reviewer.services.check_sound import SoundLook

Said = tuple[bool, str]
"""Whether a point holds, and the sentence."""

MOST_FAULTS = 5
"""Faults that one sentence lists."""


def times_said(look: PictureLook, *, beside: bool) -> Said:
    """On the times of the pictures; `beside`: the original was at hand."""
    if look.times is not None:
        return False, look.times
    if look.frames == 0:
        return False, "Not one picture of the copy could be decoded."
    pictures = counted(look.frames, "picture")
    if beside and look.cards:
        cards = f"{counted(look.cards, 'of them a card', many='of them cards')} for what was left out"
        return True, f"Decoded {pictures} of the copy, {cards}: all at exactly the times that its cuts say."
    if beside:
        return True, f"Decoded {pictures} of copy and original: as many, of one size, at exactly the same times."
    return True, f"Decoded {pictures}, shown at exactly the times that the manifest was sealed with."


def covered_said(look: PictureLook, *, beside: bool, decided: bool) -> Said:
    """On what is covered and what is not; `decided`: what should be covered is known."""
    if not decided:
        return False, "What should be covered is not known: that needs the manifest that was made with the copy."
    if look.times is not None:
        return False, f"Compared only {counted(look.frames, 'picture')}: {_lowered(look.times)}"
    if look.frames == 0:
        return False, "Not one picture of the copy could be compared."
    scope = f"Compared {counted(look.frames, 'picture')} with {counted(look.regions, 'covered place')}"
    if look.first is None:
        elsewhere = (
            "everywhere else the pictures are the original's within what encoding changes"
            if beside
            else "what lies outside was not looked at, which needs the original"
        )
        return True, f"{scope}: nothing but what covers them was found in those places; {elsewhere}."
    box = look.first_box
    where = f" near x {box.x:.0f}, y {box.y:.0f}, {box.width:.0f} by {box.height:.0f} pixels" if box else ""
    at = f"the first at {clock(look.first_time)} (picture {look.first + 1}){where}"
    return False, f"{scope}: {counted(look.wrong, 'picture')} not as decided ({_kinds(look)}), {at}."


def detectors_said(look: DetectorLook, *, search: Search, absent: Sequence[str] = ()) -> Said:
    """On what detectors found, and with what was looked; `absent` are model packs that do not look any more."""
    missing = sorted(search.find - look.subjects)
    if not look.looks or missing:
        return False, f"No detector looked for {' and '.join(missing) or 'anything'}; that was not checked."
    withs = ", ".join(f"{count} with {name}" for name, count in look.looks)
    close = f", and closely at {counted(look.closely, 'place')} beside what is covered" if look.closely else ""
    looked = f"Looked at {look.looked} of {counted(look.frames, 'picture')} ({withs}){close}"
    found = f"{counted(len(look.hits), 'place')} suspected" if look.hits else "no place suspected in those"
    made, decided = look.made_by_covering, look.decided
    left = f" Left out, since not in the original: {counted(made, 'find')} that covering made." if made else ""
    shown = f" {counted(decided, 'place')} more that a person decided to show." if decided else ""
    names = " and ".join(absent)
    gone = f" The model pack {names} looked at first and is not on this computer, or switched off." if absent else ""
    weak = "A weak find counts when the picture after shows it as well."
    return look.looked > 0, f"{looked}: {found}.{shown} {weak}{left}{gone}"


def contents_said(look: ContentsLook) -> Said:
    """On what the file holds."""
    if look.faults:
        return False, _listed(look.faults)
    sounds = counted(look.sounds, "sound stream") if look.sounds else "no sound"
    return True, f"Two parsers read every box of the file: one video stream and {sounds}, nothing beside."


def sound_said(look: SoundLook, *, beside: bool, known: bool) -> Said:
    """On what is heard where it should not be; `known`: what should be hidden is known."""
    if look.faults:
        return False, _listed(look.faults)
    if not known:
        return False, "What should be silent is not known: that needs the manifest that was made with the copy."
    if not look.streams:
        return True, "The copy has no sound."
    streams = f"{counted(look.channels, 'channel')} in {counted(look.streams, 'sound stream')}"
    untold = ""
    if look.untold:
        which = counted(look.untold, "hidden stretch", many="hidden stretches")
        untold = f" Of {which} the file alone does not tell whether the original is in it."
    if not look.stretches and look.untold:  # as for what lies outside of regions: that needs the original
        return not beside, untold.strip()
    if not look.stretches:
        return True, f"Nothing was to be silent in {streams}; what is said and heard in them was not looked at."
    where = f"{counted(look.stretches, 'hidden stretch', many='hidden stretches')}, each channel by itself"
    cards = f", {counted(look.cards, 'card')} among them" if look.cards else ""
    told = f"Listened to {where}{cards}, of {streams}: nothing is heard there but what was put there."
    return not (look.untold and beside), f"{told}{untold} What is heard elsewhere was not looked at."


def _listed(faults: Sequence[str]) -> str:
    """The first faults, and how many more there are."""
    more = len(faults) - MOST_FAULTS
    rest = f" And {more} more." if more > 0 else ""
    return " ".join(faults[:MOST_FAULTS]) + rest


def counted(number: int, word: str, *, many: str = "") -> str:
    """The number with the word in singular or plural."""
    return f"{number} {word if number == 1 else many or f'{word}s'}"


def _kinds(look: PictureLook) -> str:
    kinds = (
        (look.bare, "with a place that is not covered"),
        (look.shown, "where the original shows through"),
        (look.altered, "with an area other than it should be"),
    )
    return ", ".join(f"{number} {what}" for number, what in kinds if number)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
