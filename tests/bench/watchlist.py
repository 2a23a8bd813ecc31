"""How much of what tells who somebody is the finders propose in invented speech, and how often in vain.

Run by hand: `.venv/bin/python -m tests.bench.watchlist`. Words count, not places: of the words that are marked, how
many lie in a proposal (recall); of the words in proposals, how many are marked (precision). With the watch-list, and
without it, by form alone.
"""

from collections import defaultdict
from collections.abc import Sequence

from reviewer.core.watched import Kind, Match, Term
from reviewer.services.jobs import finished
from reviewer.services.watching import _look
from tests.support.speech import LATER, LATER_TERMS, SPEECH, TERMS, marked

BY_FORM = frozenset({Kind.BIRTH, Kind.PHONE, Kind.POSTCODE, Kind.PLATE, Kind.EMAIL, Kind.NUMBER})


def proposed(terms: Sequence[Term], speech: str = SPEECH) -> tuple[Match, ...]:
    """What is proposed in the speech."""
    return finished(_look(marked(speech)[0], tuple(terms)))


def figures(
    terms: Sequence[Term], kinds: frozenset[Kind], *, speech: str = SPEECH
) -> tuple[float, float, dict[Kind, float]]:
    """Recall of the words of these kinds, precision over all that is marked, and recall for each kind."""
    _, wanted = marked(speech)
    hit = {n for match in proposed(terms, speech) for n in range(match.first, match.end)}
    of_kind: dict[Kind, set[int]] = defaultdict(set)
    for mark in wanted:
        of_kind[mark.kind] |= set(range(mark.first, mark.end))
    told = {n for kind in kinds for n in of_kind[kind]}
    every = {n for numbers in of_kind.values() for n in numbers}
    recalls = {kind: len(of_kind[kind] & hit) / len(of_kind[kind]) for kind in Kind if kind in kinds and of_kind[kind]}
    return len(told & hit) / len(told), len(every & hit) / max(1, len(hit)), recalls


def tell(name: str, terms: Sequence[Term], *, kinds: frozenset[Kind], speech: str) -> None:
    """Print the figures of one way to look, what was missed, and what was proposed in vain."""
    texts, wanted = marked(speech)
    recall, precision, kind_recalls = figures(terms, kinds, speech=speech)
    print(f"{name}: recall {recall:.3f}, precision {precision:.3f}, {len(texts)} words")
    print("  " + ", ".join(f"{kind.value} {share:.2f}" for kind, share in kind_recalls.items()))
    found = proposed(terms, speech)
    hit = {n for match in found for n in range(match.first, match.end)}
    for mark in wanted:
        if mark.kind in kinds and not set(range(mark.first, mark.end)) <= hit:
            print("  missed:", mark.kind.value, " ".join(texts[mark.first : mark.end]))
    every = {n for mark in wanted for n in range(mark.first, mark.end)}
    for match in found:
        if not set(range(match.first, match.end)) <= every:
            print("  in vain:", match.kind.value, " ".join(texts[match.first : match.end]), "|", match.why)


def main() -> None:
    """Print the figures of both speeches, with the watch-list and by form alone."""
    for name, speech, terms in (("first", SPEECH, TERMS), ("later", LATER, LATER_TERMS)):
        tell(f"{name} speech, with the watch-list", terms, kinds=frozenset(Kind), speech=speech)
        tell(f"{name} speech, by form alone", (), kinds=BY_FORM, speech=speech)


if __name__ == "__main__":
    main()
