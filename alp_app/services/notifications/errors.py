"""Ways in which telling people can say no."""

from alp_app.kit.errors import NotFound


class MailNotFound(NotFound):
    code = "mail.not_found"
    hint = "Mails are kept for 30 days."

    def __init__(self) -> None:
        super().__init__("This mail does not exist.")


class LinkNotOurs(NotFound):
    code = "notifications.link_not_ours"
    hint = "Copy the whole link from the mail, or sign in and choose what you want to be told."

    def __init__(self) -> None:
        super().__init__("This link is not complete, or does not come from us.")
