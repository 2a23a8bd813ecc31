"""Who is it? By likeness to pictures of everyone, and by a classifier that is taught on covered pictures."""

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]
"""Pictures of one size: float32 of shape (count, planes, rows, columns)."""


def named(probes: Pixels, gallery: Pixels) -> NDArray[np.intp]:
    """Of each probe the picture of the gallery that is likest to it, by correlation of all planes."""
    return np.asarray(np.argmax(_unit(probes) @ _unit(gallery).T, axis=1))


def named_by_rest(probes: Pixels, gallery: Pixels) -> NDArray[np.intp]:
    """The same of what sets each probe apart from all others: what an effect draws in every one is taken away."""
    return named(probes - probes.mean(axis=0), gallery - gallery.mean(axis=0))


def named_by_texture(probes: Pixels, gallery: Pixels) -> NDArray[np.intp]:
    """The same by the local binary patterns of luma (Ahonen, Hadid and Pietikäinen, 2004)."""
    ours, theirs = _patterns(probes), _patterns(gallery)
    apart = ((ours[:, None] - theirs[None]) ** 2 / (ours[:, None] + theirs[None] + 1e-6)).sum(axis=-1)
    return np.asarray(np.argmin(apart, axis=1))


def taught(lessons: Pixels, people: NDArray[np.intp], probes: Pixels) -> NDArray[np.intp]:
    """Who each probe shows, by least squares over small pictures and their patterns, taught on `lessons`.

    McPherson, Shokri and Shmatikov, Defeating Image Obfuscation with Deep Learning, 2016, teach a network; for so few
    people a straight line does.
    """
    known, asked = _features(lessons), _features(probes)
    middle, spread = known.mean(axis=0), known.std(axis=0) + 0.5
    known, asked = (known - middle) / spread, (asked - middle) / spread
    wanted = np.eye(int(people.max()) + 1)[people] - 1 / (people.max() + 1)
    alike = known @ known.T
    firm = 0.1 * np.trace(alike) / len(alike) + 1e-6
    answers = asked @ known.T @ np.linalg.solve(alike + firm * np.eye(len(alike)), wanted)
    return np.asarray(np.argmax(answers, axis=1))


def fine_likeness(made: NDArray[np.floating], true: NDArray[np.floating], *, over: int) -> float:
    """Correlation of what in two pictures is finer than `over` pixels; 0 where there is nothing."""
    a, b = (_fine(p, over) for p in (made, true))
    return float((a * b).mean() / (a.std() * b.std())) if a.std() > 1e-3 and b.std() > 1e-3 else 0.0


def _fine(picture: NDArray[np.floating], over: int) -> Pixels:
    wide = picture.astype(np.float32)
    inner = (wide - cv2.blur(wide, (over, over)))[over // 2 : -over // 2, over // 2 : -over // 2]
    return np.asarray(inner - inner.mean(), np.float32)


def _unit(pictures: Pixels) -> NDArray[np.float64]:
    rows = pictures.reshape(len(pictures), -1).astype(np.float64)
    rows = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6))


def _patterns(pictures: Pixels) -> NDArray[np.float64]:
    """Counts of the patterns in each of three by four parts of luma."""
    found = []
    for picture in pictures[:, 0]:
        middle, code = picture[1:-1, 1:-1], 0
        around = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
        for bit, (y, x) in enumerate(around):
            code = code | ((picture[y : y + middle.shape[0], x : x + middle.shape[1]] >= middle) << bit)
        parts = [part for rows in np.array_split(code, 4) for part in np.array_split(rows, 3, axis=1)]
        found.append(np.concatenate([np.bincount(p.ravel(), minlength=256) / p.size for p in parts]))
    return np.asarray(found)


def _features(pictures: Pixels) -> NDArray[np.float64]:
    small = [
        np.concatenate([cv2.resize(plane, (18, 24), interpolation=cv2.INTER_AREA).ravel() for plane in picture])
        for picture in pictures
    ]
    return np.hstack([np.asarray(small, np.float64), 100 * _patterns(pictures)])
