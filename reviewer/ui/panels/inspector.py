"""The details of what is selected: everything about regions or silences that is not where or when."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget

from reviewer.core.errors import ReviewerError
from reviewer.core.reasons import reasons
from reviewer.core.region import RegionId
from reviewer.core.silence import SilenceId
from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk
from reviewer.ui.flow import Flow
from reviewer.ui.panels.inspector_regions import RegionForm
from reviewer.ui.panels.inspector_silences import SilenceForm
from reviewer.ui.section import Section, action_button

NOTHING = (
    "Nothing is selected.\n\nClick a region in the picture or in a list,\nor a silence on the timeline: several\nwith "
    "Ctrl or Shift."
)
BUTTONS = ("whole_person",)


class InspectorPanel(Section):
    """Shows what the selected regions, or the selected silences, have in common; a change is one step to undo."""

    regions_changed = Signal(tuple, str, object)
    """The RegionIds, the field and its value: one that a person changed."""

    silences_changed = Signal(tuple, str, object)
    """The SilenceIds, the field and its value: one that a person changed."""

    def __init__(self, desk: Desk, actions: Actions) -> None:
        super().__init__("Details")
        self._desk = desk
        self._shown: tuple[RegionId, ...] | tuple[SilenceId, ...] = ()
        self.regions, self.silences = RegionForm(), SilenceForm()
        self._hint = QLabel(NOTHING)
        self._hint.setObjectName("quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._hint)
        self._about_regions, self._about_silences = _scrolled(self.regions), _scrolled(self.silences)
        for page in (self._about_regions, self._about_silences):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        buttons = Flow()
        for name in BUTTONS:
            buttons.addWidget(action_button(actions[name]))
        self.body.addLayout(buttons)
        self.regions.changed.connect(lambda field, value: self.regions_changed.emit(self._shown, field, value))
        self.silences.changed.connect(lambda field, value: self.silences_changed.emit(self._shown, field, value))
        self._fill_reasons()
        for signal in (desk.case_changed, desk.footage_changed, desk.review_changed, desk.selection_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected now; behind another tab that waits until this one is on show."""
        if self.isHidden() and self.parentWidget() is not None:
            return
        desk = self._desk
        wanted: tuple[RegionId, ...] | tuple[SilenceId, ...] = desk.selected or desk.selected_silences
        if wanted != self._shown:
            self._flush()
            self._shown = wanted
        regions = [desk.review.regions[i] for i in desk.selected if i in desk.review.regions]
        silences = [desk.review.silences[i] for i in desk.selected_silences if i in desk.review.silences]
        people = self._people()
        if regions:
            self.regions.show_regions(regions, people=people, editable=desk.editable)
        elif silences and desk.footage is not None:
            sounds = desk.footage.recording.sounds
            self.silences.show_silences(silences, sounds, people=people, editable=desk.editable)
        page = self._about_regions if regions else self._about_silences if silences else self._hint
        self._pages.setCurrentWidget(page)
        self.setFocusProxy(self.regions.subject if regions else self.silences.treatment if silences else self._hint)
        self.note(self._what(len(regions), len(silences)))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was selected while another tab was on show."""
        super().showEvent(event)
        self.refresh()

    def _flush(self) -> None:
        """What was typed about other things than are selected now belongs to those, if they are still there."""
        review, shown = self._desk.review, self._shown
        if any(i in review.regions for i in shown):
            self.regions.flush()
        elif any(i in review.silences for i in shown):
            self.silences.flush()

    def _fill_reasons(self) -> None:
        try:
            offered = [reason.text for reason in reasons()]
        except ReviewerError as error:
            offered = []
            for form in (self.regions, self.silences):
                form.reason.setToolTip(f"{error} {error.advice}")
        for form in (self.regions, self.silences):
            form.reason.offer(offered)

    def _people(self) -> list[str]:
        """Whoever is named in this footage."""
        review = self._desk.review
        found = {str(r.person) for r in review.regions.values() if r.person}
        return sorted(found | {str(s.person) for s in review.silences.values() if s.person})

    def _what(self, regions: int, silences: int) -> str:
        if regions == 1:
            return self._desk.names.get(self._desk.selected[-1], "")
        if regions:
            return f"{regions} regions"
        return f"{silences} silences" if silences > 1 else "One silence" if silences else ""


def _scrolled(form: RegionForm | SilenceForm) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(form)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
