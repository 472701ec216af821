"""Ways in which running the product can fail."""

from alp_app.kit.errors import Conflict, Invalid, NotFound, QuotaExceeded
from alp_app.services.operations.usage_views import BudgetView


class UnknownPart(NotFound):
    code = "operations.unknown_part"
    hint = "Look at the list of engines: it may not need this file any more."

    def __init__(self, name: str) -> None:
        super().__init__(f"No engine here needs a file named “{name}”.", name=name)


class UnknownEngine(NotFound):
    code = "operations.unknown_engine"
    hint = "Reload the page: the settings may have changed."

    def __init__(self, name: str) -> None:
        super().__init__(f"No engine named “{name}” is configured.", name=name)


class JobNotFound(NotFound):
    code = "job.not_found"

    def __init__(self) -> None:
        super().__init__("This job does not exist, or you cannot see it.")


class ArtifactNotFound(NotFound):
    code = "job.artifact_not_found"
    hint = "A later run may have replaced it. Reload the page."

    def __init__(self) -> None:
        super().__init__("This job made nothing of this name.")


class JobHasEnded(Conflict):
    code = "job.has_ended"

    def __init__(self) -> None:
        super().__init__("This job has ended already, so there is nothing to cancel.")


class JobIsNotBroken(Conflict):
    code = "job.is_not_broken"

    def __init__(self) -> None:
        super().__init__("Only a job that failed or was cancelled can be tried again.")


class JobIsStopping(Conflict):
    code = "job.is_stopping"
    hint = "Try again in a few seconds."

    def __init__(self) -> None:
        super().__init__("A part of this job is still stopping.")


class JobAskedForAgain(Conflict):
    code = "job.asked_for_again"
    hint = "Look at the newer job instead."

    def __init__(self) -> None:
        super().__init__("The same work has been asked for again since.")


class OverBudget(QuotaExceeded):
    """Engines have done as much for this person, class or school as they may in the period."""

    code = "engines.over_budget"
    hint = "Wait until the budget is renewed, ask for less, or ask an administrator for more."

    def __init__(self, budget: BudgetView) -> None:
        super().__init__(
            f"The budget of this {budget.scope.value} for engines does not reach: "
            f"{budget.left:.0f} of {budget.amount} {budget.measure.value} are left.",
            scope=budget.scope.value,
            measure=budget.measure.value,
            period=budget.period.value,
            amount=budget.amount,
            left=int(budget.left),
            renewed_at=budget.renewed_at.isoformat(),
        )


class LimitNotFound(NotFound):
    code = "engines.limit_not_found"

    def __init__(self) -> None:
        super().__init__("This limit does not exist any more.")


class NoSubject(Invalid):
    code = "engines.no_subject"
    hint = "Type the e-mail address of one person, or the exact name of one class."

    def __init__(self, subject: str) -> None:
        super().__init__(f"There is no single one “{subject}”.", subject=subject)
