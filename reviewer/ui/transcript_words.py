"""How words that are silenced, or are proposed to be, are spoken of on the screen."""

from collections.abc import Mapping, Sequence

from reviewer.core.transcript import Transcript
from reviewer.core.watched import Kind, Match

KINDS: Mapping[Kind, str] = {
    Kind.NAME: "Name",
    Kind.ADDRESS: "Address",
    Kind.BIRTH: "Date of birth",
    Kind.PHONE: "Phone number",
    Kind.POSTCODE: "Postcode",
    Kind.PLATE: "Registration mark",
    Kind.EMAIL: "E-mail address",
    Kind.NUMBER: "Number",
    Kind.OTHER: "Other",
}

NONE_YET = (
    "There is no transcript of this footage. Ctrl+Shift+T imports one: SRT, VTT, or the JSON of a speech recogniser."
)
NO_FOOTAGE = "No footage is open."
NO_WORDS = "Select the words first: drag over them, or hold Shift and use the arrows."
NO_SOUND = "This footage has no sound: there is nothing to silence."
SILENT_ALREADY = "These words are silenced already."
HEARD_ALREADY = "None of these words is silenced."
NOT_FOUND = "That is said nowhere in the transcript, as far as it was written down."
OUTSIDE = "These words lie outside of the footage: there is nothing to silence."
WHOLE_CUE = (
    "Their times are estimated, so all of their cue is silenced. Ctrl+Shift+H silences no more than these words."
)
ROUGHLY = "Their times are estimated, so other words may be silenced instead: listen to it."
LIMITS = "A transcript has errors. What is not found may still be said: listen to the footage."


def counted(number: int, noun: str) -> str:
    """A number of things, as in 1 word or 3 words."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def imported(transcript: Transcript) -> str:
    """What is said once a transcript is there."""
    return " ".join([f"{transcript.name}: {counted(len(transcript), 'word')}.", *transcript.notes])


def proposals_said(left: int, *, looking: bool) -> str:
    """How many words are proposed, over the list of them."""
    if looking:
        return "Looking for names and numbers…"
    return f"Proposed to be silenced: {left:,}" if left else f"Nothing is proposed. {LIMITS}"


def match_said(match: Match, texts: Sequence[str]) -> str:
    """The words of a match."""
    return " ".join(texts[match.first : match.end])
