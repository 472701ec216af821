"""Which lesson serves which objective, decided by likeness and never left open. Pure functions."""

from collections.abc import Sequence

NEARLY = 0.06
"""An objective this close behind a lesson's best one is served by that lesson too."""
MOST_OBJECTIVES = 3

Likeness = Sequence[Sequence[float]]
"""A row for each lesson, a column for each objective: cosines."""


def assign_objectives(likeness: Likeness, objective_count: int) -> list[list[int]]:
    """For each lesson the indices of its objectives, in order: at least one each, and every objective
    has a lesson as far as there are lessons."""
    if not objective_count:
        return [[] for _ in likeness]
    assigned: list[set[int]] = []
    for row in likeness:
        best = max(row)
        near = [index for index in range(objective_count) if row[index] >= best - NEARLY]
        near.sort(key=lambda index, row=row: row[index], reverse=True)
        assigned.append(set(near[:MOST_OBJECTIVES]))
    for objective in range(objective_count):
        if assigned and not any(objective in taken for taken in assigned):
            lesson = max(range(len(assigned)), key=lambda place: likeness[place][objective])
            assigned[lesson].add(objective)
    return [sorted(taken) for taken in assigned]


def spread(lesson_count: int, objective_count: int) -> list[list[int]]:
    """The objectives in their order over the lessons in theirs, where no engine can say what is like
    what."""
    if not objective_count:
        return [[] for _ in range(lesson_count)]
    first = [[lesson * objective_count // lesson_count] for lesson in range(lesson_count)]
    for objective in range(objective_count):
        lesson = min(objective * lesson_count // objective_count, lesson_count - 1)
        if not any(objective in taken for taken in first):
            first[lesson].append(objective)
    return [sorted(taken) for taken in first]


def cosines(
    rows: Sequence[Sequence[float]], columns: Sequence[Sequence[float]]
) -> list[list[float]]:
    """Of vectors of length 1."""
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in rows
    ]
