"""Encoders of the computer's graphics: their names, and how each is told what a copy needs.

None is ever trusted: a copy by one is held in the same container, read back and checked like any other.
"""

SOFTWARE = "libx264"
"""The program's own encoder, which is always there."""

HARDWARE = ("h264_nvenc", "h264_qsv", "h264_amf", "h264_mf")
"""In the order in which they are tried: by the maker of the graphics, and last what Windows itself finds."""

_OPTIONS = {
    "h264_nvenc": {"preset": "p4", "rc": "constqp", "qp": "{qp}", "bf": "0", "forced-idr": "1", "zerolatency": "1"},
    "h264_qsv": {"preset": "veryfast", "global_quality": "{qp}", "look_ahead": "0", "bf": "0", "async_depth": "4"},
    "h264_amf": {"quality": "speed", "rc": "cqp", "qp_i": "{qp}", "qp_p": "{qp}", "bf": "0"},
    "h264_mf": {"hw_encoding": "1", "rate_control": "quality", "quality": "{percent}"},
}

_NV12 = frozenset({"h264_qsv", "h264_amf", "h264_mf"})
"""Encoders that want both chromas in one plane."""


_EVEN = frozenset({"ultrafast", "superfast"})
"""Presets of x264 that would spend less on all of a picture when something moves in it, such as what covers a region.

With ten regions on the move that took 0.16 dB from the rest of it. Told to compress complex pictures no more than
others (qcomp 1), x264 takes nothing. Slower presets look ahead, and take 0.08 dB at most.
"""


def options_of(encoder: str, *, crf: int, preset: str) -> dict[str, str]:
    """What the encoder is told, so that it gives about the quality that x264 does at `crf`."""
    if encoder not in _OPTIONS:
        even = {"qcomp": "1"} if preset in _EVEN else {}
        return {"preset": preset, "crf": str(crf), "bf": "0", **even}
    values = {"qp": str(crf + 2), "percent": str(max(1, min(100, 130 - 2 * crf)))}
    return {name: value.format(**values) for name, value in _OPTIONS[encoder].items()}


def takes(encoder: str, pixels: str) -> str:
    """The layout of pixels that the encoder wants for pictures whose layout is `pixels`."""
    return "nv12" if encoder in _NV12 else pixels
