"""What may come in about an account."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from alp_app.security.actor import Role
from alp_app.security.passwords import MAXIMUM_LENGTH

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=320, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$"
    ),
    Field(examples=["mara@example.org"]),
]
Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
    Field(examples=["Mara Lind"]),
]
Locale = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$"), Field(examples=["en"])
]
Password = Annotated[
    SecretStr, Field(max_length=MAXIMUM_LENGTH, examples=["copper kettle on the bench"])
]
Token = Annotated[str, StringConstraints(min_length=20, max_length=200)]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SignIn(Input):
    email: Email
    password: Password


class Registration(Input):
    display_name: Name
    email: Email
    password: Password


class Claim(Input):
    """What somebody with a set-up link tells about themselves."""

    display_name: Name
    email: Email | None = None
    """Needed for the first account; an invited person's address is known."""
    organisation_name: Name | None = None
    """What the school is called: the first account may say."""
    password: Password


class NewPerson(Input):
    display_name: Name
    email: Email
    role: Role


class ProfileChange(Input):
    display_name: Name
    locale: Locale


class PasswordChange(Input):
    current: Password
    new: Password


@dataclass(frozen=True, slots=True)
class Client:
    """What signs in: taken from the connection, never from the message."""

    address: str
    user_agent: str = ""
