"""What the selected regions are, to be read and changed: what they cover and how, why, and whose they are."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from reviewer.core.detection import Subject
from reviewer.core.region import Region, Shape
from reviewer.effects.catalogue import EFFECTS, offered
from reviewer.ui.dialogs.release_look import EFFECTS as TITLES
from reviewer.ui.panels.inspector_fields import Choice, Mark, Offers, Suggested, Typed
from reviewer.ui.told import Told
from reviewer.ui.words import SUBJECTS

AS_PROFILE = "As the profile says"
PROFILE_GRADE = "The profile of the copy says how these are covered. It is chosen when the copy is released."
SEVERAL_GRADE = "They are covered in several ways. Choose one to read how well it holds."
SOLID_ONLY = (
    "Plates and text are covered by a solid colour, or a label on it, whatever the profile says: a mosaic or a blur of "
    "writing is read by trying every word."
)
UNKNOWN = "This program does not know this effect, so it covers with a solid colour."
SHAPES: Mapping[Shape, str] = {
    Shape.RECTANGLE: "Rectangle",
    Shape.ELLIPSE: "Ellipse",
    Shape.POLYGON: "Polygon",
}
LABEL = 24
"""Characters of a label that are written: see reviewer.effects.label."""

REASON, PERSON = 240, 60
"""Characters of a reason and of a name at most."""


class RegionForm(QWidget):
    """The fields of regions; `show_regions` fills them."""

    changed = Signal(str, object)
    """The name of a field of regions, and what a person made it."""

    def __init__(self) -> None:
        super().__init__()
        self.subject, self.effect, self.shape = Choice("What is covered"), Choice("Effect"), Choice("Shape")
        self.label = Typed("Words of the label", longest=LABEL)
        self.reason, self.person = Suggested("Reason", longest=REASON), Suggested("Person", longest=PERSON)
        self.inverse = Mark("Hide all but this", "Everything but the selected regions is covered")
        self.locked = Mark("Locked", "Keeps the selected regions from being changed")
        self.grade, self.measured = told("How well the effect holds"), told("What was measured")
        self._lay_out()
        self.subject.chosen.connect(lambda value: self.changed.emit("subject", value))
        self.effect.chosen.connect(lambda value: self.changed.emit("effect", value))
        self.shape.chosen.connect(lambda value: self.changed.emit("shape", value))
        self.label.given.connect(lambda value: self.changed.emit("label", value))
        self.reason.given.connect(lambda value: self.changed.emit("reason", value))
        self.person.given.connect(lambda value: self.changed.emit("person", value))
        self.inverse.marked.connect(lambda value: self.changed.emit("inverse", value))
        self.locked.marked.connect(lambda value: self.changed.emit("locked", value))

    def show_regions(self, regions: Sequence[Region], *, people: Sequence[str], editable: bool) -> None:
        """Show these, which are at least one; what is locked can only be unlocked, or said whose it is."""
        subjects = {r.subject for r in regions}
        effects = {r.effect or "" for r in regions}
        self.subject.show_values(subjects, tuple(SUBJECTS.items()))
        self.effect.show_values(effects, _effects(subjects, effects))
        self.shape.show_values({r.shape for r in regions}, _shapes(regions))
        self.label.show_values({r.label for r in regions}, usual=_usual(subjects))
        self.reason.show_values({r.reason for r in regions}, usual="Why it is hidden, or shown")
        self.person.offer(people)
        self.person.show_values({str(r.person or "") for r in regions}, usual="Nobody was named")
        self.inverse.show_values([r.inverse for r in regions])
        self.locked.show_values([r.locked for r in regions])
        self.grade.setText(_graded(subjects, effects))
        self.measured.setText(_measured(subjects, effects))
        self.measured.setVisible(bool(self.measured.text()))
        free = editable and not all(r.locked for r in regions)
        for field in (self.subject, self.effect, self.shape, self.reason, self.inverse):
            field.setEnabled(free)
        self.label.setEnabled(free and effects == {"label"})
        self.person.setEnabled(editable)
        self.locked.setEnabled(editable)

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        for field in (self.label, self.reason, self.person):
            field.flush()

    def _lay_out(self) -> None:
        form = a_form(self)
        form.addRow("Covers", self.subject)
        form.addRow("Effect", self.effect)
        form.addRow(self.grade)
        form.addRow("Words", self.label)
        form.addRow("Reason", self.reason)
        form.addRow("Person", self.person)
        form.addRow("Shape", self.shape)
        form.addRow(self.inverse)
        form.addRow(self.locked)
        form.addRow(self.measured)


def a_form(on: QWidget) -> QFormLayout:
    """A column of fields with their names beside them, or above where there is no room."""
    form = QFormLayout(on)
    form.setContentsMargins(0, 0, 4, 0)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def told(about: str) -> Told:
    """Text that wraps, can be reached with the Tab key and is read aloud."""
    made = Told(about)
    made.setObjectName("quiet")
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return made


def grade_words(name: str) -> str:
    """An effect's grade in words: the letter, why, and what stays in sight."""
    effect = EFFECTS.get(name)
    return UNKNOWN if effect is None else f"{effect.grade.short}. {effect.grade.sentence} {effect.grade.stays}"


def measured_words(name: str) -> str:
    """What attacks reached on an effect, a line each, and on whose word it has its grade."""
    grade = EFFECTS[name].grade
    lines = (f"• {m.told}" for m in grade.measured)
    return "\n".join([f"Source of the grade: {grade.source}", "Measured by attacking copies:", *lines])


def _graded(subjects: Collection[Subject], effects: Collection[str]) -> str:
    kinds = [set(offered(subject)) for subject in subjects]
    only = "" if all(len(kind) == len(EFFECTS) for kind in kinds) else SOLID_ONLY
    if len(effects) > 1:
        return f"{SEVERAL_GRADE}\n{only}".strip()
    (name,) = effects
    if name and all(name in kind for kind in kinds):
        return grade_words(name) + (f"\n{only}" if only else "")
    if not name:
        return only if only and len(subjects) == 1 else f"{PROFILE_GRADE}\n{only}".strip()
    return only or UNKNOWN


def _measured(subjects: Collection[Subject], effects: Collection[str]) -> str:
    name = next(iter(effects))
    one = len(effects) == 1 and all(name in offered(subject) for subject in subjects)
    return measured_words(name) if one else ""


def _effects(subjects: Collection[Subject], held: Collection[str]) -> Offers:
    """Those that may hide all of these, and whatever they have, which may be none of them."""
    names = [name for name in EFFECTS if all(name in offered(subject) for subject in subjects)]
    names += sorted(name for name in held if name and name not in names)
    return [("", AS_PROFILE), *((name, TITLES.get(name, name)) for name in names)]


def _shapes(regions: Collection[Region]) -> list[tuple[Any, str]]:
    drawn = all(r.shape is Shape.POLYGON or any(k.outline is not None for k in r.keyframes) for r in regions)
    return [(shape, text) for shape, text in SHAPES.items() if shape is not Shape.POLYGON or drawn]


def _usual(subjects: Collection[Subject]) -> str:
    return SUBJECTS[next(iter(subjects))].upper() if len(subjects) == 1 else ""
