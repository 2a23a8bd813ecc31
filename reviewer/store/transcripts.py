"""Transcripts and the watch-list in the database; what is said in them stays out of the audit log."""

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from reviewer.core.footage import FootageId
from reviewer.core.transcript import Transcript
from reviewer.core.watched import Kind, Term
from reviewer.store.audit_log import AuditLog
from reviewer.store.database import Database
from reviewer.store.packing import unpack
from reviewer.store.problems import readable

MOST = 256 * 1024 * 1024
"""Bytes that a stored transcript may come to; more was never written by this program."""


QUICK = 1
"""How hard it is compressed: a window waits for it."""


class Transcripts:
    """The transcripts of one case, one a footage at most, and its watch-list."""

    def __init__(self, database: Database, log: AuditLog) -> None:
        self._database = database
        self._log = log

    def of(self, footage: FootageId) -> Transcript | None:
        """The transcript of a footage, None where it has none; raises CaseError for one that is damaged."""
        rows = self._database.rows("SELECT name, sha256, body FROM transcript WHERE footage = ?", (footage,))
        with readable(self._database.name):
            return unpack_transcript(rows[0][2], name=rows[0][0], sha256=rows[0][1]) if rows else None

    def keep(self, footage: FootageId, transcript: Transcript) -> None:
        """Put a transcript in place of the one before, and log that, or neither.

        The log has the file's fingerprint and how many words there are, and never what they are.
        """
        row = (footage, transcript.name, transcript.sha256, pack_transcript(transcript))
        detail = {"footage": footage, "sha256": transcript.sha256, "words": len(transcript)}
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO transcript(footage, name, sha256, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT(footage) DO UPDATE "
                "SET name = excluded.name, sha256 = excluded.sha256, body = excluded.body",
                row,
            )
            self._log.append(connection, action="Import transcript", detail=detail)

    def drop(self, footage: FootageId) -> None:
        """Take a transcript out again, and log that, or neither; raises KeyError where there is none."""
        with self._database.transaction() as connection:
            if not connection.execute("DELETE FROM transcript WHERE footage = ?", (footage,)).rowcount:
                raise KeyError(footage)
            self._log.append(connection, action="Remove transcript", detail={"footage": footage})

    def watched(self) -> tuple[Term, ...]:
        """The watch-list, in its order."""
        rows = self._database.rows("SELECT kind, term FROM watched_term ORDER BY position")
        with readable(self._database.name):
            return tuple(Term(Kind(kind), text) for kind, text in rows)

    def watch(self, terms: Sequence[Term]) -> None:
        """Put another watch-list in place of the one before, and log of how many terms of each kind, or neither."""
        rows = [(number, term.kind.value, term.text) for number, term in enumerate(terms)]
        detail = {"terms": dict(sorted(Counter(term.kind.value for term in terms).items()))}
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM watched_term")
            connection.executemany("INSERT INTO watched_term(position, kind, term) VALUES (?, ?, ?)", rows)
            self._log.append(connection, action="Change watch-list", detail=detail)


def pack_transcript(transcript: Transcript) -> bytes:
    """The columns of a transcript as compressed JSON, without its name and fingerprint."""
    body = {
        "texts": transcript.texts,
        "starts": transcript.starts.tolist(),
        "ends": transcript.ends.tolist(),
        "estimated": transcript.estimated.astype(int).tolist(),
        "cues": transcript.cues.tolist(),
        "speakers": transcript.speakers,
        "notes": transcript.notes,
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), QUICK)


def unpack_transcript(body: bytes, *, name: str, sha256: str) -> Transcript:
    """The transcript that was packed; raises ValueError, KeyError or TypeError for what is none."""
    columns = _columns(body)
    return Transcript(
        name=name,
        sha256=sha256,
        texts=_strings(columns["texts"]),
        starts=unpack(np.array(columns["starts"], "<i8").tobytes(), "<i8"),
        ends=unpack(np.array(columns["ends"], "<i8").tobytes(), "<i8"),
        estimated=unpack(np.array(columns["estimated"], "u1").tobytes(), "u1").astype(np.bool_),
        cues=unpack(np.array(columns["cues"], "<i8").tobytes(), "<i8"),
        speakers=_strings(columns["speakers"]),
        notes=_strings(columns["notes"]),
    )


def _columns(body: bytes) -> dict[str, Any]:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(body, MOST)
    except zlib.error as error:
        raise ValueError("the words are damaged") from error
    columns = json.loads(text.decode("utf-8", "surrogatepass"))
    if not isinstance(columns, dict):
        raise ValueError("words are kept as columns")
    return columns


def _strings(values: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(v, str) for v in values):
        raise TypeError("words are text")
    return tuple(values)
