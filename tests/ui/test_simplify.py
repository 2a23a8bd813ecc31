"""Few corners instead of many points."""

from math import cos, pi, sin

from reviewer.core.outline import Outline
from reviewer.ui.viewer.simplify import around, at_most, thinned


def test_points_on_the_edges_of_a_square_leave_its_corners() -> None:
    edge = [float(n) for n in range(0, 100, 5)]
    square = [(x, 0.0) for x in edge] + [(100.0, y) for y in edge]
    square += [(100.0 - x, 100.0) for x in edge] + [(0.0, 100.0 - y) for y in edge]
    assert sorted(thinned(square, 0.5)) == [(0.0, 0.0), (0.0, 100.0), (100.0, 0.0), (100.0, 100.0)]


def test_there_are_no_more_corners_than_wanted_and_what_has_few_is_left_alone() -> None:
    circle = [(50 * cos(2 * pi * n / 400), 50 * sin(2 * pi * n / 400)) for n in range(400)]
    assert 8 <= len(at_most(circle, 20)) <= 20
    assert at_most(circle[:5], 20) == circle[:5]


def test_points_that_all_lie_in_one_place_do_no_harm() -> None:
    assert len(thinned([(3.0, 3.0)] * 50, 0.5)) <= 2


def test_a_line_that_goes_round_every_point_stays_close_to_them() -> None:
    leaf = [
        (200 + (90 + 30 * sin(5 * t)) * cos(t), 200 + (90 + 30 * sin(5 * t)) * sin(t))
        for t in (2 * pi * n / 600 for n in range(600))
    ]
    outline = Outline(tuple(around(leaf, 60)))
    assert len(outline.corners) <= 60
    assert all(outline.contains(x, y) for x, y in leaf)
    assert outline.box.width < max(x for x, _ in leaf) - min(x for x, _ in leaf) + 6
    assert not outline.contains(200 + 90 * cos(1.57), 200 + 130 * sin(1.57))


def test_the_other_way_round_and_with_sharp_corners_it_goes_round_every_point_too() -> None:
    star = [
        (100 + (80 if n % 2 else 25) * cos(pi * n / 5), 100 + (80 if n % 2 else 25) * sin(pi * n / 5))
        for n in range(10)
    ]
    edges = zip(star, [*star[1:], star[0]], strict=True)
    dense = [(a + (c - a) * p / 20, b + (d - b) * p / 20) for (a, b), (c, d) in edges for p in range(20)]
    for line in (dense, dense[::-1]):
        outline = Outline(tuple(around(line, 60)))
        assert all(outline.contains(x, y) for x, y in line)


def test_round_a_scribble_it_is_at_least_few_corners() -> None:
    eight = [(100 + 80 * sin(2 * pi * n / 300), 100 + 80 * sin(4 * pi * n / 300)) for n in range(300)]
    assert 3 <= len(around(eight, 30)) <= 30


def test_a_dense_zigzag_along_one_line_is_held_by_a_box() -> None:
    zigzag = [(n / 10, 50 + 2.2 * (-1) ** n) for n in range(700)]
    for found in (around(zigzag, 60), at_most(zigzag, 60)):
        assert 3 <= len(found) <= 60
        assert min(y for _, y in found) <= 47.8
        assert max(y for _, y in found) >= 52.2
