"""What may come in to be said in a class."""

from typing import Annotated

from pydantic import Field, StringConstraints

from alp_app.kit.ids import LessonId, PostId
from alp_app.services.classes.inputs import Input, Line, Moment

LONGEST_TEXT = 20_000
Title = Annotated[str, Line, Field(min_length=1, max_length=160)]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$"),
    Field(max_length=LONGEST_TEXT),
]


Reason = Annotated[str, Line, Field(min_length=1, max_length=300)]
Post = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$"),
    Field(min_length=1, max_length=5000),
]


class AnnouncementInput(Input):
    title: Annotated[Title, Field(examples=["No class on Friday"])]
    body: Annotated[Words, Field(examples=["Bring your logbook on **Monday**."])] = ""
    """Markdown."""
    publish_at: Moment = None
    """Without an offset: in the class's time zone. None: at once."""
    is_pinned: bool = False


class Question(Input):
    lesson_id: LessonId
    title: Annotated[Title, Field(examples=["Why does the injector leak back?"])]
    body: Annotated[Post, Field(examples=["In figure 3 the arrow points to the tank."])]
    """Markdown."""


class Answer(Input):
    body: Post
    """Markdown. `@` before the name of somebody in the class lets them know."""


class Because(Input):
    reason: Annotated[Reason, Field(examples=["It names somebody who is not in the class."])]


class ThreadSettings(Input):
    is_pinned: bool
    is_locked: bool
    """Nobody answers any more."""


class Accepted(Input):
    post_id: PostId | None
    """None: no answer settles the question."""
