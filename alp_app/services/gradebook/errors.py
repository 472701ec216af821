"""Ways in which a gradebook can say no."""

from alp_app.kit.errors import Conflict, Invalid, NotFound


class ColumnNotFound(NotFound):
    code = "gradebook.column_not_found"
    hint = "Somebody may have deleted it. Reload the page."

    def __init__(self) -> None:
        super().__init__("This column does not exist, or you cannot see it.")


class CategoryNotFound(NotFound):
    code = "gradebook.category_not_found"
    hint = "Somebody may have deleted it. Reload the page."

    def __init__(self) -> None:
        super().__init__("This gradebook has no such category.")


class CategoryInUse(Conflict):
    code = "gradebook.category_in_use"
    hint = "Move its columns to another category first."

    def __init__(self, columns: int) -> None:
        super().__init__("This category still has columns.", columns=columns)


class ColumnOfAssignment(Conflict):
    code = "gradebook.column_of_assignment"
    hint = "Open the assignment or the test and change it there."

    def __init__(self) -> None:
        super().__init__("This column belongs to an assignment or a test.")


class PointsOutOfRange(Invalid):
    code = "gradebook.points_out_of_range"
    hint = "For more, make a column of extra credit."

    def __init__(self, most: str) -> None:
        super().__init__(f"Points go from 0 to {most} here.", most=most)


class ReasonNeeded(Invalid):
    code = "gradebook.reason_needed"
    hint = "The learner reads it too."

    def __init__(self) -> None:
        super().__init__("Say why this figure is to stand instead of the mark.")


class SheetUnreadable(Invalid):
    code = "gradebook.sheet_unreadable"
    hint = "Download the gradebook, change points in that file, and bring it back."

    def __init__(self) -> None:
        super().__init__("This is not a gradebook as this page writes it.")


class TitleTaken(Conflict):
    """Titles head the columns of a sheet, so that it can be read back."""

    code = "gradebook.title_taken"
    hint = "Choose another title."

    def __init__(self, title: str) -> None:
        super().__init__(f"This class has a column “{title}” already.", title=title)
