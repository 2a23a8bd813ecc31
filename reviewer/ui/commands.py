"""What each action does, and when it can be done."""

from collections.abc import Callable

from reviewer.ui.parts import Parts

NEED_CASE = (
    *("close_case", "show_doubts", "show_transcript", "show_regions", "show_details", "show_gallery", "show_check"),
    "show_history",
)
NEED_FOOTAGE = (
    *("release", "play", "step_back", "step_forward", "first", "last", "backwards", "pause", "forwards"),
    *("original", "released", "fit", "actual", "zoom_in", "zoom_out"),
)
NEED_EDITABLE = ("find_again", "analyse")
NEED_REGIONS = ("by_doubt",)


class Commands:
    """Binds the actions to the desk, the projector, the picture and the operations."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._desk, self._projector = parts.desk, parts.projector
        self._bind_files()
        self._bind_edits()
        self._bind_playing()
        for signal in (
            self._desk.case_changed,
            self._desk.footage_changed,
            self._desk.review_changed,
            self._desk.selection_changed,
            self._desk.history_changed,
        ):
            signal.connect(self.refresh)
        parts.page.view.drawing_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey, and name what undo and redo would do."""
        desk, actions = self._desk, self._parts.actions
        actions.enable(NEED_CASE, desk.case is not None)
        actions.enable(NEED_FOOTAGE, desk.footage is not None)
        actions.enable(NEED_EDITABLE, desk.editable)
        actions["read_plates"].setEnabled(desk.editable and desk.has_plates)
        actions.enable(NEED_REGIONS, bool(desk.review.regions))
        stack = desk.place.history.stack if desk.place else None
        undo, redo = actions["undo"], actions["redo"]
        undo.setEnabled(stack is not None and stack.canUndo())
        redo.setEnabled(stack is not None and stack.canRedo())
        undo.setText(f"&Undo {stack.undoText().lower()}" if stack is not None and stack.canUndo() else "&Undo")
        redo.setText(f"&Redo {stack.redoText().lower()}" if stack is not None and stack.canRedo() else "&Redo")
        undo.setIconText("Undo")
        redo.setIconText("Redo")

    def _bind(self, name: str, function: Callable[[], object]) -> None:
        self._parts.actions.bind(name, lambda: self._parts.guarded(function))

    def _bind_files(self) -> None:
        self._bind("open_footage", self._open_footage)
        self._bind("open_case", self._open_case)
        self._bind("close_case", self._parts.operations.close_case)
        self._bind("find_again", self._parts.operations.find_again)
        self._bind("release", self._parts.operations.release)
        self._bind("analyse", self._parts.operations.find)
        self._bind("read_plates", self._parts.operations.read_plates)

    def _bind_edits(self) -> None:
        self._bind("undo", self._desk.undo)
        self._bind("redo", self._desk.redo)
        self._bind("by_doubt", self._parts.page.regions.sort_by_doubt)

    def _bind_playing(self) -> None:
        projector, view = self._projector, self._parts.page.view
        self._bind("play", projector.toggle)
        self._bind("pause", projector.stop)
        self._bind("step_back", lambda: projector.step(-1))
        self._bind("step_forward", lambda: projector.step(1))
        self._bind("first", lambda: projector.seek(0))
        self._bind("last", projector.last)
        self._bind("backwards", lambda: projector.shuttle(-1))
        self._bind("forwards", lambda: projector.shuttle(1))
        self._bind("fit", view.fit)
        self._bind("actual", view.actual)
        self._bind("zoom_in", lambda: view.zoom(1))
        self._bind("zoom_out", lambda: view.zoom(-1))

    def _open_footage(self) -> None:
        chosen = self._parts.user.footage_files()
        if chosen:
            self._parts.operations.take_in(*chosen)

    def _open_case(self) -> None:
        chosen = self._parts.user.case_folder()
        if chosen is not None:
            self._parts.operations.open_case(chosen)
