"""Plates by two opinions: what is written proposes and the plate network decides, and the other way round."""

from dataclasses import replace

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.vision.plate_network import PlateNetwork
from reviewer.vision.plates import TextPlates

PROPOSED = 0.3
"""Score from which a short line of text is worth a closer look of the network."""

MOST = 30
"""Lines of text that the network looks at in one frame at most, the best first: a wall of signs must not take all the
time."""

DOUBTFUL = 0.5
"""Score of the network's under which it helps a find that something is written in it."""

WRITTEN = 0.3
"""Part of a doubtful find, or of the line of text, that the two must share."""

HELP = 0.5
"""Part of the text's score by which the doubt that is left shrinks."""


class AgreedPlates:
    """The network's finds, those that it confirms where text detection sees a short line, and doubtful ones raised."""

    subject = Subject.PLATE
    check_threshold = PlateNetwork.check_threshold

    def __init__(self, network: PlateNetwork, text: TextPlates, *, area: int) -> None:
        """`area` is the pixels that both look at."""
        self._network, self._text = network, text
        self.name = f"plate network with PP-OCRv4 text at {area / 1e6:.2f} megapixels"

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All plates of at least `threshold`, best first."""
        lines = self._text.detect(frame, threshold=PROPOSED)
        own = [self._weighed(find, lines) for find in self._network.detect(frame, threshold=threshold)]
        unseen = [line for line in lines if not any(_share(line, find) >= WRITTEN for find in own)]
        for line in unseen[:MOST]:
            near = self._network.detect_near(frame, line.box, threshold=threshold)
            if near is not None and not any(_share(near, find) >= WRITTEN for find in own):
                own.append(replace(near, detector=self.name))
        return sorted(own, key=lambda find: -find.score)

    def close(self) -> None:
        """Let go of both."""
        self._network.close()
        self._text.close()

    def _weighed(self, find: Detection, lines: list[Detection]) -> Detection:
        """The find as this detector's, its score raised where it was doubtful and something is written in it."""
        written = max((line.score for line in lines if _share(line, find) >= WRITTEN), default=0.0)
        score = 1 - (1 - find.score) * (1 - HELP * written) if find.score < DOUBTFUL else find.score
        return replace(find, score=score, detector=self.name)


def _share(a: Detection, b: Detection) -> float:
    """What two finds have in common, as a part of the smaller."""
    return a.box.shared(b.box) / max(min(a.box.area, b.box.area), 1e-6)
