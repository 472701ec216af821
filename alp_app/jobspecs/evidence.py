"""Work on what speaks for a statement or an answer key."""

import hashlib
from datetime import timedelta
from typing import ClassVar

from alp_app.jobspecs.base import Queue
from alp_app.jobspecs.generation import GenerationSpec
from alp_app.kit.ids import QuestionId


class CheckKeys(GenerationSpec):
    """Solve questions blind, work their numbers out again, and look their answers up in the sources."""

    kind = "evidence.check_keys"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(hours=8)
    is_once: ClassVar[bool] = False

    question_ids: tuple[QuestionId, ...] = ()
    """Empty: all by engines that no check has looked at."""

    def idempotency_key(self) -> str:
        asked = ",".join(map(str, self.question_ids))
        return f"{super().idempotency_key()}:{hashlib.sha256(asked.encode()).hexdigest()[:16]}"
