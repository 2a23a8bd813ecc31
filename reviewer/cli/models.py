"""`reviewer models`: add detectors to the installed program, list them, switch them on and off, remove them."""

from argparse import Namespace
from collections.abc import Iterator

from reviewer.cli import console
from reviewer.cli.conduct import Stop, drive
from reviewer.services.models import ModelPacks, offered_at
from reviewer.services.usage import Stopwatch
from reviewer.vision.packs import Shelved

MEANING = "It looks besides the program's own detectors from now on: more is found, also wrongly, and it takes longer."


def models(given: Namespace) -> int:
    """Do what is asked of the model packs; what cannot be done is a ReviewerError."""
    packs = ModelPacks()
    if given.deed == "add":
        return _add(packs, given)
    if given.deed == "list":
        return _list(packs)
    if given.deed == "remove":
        packs.remove(given.name)
        console.say(f"The model pack {given.name} has been removed.")
        return 0
    packs.switch(given.name, on=given.deed == "on")
    looks = "looks again" if given.deed == "on" else "looks no more, and stays where it is"
    console.say(f"The model pack {given.name} {looks}.")
    return 0


def _add(packs: ModelPacks, given: Namespace) -> int:
    offered = offered_at(given.file)
    job = Stopwatch().stage("add", packs.add(offered, everyone=given.everyone), title="Trying the model")
    with Stop() as stop:
        added = drive(job, stop)
    whom = "everyone on this computer" if given.everyone else "you"
    console.say(
        f"The model pack {added.pack.name} has been added for {whom}: it looks for {added.pack.subject}s, licence "
        f"{added.pack.licence}, and took {1000 * added.tried.seconds:.0f} ms for a plain picture."
    )
    if added.tried.finds:
        console.say(
            f"  Note: it found {added.tried.finds} in that picture, in which there is nothing. "
            "Look at the input and the thresholds in its manifest."
        )
    console.say(MEANING)
    return 0


def _list(packs: ModelPacks) -> int:
    listed = packs.listed()
    if not listed:
        console.say("No model packs have been added. The program looks with its own detectors alone.")
    for pack in listed:
        for line in _described(pack):
            console.say(line)
    return 0


def _described(pack: Shelved) -> Iterator[str]:
    whom = "for everyone" if pack.everyone else "for you"
    state = "DAMAGED" if pack.fault else "on" if pack.on else "off"
    yield _plain(f"{pack.name}: {state}, {whom}")
    if pack.fault:
        yield _plain(f"  {pack.fault}")
    manifest = pack.manifest
    if manifest is not None:
        yield f"  looks for {manifest.subject}s; licence {manifest.licence}; from {manifest.source}"
        yield f"  SHA-256 {manifest.sha256}"


def _plain(text: str) -> str:
    """The text without what a terminal would take for orders: a damaged pack may be called anything."""
    return "".join(c if c.isprintable() else "?" for c in text)
