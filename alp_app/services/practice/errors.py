"""Ways in which practising can fail."""

from alp_app.kit.errors import Conflict, Invalid, NotFound


class CardNotFound(NotFound):
    code = "practice.card_not_found"
    hint = "Reload the page for what is due now."

    def __init__(self) -> None:
        super().__init__(
            "This question is not among those you practise, or its course has no such one now."
        )


class ReviewNotFound(NotFound):
    code = "practice.review_not_found"
    hint = "Reload the page for what is due now."

    def __init__(self) -> None:
        super().__init__("This review does not exist, or it is not yours.")


class AnsweredElsewhere(Conflict):
    code = "practice.answered_elsewhere"
    hint = "Reload the page for what is due now."

    def __init__(self) -> None:
        super().__init__("You answered this question meanwhile, perhaps on another device.")


class NotYoursToRate(Conflict):
    code = "practice.not_yours_to_rate"
    hint = "Go on with the next question."

    def __init__(self) -> None:
        super().__init__("Only the latest review can be rated, and only when the answer was right.")


class NothingToExport(Conflict):
    code = "practice.nothing_to_export"
    hint = "Answer a quiz first: its questions are what you practise."

    def __init__(self) -> None:
        super().__init__("There is nothing to practise yet, so there is nothing to take to Anki.")


class UnknownZone(Invalid):
    code = "practice.unknown_zone"
    hint = "Use a name such as Europe/Berlin."

    def __init__(self, zone: str) -> None:
        super().__init__(f"There is no time zone “{zone}”.", zone=zone)
