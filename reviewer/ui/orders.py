"""What is ordered of the services when a copy is made: values, so that editing meanwhile changes nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from reviewer.core.audit import AuditEvent
from reviewer.core.copy import CheckReport, Copy
from reviewer.core.disclosure import Disclosure
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.sample import Sample
from reviewer.core.settings import ModelPack, Search
from reviewer.core.transcript import Transcript


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseFacts:
    """What a pack says of its case: its title, its log so far, and what was said in the footage, if that is known."""

    title: str
    log: tuple[AuditEvent, ...] = ()
    transcript: Transcript | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleaseOrder:
    """A copy to make of `footage`, covered as its review stood when it was ordered, as the pack `target`.

    `found_with` are the model packs that looked when the footage was analysed; `sample` is what misses are estimated
    from, None where no sample was taken. Decisions on hits of the `earlier` check stay; `parts` is a folder for what
    the next rendering can use again.
    """

    footage: Footage
    review: Review
    profile: Profile
    search: Search
    target: Path
    case: CaseFacts
    parts: Path
    disclosure: Disclosure = field(default_factory=Disclosure)
    found_with: tuple[ModelPack, ...] = ()
    sample: Sample | None = None
    earlier: CheckReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SealOrder:
    """An open copy to make the pack of, with the review as it is now, which says reasons and people."""

    copy: Copy
    footage: Footage
    review: Review
    case: CaseFacts
