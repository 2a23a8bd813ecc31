"""How the queue of doubts is spoken of on the screen: what an item is, where it stands, and how far one has come."""

from collections import Counter
from collections.abc import Mapping

from reviewer.core.doubt import Doubt, Verdict
from reviewer.services.docket import Item
from reviewer.services.standings import Standing, Tally
from reviewer.ui.doubt_words import BRIEF, NOUNS, said

STANDS: Mapping[Standing, str] = {
    Standing.OPEN: "○ Open",
    Standing.SETTLED: "✓ Settled",
    Standing.COVERED: "■ Covered",
    Standing.SHOWN: "✗ Shown",
}
"""Each with a sign of its own, so that none is told by colour alone."""

VERDICTS: Mapping[Verdict, str] = {
    Verdict.RIGHT: "✓ Right",
    Verdict.COVERED: "✓ Covered",
    Verdict.FALSE: "✓ False",
}

REASONS: Mapping[Standing, str] = {
    Standing.OPEN: "Still open.",
    Standing.SETTLED: "Settled by hand.",
    Standing.COVERED: "Covered by a region now; nobody has settled it.",
    Standing.SHOWN: "Its region was rejected, so nothing of it is to be covered.",
}

KINDS = 2
"""Kinds of doubt that a row names at most."""

USUAL = 8.0
"""Seconds that a doubt takes, until it is known how long this person takes over one."""

NOT_SEARCHED = "Not searched yet: nothing is known of what may be uncovered. Ctrl+F looks for faces and plates."
NO_DOUBTS = "The search noted no doubts. That does not mean that nothing was missed: watch the recording."
SORTING = "The doubts are being sorted."
ALL_SETTLED = "No doubt is left open. That does not mean that nothing was missed."


def row(item: Item) -> str:
    """An item in a few words, as in Face: vanishes, small."""
    kinds = Counter(BRIEF[d.kind] for d in item.doubts)
    named = [name for name, _ in kinds.most_common(KINDS)] if item.sweep else list(dict.fromkeys(_brief(item.doubts)))
    told = ", ".join(named[:KINDS]) + ("…" if len(kinds) > KINDS else "")
    if item.sweep:
        return f"{len(item.doubts)} places: {told}"
    subject = item.subject or item.doubts[0].subject
    noun = NOUNS[subject].capitalize() if subject is not None else "Picture"
    return f"{noun}: {told}"


def at_length(item: Item) -> str:
    """The same as sentences."""
    first = said(item.doubts[0])
    if item.sweep:
        return f"{len(item.doubts)} doubts, all over the picture: watch all of these seconds. The first: {first}"
    alike = len(item.doubts) - 1
    return first if not alike else f"{first} {alike} more {'doubt' if alike == 1 else 'doubts'} here."


def part(share: float, total: float) -> str:
    """A share of the risk in percent."""
    if total <= 0:
        return "–"
    percent = 100 * share / total
    return f"{percent:.0f} %" if percent >= 1 else "< 1 %"


def stands(standing: Standing, verdict: Verdict | None) -> str:
    """Where an item stands, with its sign."""
    return VERDICTS[verdict] if standing is Standing.SETTLED and verdict is not None else STANDS[standing]


def how_far(tally: Tally, worked: float) -> str:
    """How much is settled, in how long, and what is left; `worked` is in seconds."""
    settled = f"Settled {100 * tally.part:.0f} % of the estimated risk"
    if worked >= 1 and tally.part:
        settled += f" in {length(worked)}"
    faint = f"{tally.faint} faint {'doubt' if tally.faint == 1 else 'doubts'}"
    if not tally.left:
        return f"{settled}; {faint} left." if tally.faint else f"{settled}. {ALL_SETTLED}"
    # By hand alone: what covers itself costs no time of its own.
    pace = worked / tally.by_hand if tally.by_hand and worked else USUAL
    left = f"{tally.left} {'doubt' if tally.left == 1 else 'doubts'}"
    also = f" and {faint}" if tally.faint else ""
    return f"{settled}; {left}{also} left, about {length(pace * tally.left)}."


def length(seconds: float) -> str:
    """A length of time as people say it, as in 6 minutes."""
    if seconds < 55:
        return f"{max(5, 5 * round(seconds / 5))} seconds"
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{seconds / 3600:.1f} hours"


def _brief(doubts: tuple[Doubt, ...]) -> list[str]:
    return [BRIEF[d.kind] for d in doubts]
