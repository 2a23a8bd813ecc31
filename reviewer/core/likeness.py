"""Whether two words may be the same name: spelled or heard a little differently."""

import re
from functools import lru_cache

_COMMON = """
a about above across actually after again against ago all almost along already also although always am an and
another any anybody anyone anything anyway are area around as ask asked at away baby back bad be because been
before behind being below best better between big bit black blue body both boy bring brother brown but by call
called came can cannot cant car care case cause change check child children clear close come coming could
couldnt couple course cut dad date daughter day days did didnt different do does doesnt doing done dont door
down drink drive during each early eight either else end enough even ever every everybody everyone everything
exactly eye eyes face fact family far fast father feel feet felt few find fine fire first five follow for found
four friend friends from front full get getting girl give given gives go goes going gone gonna good got green
ground guy guys had hand hands hang happen happened hard has hasnt hate have havent having he head hear heard
held hell hello help her here hers hey hi high him himself his hit hold home hope hour hours house how hurt
husband i id idea if ill im in inside into is isnt it its itself ive job just keep kept kid kids kind kitchen
knew know known lady land last late later lead learn least leave left leg less let lets lie life light like line
list little live lives living local long look looked looking lost lot love made main make makes making man many
matter may maybe me mean means men met middle might mind mine minute minutes miss mom moment money month months
more morning most mother mouth move much mum must my myself name names near need needs neck never new next nice
night nine no nobody none nor nose not nothing now number of off officer often oh okay ok old on once one only
open or other others our out outside over own paper park part past pay people person phone pick place plan play
please plus police possible probably problem push put quick quiet quite ran rather reach read ready real really
reason red remember rest ride right road room round run safe said same sat saw say saying says school scene
search seat second see seem seen seven she shirt shoes shop short should shouldnt show side simple since sir
sister sit six slow small smell so some somebody someone something son soon sorry sort sound speak stand start
started state station stay step still stop stopped story straight street stuff such sure take taken taking talk
talking tell ten than thank thanks that thats the their them then there theres these they theyre thing things
think this those thought three through time times to today together told tomorrow tonight too took top touch
towards town train tried trouble true try trying turn two under understand until up upon us use used vehicle
very wait waiting walk walked wall want wanted wants warm was wasnt watch water way we wear week weeks well went
were what whats when where whether which while white who whole why wife will window wish with without woman
women wont word words work working world worry worse would wouldnt wrong yeah year years yes yesterday yet you
young your youre yours yourself january february march april june july august september october november
december monday tuesday wednesday thursday friday saturday sunday zero oh three four six eight eleven twelve
twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"""

SURE = 3
"""Letters up to which a word must sound just the same: among so short ones everything is a slip from everything."""

LONG = 8
"""Letters from which two may be wrong; below it one."""

COMMON = frozenset(_COMMON.split())
"""Words that everybody says all the time: a name is never taken for a slip of one of them."""

_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^(kn|gn|pn)", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"^x", "s"), (r"mc|mac(?=[^h])", "mk"), (r"ph", "f"),
        (r"gh(?=[^aeiouy]|$)", ""), (r"sch", "sh"), (r"tch|ch", "c"), (r"sh", "s"), (r"th", "t"), (r"ck|q", "k"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"g(?=[eiy])", "j"), (r"dg", "j"), (r"z", "s"), (r"x", "ks"), (r"v", "f"),
        (r"wh", "w"), (r"(?<=.)h", ""), (r"(?<=.)[aeiouyw]+", ""), (r"^[aeiouy]", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""How a name is written as it sounds, after the idea of Philips, Hanging on the Metaphone, 1990, for British names."""


@lru_cache(maxsize=65536)
def heard(text: str) -> str:
    """The consonants of a plain word as they sound: the same for Stephen and Steven, Catherine and Kathryn."""
    for pattern, by in _RULES:
        text = pattern.sub(by, text)
    return text


@lru_cache(maxsize=65536)
def near(said: str, name: str) -> bool:
    """Whether a plain word that was written by a recogniser may be `name`: the same, sounds alike, or a slip away."""
    if said == name or said == name + "s":
        return True
    shorter = min(len(said), len(name))
    if shorter < SURE or said in COMMON or not said.isalpha():
        return False
    if abs(len(said) - len(name)) <= 2 and heard(said) == heard(name) and len(heard(name)) > 1:
        return shorter > SURE or (said[0], _vowel(said)) == (name[0], _vowel(name))
    if shorter <= SURE:
        return False
    slips = 2 if shorter >= LONG else 1
    alike = heard(said)[:1] == heard(name)[:1] or shorter > 5
    return alike and distance(said, name, most=slips) <= slips


def _vowel(text: str) -> str:
    return next((c for c in text if c in "aeiouy"), "")


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters must be added, left out, changed or swapped with their neighbour; most + 1 for more than `most`.

    The optimal string alignment distance (Damerau, 1964).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
