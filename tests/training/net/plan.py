"""What a training run is: everything that decides its result, kept with the run and compared when it goes on."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from tests.training.net.errors import TrainingError
from tests.training.net.learner import Pace
from tests.training.net.network import Design


@dataclass(frozen=True, slots=True)
class Plan:
    """The seed, the pictures (`picture` pixels wide and high, `views` views of `side` pixels of each), the network.

    `batch` views make a step. `backgrounds` only says whether recordings lay behind; their folder may move. `origin` is
    the digest of the run whose weights it begins with; empty when it begins with weights by chance.
    """

    seed: int = 1
    picture: int = 640
    side: int = 512
    views: int = 2
    batch: int = 16
    backgrounds: bool = True
    origin: str = ""
    pace: Pace = field(default_factory=Pace)
    design: Design = field(default_factory=Design)

    def plain(self) -> dict[str, Any]:
        """As nested dictionaries of numbers and lists."""
        return dict(_listed(dataclasses.asdict(self)))

    def check(self) -> None:
        """Raises TrainingError when it cannot be carried out."""
        if self.side % 32 or self.side < 32 or self.picture % 2 or self.picture < self.side:
            raise TrainingError("A view's side must be a multiple of 32, and the picture even and no smaller.")
        if min(self.views, self.batch, self.pace.steps) < 1:
            raise TrainingError("A run needs at least one view, one example in a batch and one step.")


def design_of(plain: dict[str, Any]) -> Design:
    """The network's design in a kept plan; raises TrainingError when there is none."""
    try:
        parts: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else int(v) for k, v in plain["design"].items()}
        return dataclasses.replace(Design(), **parts)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TrainingError(f"The training run does not say what network it is of: {error}.") from error


def compare(kept: Any, plan: Plan) -> None:
    """Raises TrainingError when a kept run was begun by another plan, naming what differs."""
    mine = plan.plain()
    if not isinstance(kept, dict):
        raise TrainingError("The training run does not say by what plan it was begun.")
    differing = sorted(k for k in {*mine, *kept} if mine.get(k) != kept.get(k))
    if differing:
        raise TrainingError(f"The run was begun with another {', '.join(differing)}: use another folder, or the same.")


def stages(state: dict[str, Any]) -> list[dict[str, Any]]:
    """What a kept run was trained by, after the runs that it began from: seed, steps, batch and side of each."""
    plan = state["plan"]
    own = {"steps": state["step"], **{name: plan[name] for name in ("seed", "batch", "side")}}
    return [*state.get("before", []), own]


def _listed(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    if isinstance(value, dict):
        return {k: _listed(v) for k, v in value.items()}
    return [_listed(v) for v in value] if isinstance(value, list | tuple) else value
