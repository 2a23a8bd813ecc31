"""What the two schedules of a pack say: the one for disclosure without names, pictures and values, and the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.core.copy import CheckReport, Hit, Settlement
from reviewer.core.profile import SoundPolicy
from reviewer.core.removal import Removed
from reviewer.core.silence import Treatment
from reviewer.core.timing import clock
from reviewer.effects.catalogue import effect_on
from reviewer.media import sound_told
from reviewer.media.silencing import Heard, quiet_of
from reviewer.media.sound_told import StreamTold
from reviewer.media.treatments import OFFERS
from reviewer.services.estimate import estimate_said
from reviewer.services.pack_log import details, out_of_order
from reviewer.services.pack_request import SCHEDULE_CSV, SECRET_CSV, SECRET_LOG, PackRequest
from reviewer.services.schedule import Clock, Private, Sort, lying_in_cuts, rows, shown_rows

MOST_ROWS = 2000
"""Lines of a table in a PDF: about sixty pages, of which the table beside it has every line."""

MOST_STRETCHES = 6
"""Stretches of the copy in one line."""

MOST_EVENTS = 300
"""Events of the log in the PDF, the last ones; the log beside it has all that belong to the copy."""

STATEMENT = (
    "The file {video} is a REDACTED COPY of a recording, not the recording itself. The recording has the SHA-256 given "
    "below and is kept unaltered. This schedule lists what was hidden, silenced and left out, and what was removed "
    "from the file. It shows no picture and names nobody."
)
SECRET = (
    "This schedule names people, shows them, and gives the reasons and values that the copy hides. It belongs with the "
    "case. It is not part of what is handed over and lies in a folder of its own for that reason."
)
SOUND = {
    SoundPolicy.KEEP: "kept, but for what is silenced below",
    SoundPolicy.SILENT: "all of it silenced",
    SoundPolicy.NONE: "not in the copy",
}
REMAINS = (
    "The check looked at what is listed above, in the way that is stated there. It does not prove that nobody can be "
    "recognised.",
    "The check did not look for voices, names that are spoken, clothing, tattoos, the way someone moves, reflections "
    "or places, unless a line above says so.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A request with the lines of its schedule."""

    request: PackRequest
    rows: tuple[Private, ...]
    shown: tuple[Private, ...]
    clock: Clock
    in_cuts: int


def told_of(request: PackRequest) -> Told:
    """The lines of the schedule, and how times are told in them."""
    times = Clock(request.assembly, request.footage.recording.video.time_base)
    profile = request.copy.profile
    return Told(
        request=request,
        rows=rows(request.review, profile, told=times),
        shown=shown_rows(request.review, profile, told=times),
        clock=times,
        in_cuts=lying_in_cuts(request.review, told=times),
    )


def disclosed_page(told: Told) -> dict[str, Any]:
    """The data of the schedule for disclosure."""
    request = told.request
    report = request.copy.report
    return {
        "title": f"Schedule of the redacted copy {request.target.name}",
        "statement": STATEMENT.format(video=request.video),
        "facts": list(_facts(told)),
        "notes": list(_notes(told)),
        "counts": counts_said(told),
        "rows": [_row(line) for line in told.rows[:MOST_ROWS]],
        "more": _more(len(told.rows)),
        "means": means(told),
        "removed_words": removed_said(request.removed),
        "removed": [_removed(r) for r in request.removed[:MOST_ROWS]],
        "findings": findings(report),
        "settled": list(settled_said(report)),
        "remains": [*(estimate_said(e) for e in report.estimates), *REMAINS],
    }


def restricted_page(told: Told, pictures: Mapping[str, str]) -> dict[str, Any]:
    """The data of the restricted schedule; `pictures` are the names of pictures by what they show."""
    request = told.request
    footage, report = request.footage, request.copy.report
    first = [("Case", request.case), ("Original file", footage.path.name), ("Where it lies", str(footage.path))]
    log = request.log[-MOST_EVENTS:]
    return {
        "title": f"Restricted schedule of the copy {request.target.name}",
        "statement": SECRET,
        "facts": [*([k, v] for k, v in first), *_facts(told)],
        "notes": [*_notes(told), *out_of_order(request.log, released=request.copy.released)],
        "disclosure": list(_disclosure(request)),
        "counts": counts_said(told),
        "rows": [_private(line, pictures) for line in told.rows[:MOST_ROWS]],
        "more": _more(len(told.rows), table=SECRET_CSV),
        "shown_words": f"{counted(len(told.shown), 'line')} on what a person rejected as something to hide.",
        "shown": [_private(line, pictures) for line in told.shown[:MOST_ROWS]],
        "findings": findings(report),
        "hits_words": " ".join(settled_said(report)) or "Nothing was suspected.",
        "hits": [_hit(hit, report, pictures=pictures) for hit in report.hits[:MOST_ROWS]],
        "removed_words": removed_said(request.removed, table=SECRET_CSV),
        "removed": [{**_removed(r), "value": r.value} for r in request.removed[:MOST_ROWS]],
        "log_words": f"The last {len(log):,} of {len(request.log):,} events; {SECRET_LOG} has them all.",
        "log": [
            {"at": e.at.replace("T", " ", 1), "actor": e.actor, "action": e.action, "detail": details(e)} for e in log
        ],
    }


def counts_said(told: Told) -> str:
    """How many lines of each sort there are."""
    sorts = [line.row.sort for line in told.rows]
    said = (
        f"{counted(sorts.count(Sort.PICTURE), 'place')} in the picture, {counted(sorts.count(Sort.SOUND), 'stretch')} "
        f"of sound, {counted(sorts.count(Sort.CUT), 'cut')}."
    )
    if told.in_cuts:
        said += f" {told.in_cuts:,} more lie wholly in footage that is left out, and have no line."
    return said + f" The same lines are in {SCHEDULE_CSV}, for a spreadsheet."


def means(told: Told) -> list[dict[str, str]]:
    """Each effect and treatment that the copy uses: what it is called, how well it holds, and who says so."""
    request = told.request
    regions = (r for r in request.review.regions.values() if r.hides)
    used = {effect_on(r, request.copy.profile.effect) for r in regions}
    told_effects = [
        {"title": f"{e.name.capitalize()} ({e.grade.short})", "words": e.grade.sentence, "source": e.grade.source}
        for e in sorted(used, key=lambda e: e.name)
    ]
    heard = {s.treatment for s in request.review.silences.values() if s.hides}
    offers = (OFFERS[t] for t in Treatment if t in heard)
    return [*told_effects, *({"title": o.title, "words": f"{o.words} {o.grade}", "source": o.source} for o in offers)]


def findings(report: CheckReport) -> list[dict[str, str]]:
    """The points of the check."""
    return [
        {"point": str(f.point), "outcome": "held" if f.held else "OPEN", "sentence": f.sentence}
        for f in report.findings
    ]


def settled_said(report: CheckReport) -> Iterator[str]:
    """How many places the check suspected and what people decided on them, without saying where or why."""
    if not report.hits:
        return
    yield f"The check suspected {counted(len(report.hits), 'place')}."
    decided = [s.how for s in report.settled.values()]
    for how in Settlement:
        if how in decided:
            yield f"A person decided “{how}” on {counted(decided.count(how), 'of them', plural='of them')}."
    if report.open_hits:
        yield f"On {len(report.open_hits):,} nobody has decided."


def removed_said(removed: Sequence[Removed], *, table: str = SCHEDULE_CSV) -> str:
    """How much the original holds that the copy does not."""
    if not removed:
        return "Nothing was found in the original that the copy leaves behind, beside what is listed above."
    more = _more(len(removed), table=table)
    return f"The original holds {counted(len(removed), 'thing')} that the copy does not. {more}".strip()


def counted(number: int, what: str, *, plural: str = "") -> str:
    """A number with its word."""
    return f"{number:,} {what if number == 1 else plural or ('stretches' if what == 'stretch' else f'{what}s')}"


def stretches(line: Private) -> list[str]:
    """Where the copy shows it, in few enough words for a line."""
    every = [str(s) for s in line.row.copy]
    return (
        every
        if len(every) <= MOST_STRETCHES
        else [*every[:MOST_STRETCHES], f"and {len(every) - MOST_STRETCHES:,} more"]
    )


def _facts(told: Told) -> Iterator[list[str]]:
    request, recording = told.request, told.request.footage.recording
    profile, stamp = request.copy.profile, request.copy.profile.stamp
    yield ["This copy", request.video]
    yield ["SHA-256 of this copy", request.copy.sha256]
    yield ["SHA-256 of the recording", request.footage.sha256]
    yield ["Size of the recording", f"{request.footage.size:,} bytes"]
    yield ["Length", f"recording {clock(recording.duration)}, copy {told.clock.length}"]
    yield ["Pictures in the copy", f"{request.manifest.frames:,}"]
    yield ["Sound", SOUND[profile.sound]]
    yield from (["Sound stream", stream.sentence] for stream in _streams(request))
    yield ["Burned in", " ".join(t for t in (stamp.text, stamp.reference) if t) if stamp else "nothing"]
    yield ["Released", request.copy.released]
    yield ["Made with", request.manifest.product]


def _streams(request: PackRequest) -> tuple[StreamTold, ...]:
    """What was done with each sound stream of the recording."""
    recording, profile = request.footage.recording, request.copy.profile
    base, sounds = recording.video.time_base, recording.sounds
    quiet = quiet_of(request.review.silences.values(), [s.index for s in sounds], time_base=base)
    return sound_told.told_of(sounds, Heard(profile.sound, quiet, request.assembly), time_base=base)


def _notes(told: Told) -> Iterator[str]:
    yield (
        "Times count from the first picture, of the original and of the copy, as players show them. "
        "Hours, minutes, seconds, thousandths."
    )
    if told.clock.assembly.cards:
        yield "Footage was left out. A card stands in the copy wherever that is so, for two seconds."


def _row(line: Private) -> dict[str, Any]:
    row = line.row
    return {
        "number": str(row.number),
        "what": " ".join(part for part in (row.what, f"({row.note})" if row.note else "") if part),
        "original": str(row.original),
        "copy": stretches(line),
        "reason": row.reason,
        "how": f"{row.how}; {row.grade}",
    }


def _private(line: Private, pictures: Mapping[str, str]) -> dict[str, Any]:
    picture = pictures.get(line.region or "", "")
    alt = f"{line.row.what} as the original shows it, line {line.row.number}."
    more = {"person": line.person, "reason": line.reason, "decision": line.decision, "picture": picture, "alt": alt}
    return {**_row(line), **more}


def _hit(hit: Hit, report: CheckReport, *, pictures: Mapping[str, str]) -> dict[str, str]:
    settled = report.settled.get(hit.id)
    return {
        "what": f"A {hit.subject}? ({hit.detector}, {hit.score:.2f}) {hit.reason}".strip(),
        "time": clock(hit.seconds),
        "decision": str(settled.how) if settled else "open",
        "reason": settled.reason if settled else "",
        "by": f"{settled.by}, {settled.at}" if settled else "",
        "picture": pictures.get(hit.id, ""),
        "alt": f"What was suspected at {clock(hit.seconds)}, as the original shows it.",
    }


def _removed(removed: Removed) -> dict[str, str]:
    size = "" if removed.size is None else f"{removed.size:,}"
    return {"kind": str(removed.kind), "place": removed.where, "what": removed.what, "size": size}


def _disclosure(request: PackRequest) -> Iterable[list[str]]:
    given = request.copy.disclosure
    named = (
        ("Recipient", given.recipient),
        ("Organisation", given.organisation),
        ("Purpose", given.purpose),
        ("Lawful basis", given.basis),
        ("Reference", given.reference),
    )
    return ([name, value or "not recorded"] for name, value in named)


def _more(count: int, *, table: str = SCHEDULE_CSV) -> str:
    """That the table beside the PDF has more, where it has."""
    return f"The first {MOST_ROWS:,} of {count:,} lines are printed here; {table} has all." if count > MOST_ROWS else ""
