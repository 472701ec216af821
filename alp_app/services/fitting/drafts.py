"""What a text engine must send back when it words sentences anew."""

from typing import Annotated

from pydantic import Field, StringConstraints

from alp_app.services.generation.drafts import Draft


class WordedSentence(Draft):
    n: int = Field(ge=1, le=200)
    """Of the sentence, as it was asked for."""
    text: Annotated[str, StringConstraints(max_length=1200)]


class WordingDraft(Draft):
    sentences: list[WordedSentence] = Field(max_length=200)

    def by_number(self) -> dict[int, str]:
        """Of a number that is given twice, the first."""
        found: dict[int, str] = {}
        for each in self.sentences:
            found.setdefault(each.n, each.text.strip())
        return found
