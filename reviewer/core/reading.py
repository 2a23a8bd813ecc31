"""What stands on a plate: texts that were read in several frames become one reading with its form and its score.

A reading helps a person to tell one plate from another. It is personal data: it is kept with its track in the case, and
goes into no log, file name, report or manifest.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations
from math import prod

from reviewer.core.plate_forms import forms_of, rank

CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""What a reading is made of."""

SHORTEST, LONGEST = 3, 10
"""Characters of what may stand on a plate; what is shorter is noise, what is longer is other writing."""

FAINT = 0.1
"""The score below which a frame has no vote."""

LEAST = 0.5
"""The score below which nothing was read."""

ALIKE = {
    **{"0": ("O", 0.95), "O": ("0", 0.95), "1": ("I", 0.95), "I": ("1", 0.95), "5": ("S", 0.85), "S": ("5", 0.85)},
    **{"8": ("B", 0.85), "B": ("8", 0.85), "2": ("Z", 0.85), "Z": ("2", 0.85)},
}
"""Letters and digits that are drawn alike, and what is left of the score where one is taken for the other: O and 0, I
and 1 are one drawing on most plates, the others are told apart when they are seen well."""

_DRAWN = str.maketrans({c: min(c, like) for c, (like, _) in ALIKE.items()})

CHANGES = 4
"""Characters that are taken for their likes, at most, to fit a form."""

DROPPED = 0.75
"""What is left of the score where one character was left out: a seal, a sticker, or the edge of the country's band."""

DOUBTFUL = 0.75
"""The score of a character under which it may be left out; seals scored 0.06 to 0.75 where characters score 0.9."""

UNKNOWN = 0.8
"""What is left of the score of a text that fits no form."""

SMALL = (0.5, 0.75)
"""What is left of the score for the weight of the best look, as a + b * weight: where plates were made smaller and
smaller, those of 10 to 12 pixels that scored 0.9 were right six to eight times in ten, those of 16 nine times."""

FITTING = 1.5
"""How much more the text of one frame counts among the others when it fits a form: part of a mark seldom does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A plate's text in capitals and digits, the id of the form it fits first ("" for none), and a score from 0 to 1.

    The form says what the text looks like, not where the vehicle is from; `forms_of(text)` names all that it fits.
    """

    text: str
    pattern: str
    score: float


@dataclass(frozen=True, slots=True)
class Spelling:
    """What was read in one frame: characters of CHARACTERS, a score from 0 to 1 for each, and the look's weight."""

    text: str
    scores: tuple[float, ...]
    weight: float = 1.0

    @property
    def score(self) -> float:
        """The mean of its characters' scores; 0 where nothing was read."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


def folded(character: str) -> str:
    """The one of CHARACTERS that stands for this one, as A for ä, or nothing for a dash, a dot or another script."""
    plain = unicodedata.normalize("NFKD", character)[:1].upper()
    return plain if plain and plain in CHARACTERS else ""


def normalised(text: str) -> str:
    """The text as readings have it: capitals and digits, everything else left out."""
    return "".join(folded(character) for character in text)


def drawn(text: str) -> str:
    """The text as readings have it, with no difference between characters that are drawn alike: to search with."""
    return normalised(text).translate(_DRAWN)


def combined(spellings: Sequence[Spelling]) -> Reading | None:
    """The reading that several frames make together; None where nothing was read in them.

    The text that agrees best with all is voted on, character by character, by every text aligned with it; each vote
    weighs as much as the score of its character and the size it was seen in. Frames that do not agree cost score,
    and so does a plate that was small in all of them.
    """
    read = [s for s in spellings if SHORTEST <= len(s.text) <= LONGEST and s.score >= FAINT]
    if not read:
        return None
    weights = [s.weight * s.score * (FITTING if forms_of(s.text) else 1.0) for s in read]
    agreed = [sum(w * _likeness(b, s) for s, w in zip(read, weights, strict=True)) / sum(weights) for b in read]
    best = max(range(len(read)), key=lambda i: (agreed[i], weights[i]))
    voted = resolved(_voted(read[best], read, weights=weights))
    seen = min(1.0, SMALL[0] + SMALL[1] * max(s.weight for s in read))
    score = voted.score * agreed[best] * seen if voted is not None else 0.0
    return replace(voted, score=round(float(score), 4)) if voted is not None and score >= LEAST else None


def resolved(spelling: Spelling) -> Reading | None:
    """The reading that one text makes: as it stands where it fits a form, else as it fits one at the least cost.

    Letters and digits that are drawn alike are taken for one another, and one doubtful character is left out, only for
    forms that are not loose, and each at a cost in score. None where the text is too short.
    """
    if len(spelling.text) < SHORTEST:
        return None
    text, cost = spelling.text, 1.0
    if rank(text) is None:
        text, cost = _changed(text) or _shortened(spelling) or (text, 1.0 if forms_of(text) else UNKNOWN)
    forms = forms_of(text)
    return Reading(text, forms[0].id if forms else "", round(float(min(1.0, spelling.score * cost)), 4))


def _shortened(spelling: Spelling) -> tuple[str, float] | None:
    """The text that fits a form without its weakest character, if that is doubtful, and what that costs."""
    weakest = min(range(len(spelling.text)), key=lambda i: spelling.scores[i])
    if spelling.scores[weakest] >= DOUBTFUL or len(spelling.text) <= SHORTEST:
        return None
    left = _changed(spelling.text[:weakest] + spelling.text[weakest + 1 :])
    return (left[0], left[1] * DROPPED) if left is not None else None


def _changed(text: str) -> tuple[str, float] | None:
    """The text that fits a form which is not loose, at the least cost and then the earliest of them; None without.

    Other writing, which is longer, has too many ways to be changed to try them.
    """
    if len(text) > LONGEST:
        return None
    found: list[tuple[float, int, str]] = []
    places = [i for i, character in enumerate(text) if character in ALIKE]
    for count in range(min(CHANGES, len(places)) + 1):
        for chosen in combinations(places, count):
            tried = "".join(ALIKE[c][0] if i in chosen else c for i, c in enumerate(text))
            place = rank(tried)
            if place is not None:
                found.append((-prod(ALIKE[text[i]][1] for i in chosen), place, tried))
    cost, _, best = min(found, default=(0.0, 0, ""))
    return (best, -cost) if best else None


def _voted(base: Spelling, read: Sequence[Spelling], *, weights: Sequence[float]) -> Spelling:
    """The text of `base` as all vote on it: a place goes where more leave it out, and no place is added."""
    votes: list[dict[str, float]] = [defaultdict(float) for _ in base.text]
    surest: list[dict[str, float]] = [defaultdict(float) for _ in base.text]
    for spelling, weight in zip(read, weights, strict=True):
        for place, position in _aligned(base, spelling).items():
            character = "" if position is None else spelling.text[position]
            score = spelling.score if position is None else spelling.scores[position]
            votes[place][character] += weight * score
            surest[place][character] = max(surest[place][character], score)
    text, scores = "", []
    for vote, sure in zip(votes, surest, strict=True):
        best = max(vote, key=lambda c: vote[c])
        if best:
            text += best
            share = vote[best] + (vote[ALIKE[best][0]] if best in ALIKE else 0.0)
            scores.append(share / sum(vote.values()) * sure[best])
    return Spelling(text, tuple(scores))


def _aligned(base: Spelling, other: Spelling) -> dict[int, int | None]:
    """For places of `base` the position in `other` that stands for it; None where `other` leaves it out.

    Places before its first and behind its last character are not there: a plate half out of the picture says nothing
    of them.
    """
    found: dict[int, int | None] = {}
    for tag, a, end, b, stop in _matcher(base, other).get_opcodes():
        edge = b == stop and (b in (0, len(other.text)))
        if tag == "equal" or (tag == "replace" and end - a == stop - b):
            found |= {a + i: b + i for i in range(end - a)}
        elif tag in ("delete", "replace") and not edge:
            found |= dict.fromkeys(range(a, end))
    return found


def _likeness(a: Spelling, b: Spelling) -> float:
    """How much of two texts is the same, 0 to 1."""
    return _matcher(a, b).ratio()


def _matcher(base: Spelling, other: Spelling) -> SequenceMatcher[str]:
    """Compares two texts, with no difference between characters that are drawn alike."""
    return SequenceMatcher(None, base.text.translate(_DRAWN), other.text.translate(_DRAWN), autojunk=False)
