"""The plain texts of a pack: what to read first, the check's report, and their restricted counterparts."""

from collections.abc import Iterator
from pathlib import Path

from reviewer.core.copy import CheckReport
from reviewer.core.timing import clock
from reviewer.services.estimate import estimate_said
from reviewer.services.pack_log import one_line
from reviewer.services.pack_pages import REMAINS, findings, settled_said
from reviewer.services.pack_request import (
    ALLOWED,
    CHECK,
    MANIFEST,
    RESTRICTED,
    SCHEDULE_CSV,
    SCHEDULE_PDF,
    SECRET_CHECK,
    SECRET_CSV,
    SECRET_LOG,
    SECRET_LOG_TEXT,
    SECRET_PDF,
    SIGNATURE,
    SIGNER,
    SUMS,
    PackRequest,
)
from reviewer.services.signing import IDENTITY, NAMESPACE, PublicKey

VERIFY = f"ssh-keygen -Y verify -f {ALLOWED} -I {IDENTITY} -n {NAMESPACE.decode()} -s {SIGNATURE} < {SUMS}"
"""The command that verifies the signature, in the folder of the pack."""

WINDOWS_SUMS = (
    f"Get-Content -Encoding UTF8 {SUMS} | ForEach-Object {{ $d, $n = $_ -split '  ', 2; "
    'if ((Get-FileHash -LiteralPath $n).Hash -ne $d) { "DIFFERENT: $n" } }'
)

_VERIFYING = """\
HOW TO SEE THAT NOTHING WAS CHANGED

1. The signature. Open a terminal in this folder (on Windows the Command Prompt, cmd; not PowerShell) and type

       {verify}

   It needs OpenSSH 8.1 or newer, which macOS, Linux, Windows 11 and up-to-date Windows 10 have. The answer begins with
   Good "file" signature. It also gives the key's fingerprint, which is to be

       {fingerprint}

2. The files. Every file has a line in {sums}. To compare them all:

       Linux                sha256sum -c {sums}
       macOS                shasum -a 256 -c {sums}
       Windows PowerShell   {windows}
                            (nothing is printed when all agree)

   To compare one, on Windows:   certutil -hashfile "{video}" SHA256
                           or:   Get-FileHash "{video}"

3. With the program Reviewer, offline, all of that and the check of the copy itself:

       reviewer check "{folder}"

WHAT THE SIGNATURE PROVES

That whoever holds the key with the fingerprint above signed these files, and that they are as they were then. It does
not prove who that is: the key lies in this folder too ({signer}), and a forger would put another one there. So ask
those who sent you the pack for their fingerprint some other way, for example by telephone at a number that you had
before, and compare it with the one that the command prints.
"""


def read_me(request: PackRequest, key: PublicKey) -> str:
    """What to read first, for whoever receives the pack."""
    names = {
        request.video: "the REDACTED COPY of the recording: watch this",
        f"{request.video}.manifest.json": "how the copy was made, for programs that check it",
        SCHEDULE_PDF: "what was hidden, silenced, left out and removed, and why",
        SCHEDULE_CSV: "the same lines for a spreadsheet",
        CHECK: "what the check of the copy looked at and found",
        MANIFEST: "SHA-256 of the files, versions of program and models, and settings",
        **dict.fromkeys(request.texts, "captions or a transcript, redacted as the sound is"),
        SUMS: "SHA-256 of every file",
        SIGNATURE: "the signature of that list",
        f"{SIGNER}, {ALLOWED}": "the key that the signature is verified with",
    }
    head = [
        "FOR DISCLOSURE",
        "",
        f"This folder holds a REDACTED COPY of a recording. SHA-256 of the recording: {request.footage.sha256}",
        "It is not the recording itself, which is kept unaltered by those who sent you this.",
        "",
        "WHAT IS IN THIS FOLDER",
        "",
        *_listed(names),
        "",
        "The schedule (PDF) is tagged for screen readers. If you need it in another form, ask those who sent it.",
        "",
    ]
    return "\n".join(head) + _how(request, key, folder=request.target.name)


def restricted_read_me(request: PackRequest, key: PublicKey) -> str:
    """What to read first in the folder that stays."""
    names = {
        SECRET_PDF: "pictures, people, reasons in full, values that were removed",
        SECRET_CSV: "the same lines for a spreadsheet, without pictures",
        SECRET_CHECK: "the check, with every place that it suspected",
        f"{SECRET_LOG}, {SECRET_LOG_TEXT}": "the extract of the log, for programs and for people",
        SUMS: "SHA-256 of every file",
        SIGNATURE: "the signature of that list",
        f"{SIGNER}, {ALLOWED}": "the key that the signature is verified with",
    }
    head = [
        "RESTRICTED: DO NOT DISCLOSE",
        "",
        f"This folder belongs with the case. What may be handed over is the folder “{request.target.name}” beside it.",
        "Never put the one into the other, and never send this one with it.",
        "",
        "WHAT IS IN THIS FOLDER",
        "",
        *_listed(names),
        "",
    ]
    return "\n".join(head) + _how(request, key, folder=request.target.name + RESTRICTED, example=SECRET_PDF)


def check_report(report: CheckReport, *, sha256: str) -> str:
    """What the check found, without a place, a picture or a reason."""
    return "\n".join([*_report(report, sha256=sha256), *REMAINS, ""])


def restricted_report(report: CheckReport, *, sha256: str) -> str:
    """The same with every place that was suspected and what was decided on it, by whom and why."""
    lines = ["RESTRICTED: DO NOT DISCLOSE", "", *_report(report, sha256=sha256)]
    for hit in report.hits:
        settled = report.settled.get(hit.id)
        lines.append(f"{clock(hit.seconds)}  a {hit.subject}?  {hit.detector}, score {hit.score:.2f}")
        decided = f"{settled.how}: {settled.reason} ({settled.by}, {settled.at})" if settled else "open"
        lines.append(f"    {one_line(decided)}")
    return "\n".join([*lines, "", *REMAINS, ""])


def written(path: Path, text: str) -> None:
    """Write a text as Windows writes it, which every other system reads too; raises OSError."""
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8", errors="backslashreplace"))


def _report(report: CheckReport, *, sha256: str) -> Iterator[str]:
    yield "Check of the redacted copy with the SHA-256"
    yield sha256
    yield ""
    for finding in findings(report):
        yield f"[{finding['outcome']}] {finding['point']}: {one_line(finding['sentence'])}"
    yield ""
    yield from settled_said(report)
    for estimate in report.estimates:
        yield estimate_said(estimate)
    yield f"The check is {report.verdict}."
    yield ""


def _listed(names: dict[str, str]) -> Iterator[str]:
    width = max(map(len, names))
    return (f"  {name.ljust(width)}  {what}" for name, what in names.items())


def _how(request: PackRequest, key: PublicKey, *, folder: str, example: str = "") -> str:
    return "\n" + _VERIFYING.format(
        verify=VERIFY,
        fingerprint=key.fingerprint,
        sums=SUMS,
        windows=WINDOWS_SUMS,
        video=example or request.video,
        folder=folder,
        signer=SIGNER,
    )
