"""Ways in which one's own data can say no."""

from alp_app.kit.errors import Conflict, Invalid, NotFound


class ExportNotFound(NotFound):
    code = "privacy.export_not_found"
    hint = "Prepare it again: a download is there for a few days only."

    def __init__(self) -> None:
        super().__init__("There is no such download, or it has ended.")


class ReceiptNotFound(NotFound):
    code = "privacy.receipt_not_found"
    hint = "Compare the code with your receipt letter by letter."

    def __init__(self) -> None:
        super().__init__("No account was erased under this code.")


class WrongName(Invalid):
    code = "privacy.wrong_name"
    hint = "Type it as it is shown at the top of the page."

    def __init__(self) -> None:
        super().__init__("This is not your name.")


class OnlyTeacher(Conflict):
    code = "privacy.only_teacher"
    hint = "Add another teacher to each class, or archive it. Then erase your account."

    def __init__(self, classes: str) -> None:
        super().__init__(f"You are the only teacher of {classes}.", classes=classes)


class KeptTooShortly(Invalid):
    code = "privacy.kept_too_shortly"

    def __init__(self, days: int) -> None:
        super().__init__(f"These records are needed for at least {days} days.", days=days)
