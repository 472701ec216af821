"""Ways in which a certificate can say no."""

from alp_app.kit.errors import Conflict, NotFound


class CertificateNotFound(NotFound):
    code = "certificate.not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This certificate does not exist, or you cannot see it.")


class CertificateNotReady(Conflict):
    code = "certificate.not_ready"
    hint = "Wait a moment, then try again."

    def __init__(self) -> None:
        super().__init__("The PDF of this certificate is still being made.")
