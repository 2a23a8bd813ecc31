"""User data is taken out of H.264, and nothing else."""

from reviewer.media.user_data import without_user_data

PICTURE = b"\x65\x88\x84\x00\x33"
TIMING = b"\x01\x01\x42"
NAMES = b"\x05\x14" + b"u" * 16 + b"x264"


def unit(body: bytes) -> bytes:
    return b"\x00\x00\x00\x01" + body


def test_a_stream_without_messages_is_the_same() -> None:
    stream = unit(b"\x67\x42") + unit(b"\x68\x01") + unit(PICTURE)
    assert without_user_data(stream) is stream


def test_user_data_goes_and_the_picture_stays() -> None:
    assert without_user_data(unit(b"\x06" + NAMES + b"\x80") + unit(PICTURE)) == unit(PICTURE)


def test_other_messages_of_the_same_unit_stay() -> None:
    stream = unit(b"\x06" + TIMING + NAMES + b"\x80") + unit(PICTURE)
    assert without_user_data(stream) == unit(b"\x06" + TIMING + b"\x80") + unit(PICTURE)


def test_long_user_data_is_measured_by_all_its_length_bytes() -> None:
    long = b"\x05\xff\x05" + b"u" * 260
    stream = b"\x00\x00\x01\x06" + long + TIMING + b"\x80" + unit(PICTURE)
    assert without_user_data(stream) == unit(b"\x06" + TIMING + b"\x80") + unit(PICTURE)


def test_bytes_that_look_like_a_start_are_put_back_behind_a_guard() -> None:
    timing = b"\x01\x04\x00\x00\x03\x01\x07"
    stream = unit(b"\x06" + NAMES + timing + b"\x80") + unit(PICTURE)
    assert without_user_data(stream) == unit(b"\x06" + timing + b"\x80") + unit(PICTURE)


def test_registered_user_data_goes_too() -> None:
    assert without_user_data(unit(b"\x06\x04\x03GPS\x80") + unit(PICTURE)) == unit(PICTURE)
