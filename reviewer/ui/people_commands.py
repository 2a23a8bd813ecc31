"""Who is who: joining regions as one person, splitting them again, giving a person a name."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count

from reviewer.core.edits import Alter
from reviewer.core.region import PersonId, Region, RegionId
from reviewer.ui.parts import Parts

NOBODY = PersonId("")
"""What takes a region from its person."""

NUMBERED = "Person "
"""What begins the names that are given when nobody gave one."""

LONGEST = 60
"""Characters of a name; more would not fit into any list."""


class PeopleCommands:
    """Binds the actions about people to the regions that are selected."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._desk = parts, parts.desk
        bound: Mapping[str, Callable[[], None]] = {
            "join_person": self._join,
            "split_person": self._split,
            "name_person": self._name,
            "select_person": self._select,
        }
        for name, function in bound.items():
            parts.actions.bind(name, partial(parts.guarded, function))
        for signal in (self._desk.case_changed, self._desk.review_changed, self._desk.selection_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        actions, chosen, editable = self._parts.actions, self._chosen(), self._desk.editable
        known = any(r.person for r in chosen)
        actions["join_person"].setEnabled(editable and len(chosen) > 1)
        actions["split_person"].setEnabled(editable and known)
        actions["name_person"].setEnabled(editable and bool(chosen))
        actions["select_person"].setEnabled(known)

    def _join(self) -> None:
        chosen = self._chosen()
        if len(chosen) < 2:
            self._parts.say("Select all that show the same person, then join them.")
            return
        person = joined_name(chosen) or self._new_name()
        if self._give(person, self._with_their_own(chosen)):
            self._parts.say(f"{len(self._of({person}))} regions are {person}.")
        else:
            self._parts.say(f"The selected regions are {person} already.")

    def _split(self) -> None:
        chosen = [r for r in self._chosen() if r.person]
        if not chosen:
            self._parts.say("The selected regions belong to no person.")
            return
        whose = " and ".join(sorted({str(r.person) for r in chosen}))
        self._alter(chosen, NOBODY, title=f"Split from {whose}")
        self._parts.say(f"Split from {whose}.")

    def _name(self) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        before = joined_name(chosen) or ""
        given = self._parts.user.person_name(str(before), tuple(sorted(self._known())))
        name = tidied(given or "")
        if not name:
            return
        others = self._of({name}) if name != before else []
        self._give(PersonId(name), self._with_their_own(chosen))
        if others:
            self._parts.say(f"There was a {name} already: {len(self._of({name}))} regions are the same person now.")

    def _select(self) -> None:
        chosen = self._chosen()
        people = {r.person for r in chosen if r.person}
        if not people:
            self._parts.say("The selected regions belong to no person yet: select several, and Ctrl+J joins them.")
            return
        ids = [r.id for r in chosen]
        self._desk.select(*(r.id for r in self._of(people) if r.id not in ids), *ids)

    def _chosen(self) -> list[Region]:
        regions = self._desk.review.regions
        return [regions[i] for i in self._desk.selected if i in regions]

    def _of(self, people: Iterable[str]) -> list[Region]:
        wanted = set(people)
        return [r for r in self._desk.review.regions.values() if r.person in wanted]

    def _with_their_own(self, chosen: list[Region]) -> list[Region]:
        """These regions and all others of their people: if two regions are one person, so are their people."""
        people = {str(r.person) for r in chosen if r.person}
        regions: dict[RegionId, Region] = {r.id: r for r in (*chosen, *self._of(people))}
        return list(regions.values())

    def _give(self, person: PersonId, regions: list[Region]) -> bool:
        """Say whose regions these are; False where that was said before."""
        changing = [r for r in regions if r.person != person]
        if changing:
            self._alter(changing, person, title=f"Join as {person}")
        return bool(changing)

    def _alter(self, regions: list[Region], person: PersonId, *, title: str) -> None:
        self._desk.apply(Alter(regions=tuple(r.id for r in regions), title=title, person=person))

    def _known(self) -> set[str]:
        """The names of everyone in the case: a name means the same person in all of its footage."""
        case, here = self._desk.case, self._desk.footage
        found = {str(r.person) for r in self._desk.review.regions.values() if r.person}
        for footage in case.footage() if case is not None else []:
            if here is None or footage.id != here.id:
                others = case.session(footage.id).review.regions.values() if case is not None else ()
                found |= {str(r.person) for r in others if r.person}
        return found

    def _new_name(self) -> PersonId:
        known = self._known()
        return PersonId(next(n for n in (f"{NUMBERED}{at}" for at in count(1)) if n not in known))


def joined_name(regions: list[Region]) -> PersonId | None:
    """Who regions are that are the same person: whoever has a given name, else the one of the last; None for nobody."""
    people = [r.person for r in reversed(regions) if r.person]
    return next((p for p in people if not is_numbered(p)), people[0] if people else None)


def is_numbered(person: str) -> bool:
    """Whether a name is one of those that are given when nobody gave one."""
    return person.startswith(NUMBERED) and person.removeprefix(NUMBERED).isdecimal()


def tidied(name: str) -> str:
    """A name as typed, without what cannot be seen in it; empty where nothing is left."""
    printable = "".join(c if c.isprintable() else " " for c in name)
    return " ".join(printable.split())[:LONGEST].strip()
