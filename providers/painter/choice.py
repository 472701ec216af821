"""Chooses the motif that suits a subject: by its words, else by chance among neutral ones."""

import re
from random import Random

from providers.painter.motif import Motif
from providers.painter.motifs.shelf import MOTIFS

_NEUTRAL = ("aperture", "book", "bridge", "globe", "grid", "lens", "map", "orbit", "pendulum")
_WHOLE_WORDS_UP_TO = 3
_CLOSE_TO_BEST = 0.75
_SUBJECT_WEIGHT = 3


def choose_motif(subject: str, prompt: str, dice: Random) -> Motif:
    """A motif scores by the letters of its stems found. Those near the best share the choice, so
    that courses on one subject do not all look the same."""
    scores = {
        name: _SUBJECT_WEIGHT * _score(motif, subject) + _score(motif, prompt)
        for name, motif in MOTIFS.items()
    }
    best = max(scores.values())
    suitable = [name for name, score in scores.items() if score >= best * _CLOSE_TO_BEST]
    return MOTIFS[dice.choice(suitable if best else _NEUTRAL)]


def _score(motif: Motif, text: str) -> int:
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    stems = motif.words.split()
    return sum(len(stem) for stem in stems if any(_begins(word, stem) for word in words))


def _begins(word: str, stem: str) -> bool:
    return word == stem or (len(stem) > _WHOLE_WORDS_UP_TO and word.startswith(stem))
