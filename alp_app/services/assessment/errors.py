"""Ways in which an answer cannot be marked."""

from alp_app.kit.errors import Invalid


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
