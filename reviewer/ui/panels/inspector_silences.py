"""What the selected silences are, to be read and changed: what is heard instead, where, why, and whose voice it is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from reviewer.core.footage import AudioStream
from reviewer.core.silence import Silence
from reviewer.media.treatments import OFFERS
from reviewer.ui.panels.inspector_fields import Choice, Parts, Suggested
from reviewer.ui.panels.inspector_regions import PERSON, REASON, a_form, told

SEVERAL_GRADE = "Several things are heard instead of them. Choose one to read how well it holds."
SIDES = ("left", "right")
"""What the channels of two are called."""


class SilenceForm(QWidget):
    """The fields of silences; `show_silences` fills them."""

    changed = Signal(str, object)
    """The name of a field of silences, and what a person made it."""

    def __init__(self) -> None:
        super().__init__()
        self.treatment = Choice("What is heard instead")
        self.streams, self.channels = Parts("Sound streams that are silenced"), Parts("Channels that are silenced")
        self.reason, self.person = Suggested("Reason", longest=REASON), Suggested("Person", longest=PERSON)
        self.grade = told("How well it holds")
        self._streams, self._channels = QLabel("Streams"), QLabel("Channels")
        form = a_form(self)
        form.addRow("Heard instead", self.treatment)
        form.addRow(self.grade)
        form.addRow(self._streams, self.streams)
        form.addRow(self._channels, self.channels)
        form.addRow("Reason", self.reason)
        form.addRow("Person", self.person)
        self.treatment.chosen.connect(lambda value: self.changed.emit("treatment", value))
        self.streams.chosen.connect(lambda value: self.changed.emit("streams", value))
        self.channels.chosen.connect(lambda value: self.changed.emit("channels", value))
        self.reason.given.connect(lambda value: self.changed.emit("reason", value))
        self.person.given.connect(lambda value: self.changed.emit("person", value))

    def show_silences(
        self, silences: Sequence[Silence], sounds: Sequence[AudioStream], *, people: Sequence[str], editable: bool
    ) -> None:
        """Show these, which are at least one, over footage with the streams `sounds`."""
        treatments = {s.treatment for s in silences}
        self.treatment.show_values(treatments, [(offer.name, offer.title) for offer in OFFERS.values()])
        self.grade.setText(SEVERAL_GRADE)
        if len(treatments) == 1:
            offer = OFFERS[next(iter(treatments))]
            self.grade.setText(f"{offer.words} {offer.grade}\nSource: {offer.source}")
        self.streams.show_values([s.streams for s in silences], stream_words(sounds))
        self.channels.show_values([s.channels for s in silences], channel_words(sounds))
        for label, parts in ((self._streams, self.streams), (self._channels, self.channels)):
            for part in (label, parts):
                part.setVisible(len(parts.boxes) > 1)
        self.reason.show_values({s.reason for s in silences}, usual="Why it is silenced")
        self.person.offer(people)
        self.person.show_values({str(s.person or "") for s in silences}, usual="Nobody was named")
        for field in (self.treatment, self.streams, self.channels, self.reason, self.person):
            field.setEnabled(editable)

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        for field in (self.reason, self.person):
            field.flush()


def stream_words(sounds: Sequence[AudioStream]) -> list[tuple[int, str]]:
    """The streams by their index, and what each is called: by its place among those of sound."""
    return [(s.index, f"Sound {number} ({s.layout})") for number, s in enumerate(sounds, 1)]


def channel_words(sounds: Sequence[AudioStream]) -> list[tuple[int, str]]:
    """The channels that any of the streams has, and what each is called."""
    count = max((s.channels for s in sounds), default=0)
    return [(n, SIDES[n].capitalize() if count == 2 else f"Channel {n + 1}") for n in range(count)]
