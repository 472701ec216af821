"""Ways in which an account can say no."""

from alp_app.kit.errors import AppError, Conflict, Invalid, NotFound, Unavailable


class NotSetUp(Unavailable):
    code = "account.not_set_up"
    hint = "Run `alp up` and open the set-up link that it prints."

    def __init__(self) -> None:
        super().__init__("This installation has no school yet.")


class WrongCredentials(AppError):
    """The same words and the same time whether or not the account exists."""

    code = "account.wrong_credentials"
    status = 401
    hint = "Check both, then try again."

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class WrongPassword(Invalid):
    code = "account.wrong_password"

    def __init__(self) -> None:
        super().__init__("This is not your present password.")


class RefreshTokenEnded(AppError):
    code = "account.refresh_token_ended"
    status = 401
    hint = "Sign in again."

    def __init__(self) -> None:
        super().__init__("This refresh token is unknown, used or too old.")


class SetupLinkEnded(NotFound):
    code = "account.setup_link_ended"
    hint = "Ask for a new link. For the first account, run `alp up` again: it prints one."

    def __init__(self) -> None:
        super().__init__("This set-up link was used, replaced, or is too old.")


class EmailNeeded(Invalid):
    code = "account.email_needed"

    def __init__(self) -> None:
        super().__init__("The first account needs an e-mail address.")


class EmailTaken(Conflict):
    code = "account.email_taken"
    hint = "Sign in instead, or use another address."

    def __init__(self) -> None:
        super().__init__("There is an account with this e-mail address already.")


class PersonNotFound(NotFound):
    code = "account.person_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such person here.")


class SessionNotFound(NotFound):
    code = "account.session_not_found"

    def __init__(self) -> None:
        super().__init__("This session is not yours, or has ended.")


class LastAdmin(Conflict):
    code = "account.last_admin"
    hint = "Make somebody else an administrator first."

    def __init__(self) -> None:
        super().__init__("This is the only administrator.")


class NoReturnCode(Conflict):
    code = "account.no_return_code"
    hint = "Sign in with your e-mail address and password instead."

    def __init__(self) -> None:
        super().__init__("Return codes are for learners who joined without an e-mail address.")


class WrongReturnCode(AppError):
    code = "account.wrong_return_code"
    status = 401
    hint = "Check it letter by letter. If it is lost, your teacher can make a new one."

    def __init__(self) -> None:
        super().__init__("This return code opens nothing.")
