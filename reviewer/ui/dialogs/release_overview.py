"""The first page of a release: where the pack goes, what of the footage is shown, what is hidden, what to think of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from reviewer.core.profile import SoundPolicy
from reviewer.ui.dialogs.release_place import PlaceField
from reviewer.ui.dialogs.release_words import ReleaseQuestion, covered, in_out_said, kept_said, silenced, warnings
from reviewer.ui.told import Told

WARNS = "! "
"""Before what stands against a release, so that it is not told by colour alone."""


class OverviewPage(QWidget):
    """Answers with the folder, and with whether only the stretch between in and out is shown."""

    def __init__(self, question: ReleaseQuestion) -> None:
        super().__init__()
        self._question = question
        recording, review = question.footage.recording, question.review
        base = recording.video.time_base
        self.place = PlaceField(question.target)
        choice = in_out_said(review, recording.index, time_base=base)
        self.in_out = QCheckBox(choice)
        self.in_out.setVisible(bool(choice))
        self._sound, self._kept = Told("Sound"), Told("What is taken over")
        heading = QLabel(question.footage.path.name)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setObjectName("heading")
        said = [
            Told("Regions", covered(review)),
            self._sound,
            Told("Length", kept_said(review, recording.index, time_base=base)),
            self.in_out,
            self._kept,
        ]
        self.warnings: list[QLabel] = [Told("To think of", WARNS + sentence) for sentence in warnings(question)]
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(self.place)
        if self.warnings:
            self.warnings.insert(0, QLabel("To think of before the copy is made:"))
        for part in (*said, *self.warnings):
            if isinstance(part, QLabel):
                part.setWordWrap(True)
                part.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(part)
        column.addStretch(1)
        self.hear(question.profile.sound)

    @property
    def only_in_out(self) -> bool:
        """Whether the copy shows only what lies between in and out."""
        return self.in_out.isVisibleTo(self) and self.in_out.isChecked()

    def hear(self, policy: SoundPolicy) -> None:
        """Say what becomes of the sound under this policy."""
        from reviewer.services.removal import kept_line  # what reads recordings stands behind it

        recording = self._question.footage.recording
        self._sound.setText(silenced(self._question.review, policy=policy, sounds=len(recording.sounds)))
        self._kept.setText(kept_line(recording, policy))
