"""What was found of letters and signs that a camera wrote into every picture."""

from dataclasses import dataclass

from reviewer.core.region import Region


@dataclass(frozen=True, slots=True)
class Overlays:
    """Proposals to hide what a camera wrote into its pictures, one for each place.

    `frames` is how many pictures were looked at. With a camera that stands `still` the scene stays put as well, so
    writing in the scene may be among the proposals, and a sign without letters cannot be told from the scene.
    """

    regions: tuple[Region, ...] = ()
    frames: int = 0
    still: bool = False
