"""One step of learning, and everything that the next step depends on."""

import copy
import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from reviewer.vision.plate_planes import MIDDLE
from tests.training.net.errors import TrainingError
from tests.training.net.examples import Batch
from tests.training.net.loss import losses
from tests.training.net.network import Design, PlateNet

CLIP = 10.0
"""Largest length of all gradients together: a rare wild picture must not undo an hour."""

PATIENCE = 20
"""Steps in a row that may be left out because they are not numbers."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it learns: the highest rate, steps of warm-up and in all, decay of weights, memory of the average."""

    rate: float = 2e-3
    warm_up: int = 500
    steps: int = 30_000
    decay: float = 0.02
    memory: float = 0.999

    def at(self, step: int) -> float:
        """The rate of a step: up in a straight line, down along a cosine to a hundredth."""
        if step < self.warm_up:
            return self.rate * (step + 1) / self.warm_up
        done = min(1.0, (step - self.warm_up) / max(1, self.steps - self.warm_up))
        return self.rate * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)


@dataclass(frozen=True, slots=True)
class Note:
    """What one step came to: its losses, the length of its gradients, and whether it was left out."""

    total: float
    heat: float
    corners: float
    size: float
    gradient: float
    left_out: bool


class Learner:
    """The network, its running average and the optimiser, on a device."""

    def __init__(self, design: Design, pace: Pace, *, seed: int, device: torch.device) -> None:
        torch.manual_seed(seed)
        self.pace, self.device, self.step, self._failed = pace, device, 0, 0
        # Rows of channels: a sixth faster than planes of pixels on a CPU.
        net = PlateNet(design).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.net: PlateNet = net.to(device)
        self.average = copy.deepcopy(self.net).eval().requires_grad_(False)
        self._optimiser = torch.optim.AdamW(_grouped(self.net, pace.decay), lr=pace.rate, betas=(0.9, 0.99))

    def learn(self, batch: Batch) -> Note:
        """One step; TrainingError when too many in a row are not numbers. In mixed precision on a GPU."""
        self.net.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self.pace.at(self.step)
        near = batch.to(self.device)
        planes = (near.planes.float() - MIDDLE).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            logits, geometry = self.net(planes)
        parts = losses(logits, geometry, wanted=near.wanted)
        self._optimiser.zero_grad(set_to_none=True)
        parts.total.backward()  # type: ignore[no-untyped-call]
        gradient = nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
        numbers = torch.stack([parts.total, parts.heat, parts.corners, parts.size, gradient]).detach().tolist()
        sound = all(math.isfinite(n) for n in numbers)
        self._count(sound)
        if sound:
            self._optimiser.step()
            self._remember()
        else:
            self._mend()
        self.step += 1
        total, heat, corners, size, length = numbers
        return Note(total, heat, corners, size, length, left_out=not sound)

    def state(self) -> dict[str, Any]:
        """Everything that the next step depends on, as plain tensors and numbers."""
        return {
            "step": self.step,
            "failed": self._failed,
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "random": torch.get_rng_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from `state`; raises TrainingError when it belongs to another network."""
        try:
            self.net.load_state_dict(state["net"])
            self.average.load_state_dict(state["average"])
            self._optimiser.load_state_dict(state["optimiser"])
            torch.set_rng_state(state["random"])
            self.step, self._failed = int(state["step"]), int(state["failed"])
        except (KeyError, RuntimeError, ValueError, TypeError) as error:
            raise TrainingError(f"The training run belongs to another network: {error}.") from error

    def begin_from(self, average: PlateNet) -> None:
        """Takes the weights of a finished run to start with; raises TrainingError when it is of another design."""
        if average.design != self.net.design:
            raise TrainingError("The run to begin from has a network of another design.")
        self.net.load_state_dict(average.state_dict())
        self.average.load_state_dict(average.state_dict())

    def _count(self, sound: bool) -> None:
        self._failed = 0 if sound else self._failed + 1
        if self._failed > PATIENCE:
            raise TrainingError(f"{self._failed} steps in a row were not numbers: lower the rate and start again.")

    def _mend(self) -> None:
        """Takes the batch norms' statistics from the average: the step that was left out may have spoilt them."""
        with torch.no_grad():
            for new, held in zip(self.net.buffers(), self.average.buffers(), strict=True):
                new.copy_(held)

    def _remember(self) -> None:
        """The running average, which follows quickly at first."""
        keep = min(self.pace.memory, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            mine = [*self.average.parameters(), *self.average.buffers()]
            theirs = [*self.net.parameters(), *self.net.buffers()]
            for held, new in zip(mine, theirs, strict=True):
                if held.is_floating_point():
                    held.lerp_(new, 1 - keep)
                else:
                    held.copy_(new)


def _grouped(net: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Weights of convolutions across channels decay; the rest, being few or scales, does not."""
    decaying: list[Tensor] = []
    others: list[Tensor] = []
    for weight in net.parameters():
        (decaying if weight.ndim == 4 and weight.shape[1] > 1 else others).append(weight)
    return [{"params": decaying, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
