"""What a copy leaves behind of its original besides what was covered: streams, tags, boxes, pictures, places."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing was left behind."""

    STREAM = "stream"
    TAG = "tag"
    BOX = "box"
    USER_DATA = "user data in the picture's stream"
    THUMBNAIL = "thumbnail"
    LOCATION = "location"
    DEVICE = "device"
    TIME = "time"
    REST = "bytes that belong to nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """One thing that the original holds and its copies do not.

    `where` says where in the file, `what` what it is, in words that tell nobody anything; `value` is what it says, for
    the restricted schedule alone. `size` is in bytes, None where it is not known.
    """

    kind: Kind
    where: str
    what: str
    value: str = ""
    size: int | None = None
