"""What looking for something in a footage would take, as far as it can be told beforehand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """One way to look: about how many `seconds` the whole footage takes, None where that cannot be told.

    `looks` say how it looks, a phrase for each subject, such as: faces every 0.2 s, at 0.5 megapixels (CenterFace).
    """

    seconds: float | None
    looks: tuple[str, ...] = ()


def about(time: float) -> str:
    """Seconds as a person would guess them, rounded up: about 40 seconds, about 4 minutes, about 1 h 20 min."""
    if time <= 10:
        return "a few seconds"
    if time <= 50:
        return f"about {-int(-time // 10) * 10} seconds"
    minutes = -int(-time // 60)
    if minutes == 1:
        return "about a minute"
    if minutes > 10:
        minutes = -(-minutes // 5) * 5
    return f"about {minutes} minutes" if minutes < 60 else f"about {minutes // 60} h {minutes % 60:02d} min"
