"""The parts of one window, as those that wire them together are handed them."""

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.ui.actions import Actions
from reviewer.ui.asking import User
from reviewer.ui.desk import Desk
from reviewer.ui.desk_page import DeskPage
from reviewer.ui.operations import Operations
from reviewer.ui.viewer.projector import Projector


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What a window is made of; `report` shows an error, `say` a remark that needs no answer."""

    desk: Desk
    projector: Projector
    operations: Operations
    actions: Actions
    page: DeskPage
    user: User
    report: Callable[[BaseException], None]
    say: Callable[[str], None]

    def guarded(self, function: Callable[[], object]) -> bool:
        """Run `function` and show what it raises; says whether it raised nothing."""
        try:
            function()
        except Exception as error:  # shown: as a sentence, or for a defect with the place of its report
            self.report(error)
            return False
        return True
