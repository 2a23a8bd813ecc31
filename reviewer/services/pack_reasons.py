"""Which reasons may be disclosed: those of the table, word for word; what a person wrote may name somebody."""

from reviewer.core.errors import UsageError
from reviewer.core.reasons import Reason, code_of, reasons

NONE = "No reason was recorded"

KEPT = "Recorded in the restricted schedule"
"""Stands for a reason in somebody's own words."""

MORE = " (more is recorded in the restricted schedule)"


def disclosable(reason: str) -> str:
    """The reason as the schedule for disclosure gives it: the table's words for its code, and nothing else of it."""
    text = reason.strip()
    if not text:
        return NONE
    known = _table().get(code_of(text))
    if known is None:
        return KEPT
    return known.text if text in (known.text, known.code) else known.text + MORE


def _table() -> dict[str, Reason]:
    try:
        return {known.code: known for known in reasons()}
    except UsageError:  # a table that cannot be read allows nothing
        return {}
