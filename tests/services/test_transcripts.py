import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.errors import UsageError
from reviewer.services.jobs import finished
from reviewer.services.transcripts import read_transcript
from tests.support.transcripts import a_minute, read, times

HELLO = [("Hello", 1.0, 1.5), ("John", 1.5, 2.25)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Gesprochenes ü.txt"


SRT = "1\n00:00:01,000 --> 00:00:03,000\nHello <i>John</i>\n\n2\n00:00:04,000 --> 00:00:05,000\nBye\n"


def test_the_words_of_a_cue_share_its_time_by_their_letters_and_are_marked_as_estimated(file: Path) -> None:
    made = read(file, SRT)
    assert times(made) == [("Hello", 1.0, 2.111), ("John", 2.111, 3.0), ("Bye", 4.0, 5.0)]
    assert made.estimated.all()
    assert made.cues.tolist() == [0, 2]
    assert made.notes == ("The file has times for its cues alone: silencing a word silences all of its cue.",)


def test_times_within_a_webvtt_cue_are_those_of_its_words(file: Path) -> None:
    made = read(
        file,
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE Jane was here\n\n"
        "00:01.000 --> 00:03.000 align:start\n<v Jane Doe>Hello<00:00:01.500><c> John</c><00:00:02.250> dear me\n",
    )
    assert times(made)[:2] == HELLO
    assert made.estimated.tolist() == [False, False, True, True]
    assert made.speakers == ("Jane Doe",)
    assert made.texts == ("Hello", "John", "dear", "me")


WORD = {"start": 1.0, "end": 1.5}, {"start": 1.5, "end": 2.25}
FORMS: dict[str, Any] = {
    "whisper": {
        "text": " Hello John",
        "segments": [
            {
                "start": 1.0,
                "end": 2.25,
                "text": "…",
                "words": [{"word": " Hello", **WORD[0]}, {"word": " John", **WORD[1]}],
            }
        ],
    },
    "whisperx, words alone": {"word_segments": [{"word": "Hello", **WORD[0]}, {"word": "John", **WORD[1]}]},
    "vosk": {"result": [{"conf": 1, "word": "Hello", **WORD[0]}, {"word": "John", **WORD[1]}], "text": "hello john"},
    "aws": {
        "jobName": "x",
        "results": {
            "transcripts": [{"transcript": "Hello John"}],
            "items": [
                {
                    "type": "pronunciation",
                    "alternatives": [{"content": "Hello"}],
                    "start_time": "1.0",
                    "end_time": "1.5",
                },
                {
                    "type": "pronunciation",
                    "alternatives": [{"content": "John"}],
                    "start_time": "1.5",
                    "end_time": "2.25",
                },
            ],
        },
    },
    "google": {
        "results": [
            {
                "alternatives": [
                    {
                        "words": [
                            {"word": "Hello", "startTime": "1s", "endTime": "1.500s"},
                            {"word": "John", "startTime": "1.500s", "endTime": "2.250s"},
                        ]
                    }
                ]
            }
        ]
    },
    "google, a long run": {
        "done": True,
        "response": {
            "results": [
                {
                    "alternatives": [
                        {
                            "words": [
                                {
                                    "word": "Hello",
                                    "start_time": {"seconds": 1},
                                    "end_time": {"seconds": "1", "nanos": 500_000_000},
                                },
                                {"word": "John", "startOffset": "1.5s", "endOffset": "2.25s"},
                            ]
                        }
                    ]
                }
            ]
        },
    },
    "azure, a batch": {
        "recognizedPhrases": [
            {
                "offsetInTicks": 10_000_000,
                "durationInTicks": 12_500_000,
                "nBest": [
                    {
                        "words": [
                            {"word": "Hello", "offsetInTicks": 10_000_000, "durationInTicks": 5_000_000},
                            {"word": "John", "offsetInTicks": 15_000_000, "durationInTicks": 7_500_000},
                        ]
                    }
                ],
            }
        ]
    },
    "azure, detailed": {
        "Offset": 10_000_000,
        "Duration": 12_500_000,
        "NBest": [
            {
                "Words": [
                    {"Word": "Hello", "Offset": 10_000_000, "Duration": 5_000_000},
                    {"Word": "John", "Offset": 15_000_000, "Duration": 7_500_000},
                ]
            }
        ],
    },
    "azure, fast": {
        "phrases": [
            {
                "offsetMilliseconds": 1000,
                "durationMilliseconds": 1250,
                "words": [
                    {"text": "Hello", "offsetMilliseconds": 1000, "durationMilliseconds": 500},
                    {"text": "John", "offsetMilliseconds": 1500, "durationMilliseconds": 750},
                ],
            }
        ]
    },
    "deepgram": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "words": [
                                {"word": "hello", "punctuated_word": "Hello", **WORD[0]},
                                {"word": "John", **WORD[1]},
                            ]
                        }
                    ]
                }
            ]
        }
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_the_words_of_every_known_recogniser_have_their_own_times(form: str, file: Path) -> None:
    made = read(file, FORMS[form])
    assert times(made) == HELLO
    assert not made.estimated.any()
    assert made.notes == ()


def test_documents_one_after_the_other_are_read_as_vosk_writes_them(file: Path) -> None:
    one, other = ({"result": [{"word": w, "start": t, "end": t + 1}]} for w, t in (("Hello", 1), ("again", 9)))
    made = read(file, f"{json.dumps(one)}\n{json.dumps(other)}\n")
    assert made.texts == ("Hello", "again")
    assert made.cues.tolist() == [0, 1]


def test_what_google_says_once_more_with_speakers_is_there_once(file: Path) -> None:
    words = [
        {"word": "Hello", "startTime": "1s", "endTime": "2s"},
        {"word": "John", "startTime": "2s", "endTime": "3s"},
    ]
    again = [{**w, "speakerTag": n} for n, w in enumerate(words, start=1)]
    made = read(file, {"results": [{"alternatives": [{"words": words}]}, {"alternatives": [{"words": again}]}]})
    assert made.texts == ("Hello", "John")
    assert made.speakers == ("1", "2")


def test_a_word_that_was_not_aligned_is_kept_between_its_neighbours(file: Path) -> None:
    words = [{"word": "at", "start": 1.0, "end": 2.0}, {"word": "42"}, {"word": "now", "start": 3.0, "end": 3.5}]
    made = read(file, {"segments": [{"start": 1.0, "end": 3.5, "text": "at 42 now", "words": words}]})
    assert times(made)[1] == ("42", 2.0, 3.0)
    assert made.estimated.tolist() == [False, True, False]
    assert made.notes == ("1 of 3 words have no time of their own: silencing one silences all of its cue.",)


def test_time_counts_from_the_first_sample_of_the_sound(file: Path) -> None:
    assert times(read(file, SRT, recording=a_minute(start=0.5)))[0][1] == 1.5


ENCODED = {
    "utf-8": "utf-8", "utf-8 with a mark": "utf-8-sig", "utf-16 with a mark": "utf-16", "utf-16": "utf-16-le",
    "utf-16 the other way": "utf-16-be", "Windows": "cp1252",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODED.values(), ids=ENCODED)
def test_letters_are_the_right_ones_in_any_usual_encoding(encoding: str, file: Path) -> None:
    said = "Siobhán wohnt im Café “Zum Bären” – für £5"
    made = read(file, f"1\r\n00:00:01,000 --> 00:00:03,000\r\n{said}\r\n".encode(encoding))
    assert " ".join(made.texts) == said


def test_everything_unusual_is_kept_counted_and_told(file: Path) -> None:
    def cue(start: str, end: str, text: str) -> str:
        return f"{start} --> {end}\n{text}\n\n"

    made = read(
        file,
        cue("-00:00:02,000", "00:00:01,000", "before")
        + cue("00:00:20,000", "00:00:30,000", "late")
        + cue("00:00:10,000", "00:00:25,000", "early")
        + cue("00:00:40,000", "00:00:35,000", "backwards")
        + cue("00:00:4x,000", "00:00:50,000", "broken")
        + cue("00:02:00,000", "00:02:01,000", "beyond"),
    )
    assert sorted(made.texts) == ["backwards", "before", "beyond", "broken", "early", "late"]
    assert list(made.starts) == sorted(made.starts)
    assert made.notes == (
        "The file has times for its cues alone: silencing a word silences all of its cue.",
        "1 entry could not be read, and its words may be missing.",
        "1 cue has no time; it stands between its neighbours.",
        "1 time lies before the beginning; it counts as 0.",
        "1 cue ends before it begins; it counts as a second long.",
        "1 cue was out of order and was put in order of time.",
        "1 cue overlaps one before it.",
        "1 word beyond the end of the footage: is it the right file?",
    )


def test_times_that_are_no_numbers_are_none(file: Path) -> None:
    words = [
        {"word": "a", "start": 1.0, "end": 2.0},
        *(
            {"word": str(n), "start": bad, "end": bad}
            for n, bad in enumerate([float("nan"), float("inf"), 1e300, "x", True, []])
        ),
        {"word": "z", "start": 8.0, "end": 9.0},
    ]
    made = read(file, {"segments": [{"words": words}]})
    assert made.texts == ("a", *"012345", "z")
    assert times(made)[1] == ("0", 2.0, 3.0)
    assert times(made)[6] == ("5", 7.0, 8.0)


REFUSED = {
    "empty": b"",
    "prose": b"Dear Sir, please find attached.",
    "another document": b'{"name": "x"}',
    "broken JSON": b'{"segments": [{"words": [',
    "nested": b"[" * 200_000,
    "bytes": bytes(range(256)) * 50,
    "no words": b"1\n00:00:01,000 --> 00:00:02,000\n\n",
    "no times": b'{"segments": [{"text": "a b"}]}',
    "a table": b"start,end,text\n1,2,hello\n",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_transcript_is_refused_with_advice_and_not_quoted(kind: str, file: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(file, REFUSED[kind])
    assert "SRT or VTT" in caught.value.advice
    assert "Dear" not in f"{caught.value}{caught.value.advice}"


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.srt"):
        with pytest.raises(UsageError, match="is not there, or is no file"):
            finished(read_transcript(path, a_minute()))


def test_a_file_beyond_the_limit_and_one_with_more_than_a_day_of_words_are_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.services.transcripts.MOST", 2)
    with pytest.raises(UsageError, match="has 3 words, more than a day of speech"):
        read(file, SRT)
    monkeypatch.setattr("reviewer.services.transcripts.LARGEST", 10)
    with pytest.raises(UsageError, match="is larger than"):
        read(file, SRT)


def test_ten_megabytes_of_words_are_read_in_a_child_and_are_all_there(tmp_path: Path) -> None:
    lines = (
        f"{n}\n00:{n // 60 % 60:02d}:{n % 60:02d},000 --> 00:{n // 60 % 60:02d}:{n % 60:02d},900\n{'word ' * 75}\n"
        for n in range(2900)
    )
    path = tmp_path / "large.srt"
    path.write_text("\n".join(lines) + "\n" + " " * 9_500_000, encoding="utf-8")
    assert path.stat().st_size > 10_000_000
    made = finished(read_transcript(path, a_minute()))
    assert len(made) == 2900 * 75
    assert made.name == "large.srt"
    assert made.notes[-1].startswith("213000 words beyond")


def test_control_characters_and_halves_of_characters_do_not_come_in(file: Path) -> None:
    words = [{"word": "Jo\u202ehn\u0000", "start": 1, "end": 2}, {"word": "\ud800x\nSmith", "start": 2, "end": 3}]
    made = read(file, json.dumps({"segments": [{"words": words}]}))
    assert made.texts == ("John", "x", "Smith")


_NAMES = """
segments words word text start end speaker results items alternatives content type result transcription offsets from to
startTime endTime seconds nanos phrases NBest Words Offset Duration channels response recognizedPhrases nBest
word_segments offsetInTicks audio_duration speakerTag startOffset"""
KEYS = st.sampled_from(_NAMES.split())
SOME = st.sampled_from(["1.2s", "3", "word"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | SOME
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


def parsed_or_refused(data: bytes) -> None:
    """Reads it as the child does; only what the officer is told may be raised."""
    with TemporaryDirectory() as folder, suppress(UsageError):
        made = read(Path(folder) / "x", data)
        assert all(text.split() == [text] for text in made.texts)
        assert np.all(made.ends > made.starts)
        assert np.all(made.starts >= 0)


@given(DOCUMENTS)
@settings(max_examples=300)
def test_no_document_with_the_names_of_recognisers_does_more_than_be_refused(document: Any) -> None:
    parsed_or_refused(json.dumps(document).encode())


@given(st.binary(max_size=300) | st.text(alphabet="0123456789:,.-> \n<c>v\r{}[]W", max_size=300).map(str.encode))
@settings(max_examples=300)
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    parsed_or_refused(data)
    parsed_or_refused(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + data)


def test_signs_that_cannot_be_read_are_counted_and_told(file: Path) -> None:
    made = read(file, b"\xef\xbb\xbf1\n00:00:01,000 --> 00:00:03,000\nJos\xff is \xfe here\n")
    assert made.texts == ("Jos�", "is", "�", "here")
    assert made.notes[-1] == "2 signs could not be read in any usual encoding: look for words with a � in them."
