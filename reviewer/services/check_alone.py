"""Check a copy again, also for someone who has only what was handed over."""

from collections.abc import Generator, Sequence
from pathlib import Path

from reviewer.core.copy import CheckReport
from reviewer.core.settings import Search
from reviewer.services.check import CheckRequest, check
from reviewer.services.check_detectors import LookersFor, catalogued
from reviewer.services.earlier import decided
from reviewer.services.intake import take_in
from reviewer.services.jobs import Progress
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.models import ModelPacks
from reviewer.services.originals import size_of
from reviewer.services.pack_seal import lies_in_pack, seal_of
from reviewer.services.settling import carried_over


def check_alone(
    copy: Path,
    *,
    original: Path | None = None,
    lookers: LookersFor = catalogued,
    pack: Sequence[str] | None = None,
) -> Generator[Progress, None, CheckReport]:
    """Check the copy at `copy` with the manifest beside it, where there is one, and `original`, where it is given.

    Detectors look for what the manifest names, or for what is looked for by default; of its model packs those look that
    are on this computer too. What people decided on the very same finds, by the manifest, stays decided. `pack` are
    sentences on what does not agree in the pack that it lies in, None to look.

    Raises FootageError when either file is missing or `original` cannot be read, and CheckError for a manifest that
    cannot be read.
    """
    size_of(copy)
    if pack is None and lies_in_pack(copy):
        pack = [f.sentence for f in (yield from seal_of(copy.parent)) if not f.held]
    beside = manifest_name(copy)
    manifest = read_manifest(beside) if beside.exists() else None
    footage = None if original is None else (yield from take_in(original))
    request = CheckRequest(
        copy=copy,
        original=footage,
        profile=manifest.profile if manifest else None,
        search=ModelPacks().here(manifest.search) if manifest else Search(),
        manifest=manifest,
        pack=pack,
        lookers=lookers,
    )
    report = yield from check(request)
    return report if manifest is None else carried_over(decided(manifest), report)
