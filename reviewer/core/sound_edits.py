"""Each change to what is heard."""

from dataclasses import dataclass, replace
from typing import Any

from reviewer.core.region import Decision, PersonId
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span


@dataclass(frozen=True, slots=True)
class AddSilences:
    """Silence stretches of the sound."""

    silences: tuple[Silence, ...]
    title = "Silence sound"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the silences."""
        return review.silencing(self.silences)

    def detail(self) -> dict[str, Any]:
        """Their ids and spans."""
        return {"silences": {s.id: [s.span.start, s.span.end] for s in self.silences}}


@dataclass(frozen=True, slots=True)
class RemoveSilences:
    """Take silences out altogether: the sound is heard again."""

    silences: tuple[SilenceId, ...]
    title = "Remove silences"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without them."""
        return review.sounding(self.silences)

    def detail(self) -> dict[str, Any]:
        """Their ids."""
        return {"silences": list(self.silences)}


@dataclass(frozen=True, slots=True)
class RespanSilence:
    """Set from when to when sound is silenced."""

    silence: SilenceId
    span: Span
    title = "Change when sound is silenced"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the span set; raises ValueError for an empty one, KeyError."""
        return review.silencing([replace(review.silences[self.silence], span=self.span)])

    def detail(self) -> dict[str, Any]:
        """The silence and its new span."""
        return {"silence": self.silence, "span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterSilences:
    """Set what is heard instead, why, whose voice it is, or what was decided: every field that is not None.

    An empty `person` takes what was set back.
    """

    silences: tuple[SilenceId, ...]
    treatment: Treatment | None = None
    decision: Decision | None = None
    reason: str | None = None
    person: PersonId | None = None
    title = "Change silence"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the silences altered; raises KeyError."""
        given: dict[str, Any] = {k: v or None if k == "person" else v for k, v in self._given().items()}
        return review.silencing([replace(review.silences[i], **given) for i in self.silences])

    def detail(self) -> dict[str, Any]:
        """The silences and what was set."""
        return {"silences": list(self.silences), **self._given()}

    def _given(self) -> dict[str, Any]:
        names = ("treatment", "decision", "reason", "person")
        return {n: getattr(self, n) for n in names if getattr(self, n) is not None}


@dataclass(frozen=True, slots=True)
class Aim:
    """Set which sound streams, and which of their channels, silences are about; None for all."""

    silences: tuple[SilenceId, ...]
    streams: frozenset[int] | None
    channels: frozenset[int] | None
    title = "Change what is silenced"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the silences aimed; raises ValueError for no stream or no channel, KeyError."""
        aimed = (replace(review.silences[i], streams=self.streams, channels=self.channels) for i in self.silences)
        return review.silencing(aimed)

    def detail(self) -> dict[str, Any]:
        """The silences, the streams and the channels."""
        said = {"streams": self.streams, "channels": self.channels}
        return {"silences": list(self.silences), **{k: None if v is None else sorted(v) for k, v in said.items()}}
