import pytest

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.settings import Depth, Search
from reviewer.vision.catalogue import scanners
from reviewer.vision.second_looks import close_all, second_looks


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        ({Subject.FACE}, [Subject.FACE, Subject.FACE]),
        ({Subject.PLATE}, [Subject.PLATE, Subject.PLATE]),
        ({Subject.FACE, Subject.PLATE}, [Subject.FACE, Subject.FACE, Subject.PLATE, Subject.PLATE]),
        ({Subject.TEXT}, []),
    ],
)
def test_each_subject_that_is_searched_for_gets_two_looks(find: set[Subject], expected: list[Subject]) -> None:
    looks = second_looks(Search(find=frozenset(find)), places.models())
    assert [look.detector.subject for look in looks] == expected
    close_all(looks)


def test_the_two_looks_are_neither_each_other_nor_the_analysis() -> None:
    looks = second_looks(Search(), places.models())
    names = [look.detector.name for look in looks]
    assert len(set(names)) == len(names)
    assert len({type(look.detector) for look in looks}) == len(looks)
    for depth in (Depth.FAST, Depth.BALANCED):
        used = scanners(Search(depth=depth), places.models())
        assert {s.detector.name for s in used}.isdisjoint(names)
        for scanner in used:
            scanner.detector.close()
    close_all(looks)
