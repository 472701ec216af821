"""Ways in which questions and answers are refused."""

from alp_app.kit.errors import Conflict, Invalid


class AnswerDoesNotFit(Invalid):
    code = "assessment.answer_does_not_fit"
    hint = "Reload the page, then answer again. Nothing was counted."

    def __init__(self) -> None:
        super().__init__("This answer does not fit the kind of question.")


class NumberNotUnderstood(Invalid):
    code = "assessment.number_not_understood"
    hint = "Write a number such as 12.5 or 1600. Nothing was counted."

    def __init__(self, typed: str) -> None:
        super().__init__(f"“{typed}” is not a number.", typed=typed)


class UnitMissing(Invalid):
    code = "assessment.unit_missing"
    hint = "Write the unit behind the number. Nothing was counted."

    def __init__(self) -> None:
        super().__init__("This question asks for a number with its unit.")


class FormulaNotUnderstood(Invalid):
    code = "assessment.formula_not_understood"
    hint = "Write a formula such as 2*x + sqrt(y). Nothing was counted."

    def __init__(self, typed: str, problem: str) -> None:
        super().__init__(f"“{typed}” is not a formula: {problem}.", typed=typed, problem=problem)


class QuestionUnusable(Invalid):
    """A question that could not be marked for everybody."""

    code = "assessment.question_unusable"
    hint = "Mend it, then save again."

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(
            f"This question cannot be asked: {problem} {detail}".rstrip() + ".",
            problem=problem,
            detail=detail,
        )


class MarkedByPeople(Invalid):
    code = "assessment.marked_by_people"
    hint = "Ask it in an assignment or a class test."

    def __init__(self) -> None:
        super().__init__("A lesson's quiz asks only what is marked at once.")


class QuestionInUse(Conflict):
    code = "assessment.question_in_use"
    hint = "Take it out of the quizzes first."

    def __init__(self, quizzes: int) -> None:
        super().__init__("A quiz of the draft asks this question.", quizzes=quizzes)


class FileNotReadable(Invalid):
    code = "assessment.file_not_readable"
    hint = "Check that the file and the chosen format belong together."

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(
            f"This file cannot be read from line {line}: {problem}.", line=line, problem=problem
        )


class FileTooLong(Invalid):
    code = "assessment.file_too_long"
    hint = "Split the file, then import its parts."

    def __init__(self, most: int) -> None:
        super().__init__(f"This file holds more than {most} questions.", most=most)
