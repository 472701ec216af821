"""What teachers say of certificates, and learners of their own."""

from typing import Annotated

from pydantic import Field, StringConstraints

from alp_app.services.courses.inputs import Input

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class DesignInput(Input):
    is_on: bool = False
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] = (
        "Certificate of completion"
    )
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    signatory: Line = ""
    signatory_role: Line = ""
    school: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = Field(
        default="", description="Left empty: the name of the school as it is."
    )
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$", to_lower=True)] = "#1d4fbf"


class RevocationInput(Input):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
