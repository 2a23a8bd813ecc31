"""Opening footage: what is wrong with a file, said in a sentence."""

import os
from pathlib import Path

import av
from av.container import InputContainer

from reviewer.core.errors import FootageError
from reviewer.media.atoms import walk

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,mxf,ogg,h264,hevc,m4v,mpegvideo,mjpeg,dv,ivf,"
    "nut,rm,wtv,dhav,obu,av1,amv,yuv4mpegpipe,gxf,swf,wav,mp3,aac,flac,aiff,ac3"
)
"""Containers that hold their own pictures and sound; playlists and scripts, which name other files, are not read."""

KEPT = "The original was not changed."


def open_footage(path: Path) -> InputContainer:
    """Open a recording for reading, files only and never a network address; raises FootageError with the reason."""
    _refuse_no_file(path)
    try:
        return av.open(
            str(path),
            "r",
            container_options={"protocol_whitelist": "file", "format_whitelist": FORMATS},
            metadata_errors="replace",
        )
    except (av.error.FFmpegError, OSError, ValueError, MemoryError) as error:
        raise _explained(path, error) from error


def _refuse_no_file(path: Path) -> None:
    if path.is_dir():
        raise FootageError(f"{path.name} is a folder, not a recording.", "Choose a video file.")
    if not path.exists():
        raise FootageError(f"There is no file {path.name}.", f"Check the name and the folder {path.parent}.")
    if not path.is_file():
        raise FootageError(f"{path.name} is not an ordinary file.", "Choose a video file.")
    if path.stat().st_size == 0:
        raise FootageError(
            f"{path.name} is empty: it holds no bytes at all.",
            "Copy the recording from its source again. " + KEPT,
        )
    if not os.access(path, os.R_OK):
        raise FootageError(f"You may not read {path.name}.", "Ask for permission to read the file. " + KEPT)


def _explained(path: Path, error: Exception) -> FootageError:
    if isinstance(error, PermissionError):
        return FootageError(f"You may not read {path.name}.", "Ask for permission to read the file. " + KEPT)
    outermost = {box.path for box in walk(path) if "/" not in box.path}
    if outermost & {"ftyp", "mdat"} and "moov" not in outermost:
        return FootageError(
            f"{path.name} was never finished by the recorder: the index of its pictures (moov) is missing.",
            "Copy it from the camera again, or have it repaired with the camera maker's tool. " + KEPT,
        )
    return FootageError(
        f"{path.name} is not a recording that can be read.",
        "Check that it is a video file and that it was copied whole. " + KEPT,
    )
