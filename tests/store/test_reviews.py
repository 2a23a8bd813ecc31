import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.detection import TrackId
from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.timing import Tick
from reviewer.store.cases import Case
from reviewer.store.reviews import ReviewStore
from tests.store.conftest import Start, Tamper, kill, wait_for
from tests.store.strategies import parts, regions
from tests.support.values import a_footage, a_region

IDS = st.sampled_from("abcdef")


@contextmanager
def new_case() -> Iterator[Case]:
    with TemporaryDirectory() as folder, Case.create(Path(folder, "case"), title="A", actor="me") as case:
        case._database.rows("PRAGMA synchronous = OFF")
        case.evidence.add_footage(a_footage())
        yield case


def save(store: ReviewStore, before: Review, *, after: Review) -> None:
    store.save(before, after, action="Edit", detail={})


@pytest.fixture
def store(case: Case, footage: FootageId) -> ReviewStore:
    return case.reviews(footage)


@settings(max_examples=60)
@given(st.lists(regions(), max_size=4, unique_by=lambda r: r.id))
def test_every_field_of_every_region_comes_back_and_the_order_too(added: list[Region]) -> None:
    with new_case() as case:
        store = case.reviews(FootageId("f1"))
        save(store, Review(), after=of(added))
        found = store.load()
        assert found == of(added)
        assert list(found.regions) == [r.id for r in added]


@settings(max_examples=60)
@given(st.lists(st.lists(regions(IDS), max_size=6, unique_by=lambda r: r.id), min_size=2, max_size=5), st.data())
def test_whatever_follows_upon_whatever_is_what_comes_back(reviews: list[list[Region]], data: st.DataObject) -> None:
    with new_case() as case:
        store, before = case.reviews(FootageId("f1")), Review()
        for number, some in enumerate(reviews):
            # Some regions are the very same as before, as after an edit or an undo; in any order.
            kept = data.draw(st.lists(st.sampled_from(sorted(before.regions)), unique=True)) if before.regions else []
            mixed = {r.id: r for r in some} | {i: before.regions[i] for i in kept}
            after = of(data.draw(st.permutations(list(mixed.values()))))
            save(store, before, after=after)
            found = store.load()
            assert found == after
            assert list(found.regions) == list(after.regions)
            assert len(list(case.log.events())) == number + 3
            before = after
        assert case.log.verify() is None


def test_a_review_that_was_never_saved_is_empty(store: ReviewStore) -> None:
    assert store.load() == Review()


def test_reviews_belong_to_their_footage(case: Case, store: ReviewStore) -> None:
    case.evidence.add_footage(a_footage("f2"))
    other = case.reviews(FootageId("f2"))
    save(store, Review(), after=of([a_region("a")]))
    save(other, Review(), after=of([a_region("a", ticks=(5,)), a_region("b")]))
    assert list(store.load().regions) == ["a"]
    save(other, other.load(), after=Review())
    assert store.load() == of([a_region("a")])


def test_only_the_regions_that_differ_are_written(case: Case, store: ReviewStore) -> None:
    before = of(a_region(f"r{n}") for n in range(20))
    save(store, Review(), after=before)
    written: list[str] = []
    case._database._connection.set_trace_callback(written.append)
    save(store, before, after=before.adding([replace(before.regions[RegionId("r7")], touched=True)]))
    case._database._connection.set_trace_callback(None)
    assert len([s for s in written if s.startswith("INSERT INTO region")]) == 1
    assert not [s for s in written if s.startswith(("UPDATE region", "DELETE"))]


def test_the_edit_is_logged_with_its_footage(case: Case, store: ReviewStore) -> None:
    store.save(Review(), of([a_region("a")]), action="Add regions", detail={"regions": ["a"]})
    event = list(case.log.events())[-1]
    assert (event.action, event.actor) == ("Add regions", "Jane Doe")
    assert event.detail == {"footage": "f1", "regions": ["a"]}


def test_a_log_that_refuses_leaves_the_review_as_it_was(store: ReviewStore) -> None:
    save(store, Review(), after=of([a_region("a")]))
    with pytest.raises(TypeError):
        store.save(store.load(), Review(), action="Remove", detail={"not JSON": object()})
    assert store.load() == of([a_region("a")])


def test_a_save_that_starts_from_another_review_than_the_last_is_a_defect_and_writes_nothing(
    case: Case, store: ReviewStore
) -> None:
    saved = of([a_region("a"), a_region("b")])
    save(store, Review(), after=saved)
    with pytest.raises(RuntimeError, match="3 regions are saved where the review has 1"):
        save(store, Review(), after=of([a_region("c")]))
    assert store.load() == saved


def test_a_review_of_footage_that_is_not_in_the_case_is_a_defect(case: Case) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        save(case.reviews(FootageId("nowhere")), Review(), after=of([a_region("a")]))


def test_a_full_disk_keeps_the_review_and_the_log_as_they_were(case: Case, store: ReviewStore) -> None:
    before = of([a_region("a")])
    save(store, Review(), after=before)
    events = list(case.log.events())
    case._database.number(f"max_page_count = {case._database.number('page_count') + 2}")
    large = before.adding([a_region("b", ticks=range(5000))])
    with pytest.raises(CaseError, match="no room left on the disk that holds the case “Request 42”") as caught:
        save(store, before, after=large)
    assert "Everything saved before is kept" in caught.value.advice
    assert store.load() == before
    assert list(case.log.events()) == events
    case._database.number("max_page_count = 1000000")
    save(store, before, after=large)
    assert store.load() == large
    assert case.log.verify() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE region SET subject = 'dog'",
        "UPDATE region SET keyframes = x''",
        "UPDATE region SET keyframes = x'0011'",
        # Two keyframes at the same tick: the path would not be the one that was decided on.
        "UPDATE region SET keyframes = CAST(substr(keyframes, 1, 8) || substr(keyframes, 1, 8) || "
        "substr(keyframes, 17) AS BLOB)",
    ],
)
def test_a_region_that_no_longer_decodes_is_damage_in_plain_words(
    store: ReviewStore, tamper: Tamper, statement: str
) -> None:
    save(store, Review(), after=of([a_region("a")]))
    tamper(statement)
    with pytest.raises(CaseError, match="is damaged"):
        store.load()


@pytest.mark.parametrize(
    "outlines",
    [
        "x''",
        "x'0400'",
        "substr(outlines, 1, 8)",
        "substr(outlines, 1, length(outlines) - 16)",
        "CAST(outlines || zeroblob(16) AS BLOB)",
        # More corners to the second keyframe than to the first, and fewer than none.
        "CAST(x'0200000006000000' || substr(outlines, 9) AS BLOB)",
        "CAST(x'ffffffff09000000' || substr(outlines, 9) AS BLOB)",
        # Corners that are no places, and others than those around which the box lies.
        "CAST(substr(outlines, 1, 8) || x'000000000000f07f' || substr(outlines, 17) AS BLOB)",
        "CAST(substr(outlines, 1, 8) || x'0000000000008f40' || substr(outlines, 17) AS BLOB)",
    ],
)
def test_outlines_that_are_not_those_of_their_keyframes_are_damage(
    store: ReviewStore, tamper: Tamper, outlines: str
) -> None:
    slanted = Outline(((10, 20), (50, 30), (48, 44), (8, 34)))
    path = tuple(Keyframe.around(Tick(t), slanted) for t in (0, 10))
    before = of([replace(a_region("a"), shape=Shape.POLYGON, keyframes=path)])
    save(store, Review(), after=before)
    tamper(f"UPDATE region SET outlines = {outlines}")
    with pytest.raises(CaseError, match="is damaged"):
        store.load()


HALFWAY = """
import sys, time
from pathlib import Path
from reviewer.core.review import of
from reviewer.store.audit_log import AuditLog
from reviewer.store.cases import Case
from tests.support.values import a_region

append = AuditLog.append

def append_and_stop(self, connection, **event):
    append(self, connection, **event)
    print("everything is written but the commit", flush=True)
    time.sleep(600)

with Case.open(Path(sys.argv[1]), actor="Mary") as case:
    store = case.reviews("f1")
    before = store.load()
    AuditLog.append = append_and_stop
    after = of([a_region(f"r{n}", ticks=range(3000)) for n in range(300)])  # more than SQLite keeps in memory
    store.save(before, after, action="Edit", detail={})
"""


def test_a_process_killed_during_a_transaction_leaves_review_and_log_as_they_were(
    case: Case, store: ReviewStore, start: Start
) -> None:
    before = of([a_region("a")])
    save(store, Review(), after=before)
    events = list(case.log.events())
    case.close()
    process = start(HALFWAY, case.folder)
    wait_for(process, "everything is written but the commit")
    kill(process)
    with Case.open(case.folder, actor="Jane Doe") as opened:
        assert opened.reviews(FootageId("f1")).load() == before
        assert list(opened.log.events()) == events
        assert opened.log.verify() is None


BUSY = """
import sys
from dataclasses import replace
from pathlib import Path
from reviewer.core.review import of
from reviewer.store.cases import Case
from tests.support.values import a_region

with Case.open(Path(sys.argv[1]), actor="Mary") as case:
    store = case.reviews("f1")
    before = store.load()
    for number in range(1000000):
        after = of([replace(a_region("a"), reason=str(number)), a_region(f"r{number}")])
        store.save(before, after, action="Edit", detail={"number": number})
        before = after
        print(number, flush=True)
"""


@pytest.mark.parametrize("commits", [1, 7, 40])
def test_a_process_killed_at_any_moment_leaves_review_and_log_in_step(
    case: Case, store: ReviewStore, start: Start, commits: int
) -> None:
    case.close()
    process = start(BUSY, case.folder)
    wait_for(process, str(commits))
    kill(process)
    with Case.open(case.folder, actor="Jane Doe") as opened:
        last = list(opened.log.events())[-1].detail["number"]
        assert last >= commits, "an edit that was reported as saved is gone"
        review = opened.reviews(FootageId("f1")).load()
        assert list(review.regions) == ["a", f"r{last}"]
        assert review.regions[RegionId("a")].reason == str(last)
        assert opened.log.verify() is None


@settings(max_examples=60)
@given(st.lists(parts(), min_size=2, max_size=4))
def test_silences_markers_settled_doubts_and_in_and_out_come_back_whatever_follows_upon_whatever(
    reviews: list[Review],
) -> None:
    with new_case() as case:
        store, before = case.reviews(FootageId("f1")), Review()
        for review in reviews:
            save(store, before, after=review)
            assert store.load() == review
            before = review


def test_a_case_from_before_the_desk_keeps_what_was_drawn_by_hand_from_being_moved(
    store: ReviewStore, tamper: Tamper
) -> None:
    drawn = replace(a_region("drawn"), track=None)
    found = replace(a_region("found"), track=TrackId("t"), touched=False)
    save(store, Review(), after=of([drawn, found]))
    tamper("UPDATE region SET sources = NULL")
    loaded = store.load().regions
    assert {k.source for k in loaded[drawn.id].keyframes} == {KeyframeSource.HAND}
    assert {k.source for k in loaded[found.id].keyframes} == {KeyframeSource.PROPOSED}


def test_a_source_of_a_keyframe_that_nobody_knows_counts_as_damage(store: ReviewStore, tamper: Tamper) -> None:
    save(store, Review(), after=of([a_region("a")]))
    tamper("UPDATE region SET sources = CAST(x'09' || substr(sources, 2) AS BLOB)")
    with pytest.raises(CaseError):
        store.load()
