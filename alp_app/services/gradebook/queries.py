"""What a gradebook says: to its teachers of everybody, to a learner of themselves."""

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from alp_app.db.reads import fetch_one
from alp_app.kit.ids import ClassroomId, GradeCategoryId, GradeItemId, UserId
from alp_app.models.grading import GradeEntry
from alp_app.services.classes.access import IS_TAUGHT, asker_of
from alp_app.services.classes.errors import ClassNotFound
from alp_app.services.gradebook.access import column_for, require_learner
from alp_app.services.gradebook.errors import ColumnNotFound
from alp_app.services.gradebook.figures import plain, short
from alp_app.services.gradebook.inputs import Supposed
from alp_app.services.gradebook.loading import Loaded, LoadedColumn, LoadedLearner, load
from alp_app.services.gradebook.rules import Cell, Result, grade
from alp_app.services.gradebook.scheme import Entry, Explanation
from alp_app.services.gradebook.standing import STANDING, Seen
from alp_app.services.gradebook.views import (
    CategoryView,
    CellView,
    ColumnView,
    ExtensionView,
    GradebookView,
    GradeView,
    MyGradesView,
    RulesView,
    SumView,
    Why,
)
from alp_app.unit_of_work import Reader

CELL_DECIMALS = 2


_TAUGHT = (
    f"SELECT k.name, {STANDING} FROM classroom k WHERE k.id = %(classroom_id)s AND {IS_TAUGHT}"  # noqa: S608 - literals
)
_MINE = f"""
    SELECT k.name, {STANDING} FROM classroom k
     WHERE k.id = %(classroom_id)s AND EXISTS (
       SELECT FROM class_member m
        WHERE m.classroom_id = k.id AND m.user_id = %(learner)s AND m.role = 'learner'
          AND m.removed_at IS NULL)
"""  # noqa: S608 - literals
_books: Seen[GradebookView] = Seen()
_grades: Seen[MyGradesView] = Seen()


async def get_gradebook(reader: Reader, classroom_id: ClassroomId) -> GradebookView:
    """Everybody's grades in a class that the actor teaches. Raises ClassNotFound."""
    given = {**asker_of(reader), "classroom_id": classroom_id, "learner": None}
    found = await fetch_one(reader, _TAUGHT, given)
    if found is None:
        raise ClassNotFound
    seen = _books.find(reader, (classroom_id, None), found["standing"])
    if seen is not None:
        return seen
    loaded = await load(reader, classroom_id)
    made = GradebookView(
        classroom_id=classroom_id,
        name=found["name"],
        columns=_columns(loaded.columns),
        categories=_categories(loaded),
        rules=RulesView(
            missing=loaded.scheme.missing,
            decimals=loaded.scheme.decimals,
            letters=tuple(loaded.letters),
        ),
        rows=tuple(_row(loaded, learner, loaded.of(learner.id)) for learner in loaded.learners),
    )
    return _books.keep(reader, made, standing=found["standing"], loaded=loaded)


async def get_extension(reader: Reader, item_id: GradeItemId, user_id: UserId) -> ExtensionView:
    """What one learner was given beyond the others. Raises ColumnNotFound or MemberNotFound."""
    item = await column_for(reader, item_id, to_change=False)
    await require_learner(reader, item.classroom_id, user_id)
    entry = await reader.session.get(GradeEntry, (item_id, user_id))
    return ExtensionView(
        due_at=entry.due_at if entry else None,
        closes_at=entry.closes_at if entry else None,
        extra_attempts=entry.extra_attempts if entry else 0,
        reason=entry.extension_reason if entry else "",
    )


async def get_my_grades(
    reader: Reader, classroom_id: ClassroomId, *, supposed: Sequence[Supposed] = ()
) -> MyGradesView:
    """My own grades, with the marks that I try out in place of what is there. Raises ClassNotFound,
    or ColumnNotFound for a column that I cannot see."""
    learner = reader.user_id
    given = {"classroom_id": classroom_id, "learner": learner}
    found = await fetch_one(reader, _MINE, given)
    if found is None:
        raise ClassNotFound
    seen = _grades.find(reader, (classroom_id, learner), found["standing"])
    if seen is not None and not supposed:
        return seen
    loaded = await load(reader, classroom_id, learner=learner)
    entries = {**loaded.of(learner), **_suppose(loaded, supposed)}
    [me] = loaded.learners
    made = MyGradesView(
        classroom_id=classroom_id,
        name=found["name"],
        columns=_columns(loaded.columns),
        categories=_categories(loaded),
        grade=_row(loaded, me, entries),
    )
    if supposed:
        return made
    return _grades.keep(reader, made, standing=found["standing"], loaded=loaded)


def _suppose(loaded: Loaded, supposed: Sequence[Supposed]) -> dict[UUID, Entry]:
    """Marks that are tried out, never more than a column has, without lateness or overrides."""
    items = {item.id: item for item in loaded.scheme.items}
    if any(each.item_id not in items for each in supposed):
        raise ColumnNotFound
    return {
        each.item_id: Entry(points=min(each.points, items[each.item_id].points))
        for each in supposed
    }


def _row(loaded: Loaded, learner: LoadedLearner, entries: dict[UUID, Entry]) -> GradeView:
    result = grade(loaded.scheme, entries, now=loaded.at)
    return GradeView(
        user_id=learner.id,
        name=learner.name,
        cells=tuple(
            _cell(
                cell,
                entries.get(cell.item.id, Entry()),
                is_released=(learner.id, cell.item.id) in loaded.released,
            )
            for cell in result.cells
        ),
        categories=_sums(result),
        percent="" if result.percent is None else f"{result.percent:f}",
        letter=result.letter,
        why=_why(result.explanation),
    )


def _cell(cell: Cell, entry: Entry, *, is_released: bool) -> CellView:
    return CellView(
        item_id=GradeItemId(cell.item.id),
        state=cell.state,
        shown="" if cell.earned is None else short(cell.earned, CELL_DECIMALS),
        marked="" if entry.points is None else plain(Fraction(entry.points)),
        is_dropped=cell.is_dropped,
        is_released=is_released,
        override_reason=entry.override.reason if entry.override else "",
        why=_why(cell.explanation),
    )


def _sums(result: Result) -> tuple[SumView, ...]:
    return tuple(
        SumView(
            category_id=GradeCategoryId(each.category.id),
            percent="" if each.ratio is None else short(each.ratio * 100, CELL_DECIMALS),
            why=_why(each.explanation),
        )
        for each in result.categories
    )


def _why(explanation: Explanation) -> Why:
    return Why(key=explanation.key, facts=dict(explanation.facts), formula=explanation.formula)


def _columns(columns: Sequence[LoadedColumn]) -> tuple[ColumnView, ...]:
    return tuple(
        ColumnView(
            id=GradeItemId(column.item.id),
            category_id=GradeCategoryId(column.item.category_id),
            title=column.item.title,
            points=plain(Fraction(column.item.points)),
            due_at=column.item.due_at,
            is_extra=column.item.is_extra,
            is_hidden=column.is_hidden,
            required_percent=column.required_percent,
            assignment_id=column.assignment_id,
            exam_id=column.exam_id,
        )
        for column in columns
    )


def _categories(loaded: Loaded) -> tuple[CategoryView, ...]:
    return tuple(
        CategoryView(
            id=GradeCategoryId(each.id),
            title=each.title,
            weight=None if each.weight is None else plain(Fraction(each.weight)),
            drop_lowest=each.drop_lowest,
        )
        for each in loaded.scheme.categories
    )
