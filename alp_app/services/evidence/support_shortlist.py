"""Which passages of a course share the rarest words with a sentence. Pure."""

import math
from collections import Counter
from collections.abc import Sequence

from alp_app.services.evidence.support_checks import Ground
from alp_app.services.evidence.support_languages import Language
from alp_app.services.evidence.support_statements import take_apart


class Shortlist:
    """All passages of a course, ready to be asked again and again."""

    def __init__(self, grounds: Sequence[Ground], language: Language) -> None:
        self._grounds = grounds
        self._language = language
        self._stems = [
            take_apart(f"{item.heading}. {item.text}", language).stems for item in grounds
        ]
        found = Counter(stem for stems in self._stems for stem in stems)
        self._weights = {stem: math.log(1 + len(grounds) / count) for stem, count in found.items()}

    def nearest(self, text: str, limit: int) -> list[Ground]:
        """The passages that share most with `text`, best first; those that share nothing are left out."""
        wanted = take_apart(text, self._language).stems
        scores = [sum(self._weights[stem] for stem in wanted & stems) for stems in self._stems]
        order = sorted(range(len(scores)), key=lambda index: -scores[index])
        return [self._grounds[index] for index in order[:limit] if scores[index] > 0]
