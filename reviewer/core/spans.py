"""Sets of spans: stretches of time that rise and do not meet."""

from collections.abc import Iterable

from reviewer.core.timing import Span


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time as spans that rise and do not meet; empty ones are left out."""
    joined: list[Span] = []
    for span in sorted((s for s in spans if s.start < s.end), key=lambda s: s.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def without(spans: Iterable[Span], taken: Span) -> tuple[Span, ...]:
    """What is left of the spans when `taken` is taken out of them."""
    parts = (p for s in spans for p in (Span(s.start, min(s.end, taken.start)), Span(max(s.start, taken.end), s.end)))
    return united(parts)
