"""A writer that says what the sources say, except where a share of its sentences is planted: changed
numbers, denials, swapped roles, additions and inventions. Only its log knows where."""

import random
from dataclasses import dataclass, field

from tests.services.evidence.support_pairs import Labelled, labelled

SHARE = 0.1


@dataclass
class CarelessWriter:
    seed: int
    planted: set[str] = field(default_factory=set[str])

    def write(self, count: int = 200) -> list[Labelled]:
        dice = random.Random(self.seed)  # noqa: S311 - no secret
        right = [item for item in labelled() if item.is_true and item.language == "en"]
        wrong = [item for item in labelled() if not item.is_true and item.language == "en"]
        text = [dice.choice(right) for _ in range(count)]
        errors = round(count * SHARE)
        chosen = dice.sample(wrong, errors)
        for place, item in zip(dice.sample(range(count), errors), chosen, strict=True):
            text[place] = item
            self.planted.add(item.text)
        return text
