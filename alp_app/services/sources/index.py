"""The index of passages by meaning, behind a contract: in Postgres, or in memory over what Postgres
holds. Either sees the passages of one course and no other's."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import Select, text
from sqlmodel import col

from alp_app.kit.ids import CourseId
from alp_app.models.source import SourcePassage
from alp_app.services.sources.queries import passages_in_use
from alp_app.unit_of_work import Reader
from providers.contracts.engines import Providers
from providers.contracts.nearest import NearestVectors

Hit = tuple[UUID, float]
"""Id of a passage with its cosine similarity."""


class PassageIndex(Protocol):
    async def nearest(
        self,
        reader: Reader,
        course_id: CourseId,
        vector: Sequence[float],
        *,
        model: str,
        limit: int,
    ) -> list[Hit]:
        """The passages of a course nearest to an L2-normalised vector of `model`, nearest first. The
        caller has checked that the actor may see them."""
        ...


class PgVectorIndex:
    """Exact, by pgvector: a course has thousands of passages, not millions."""

    async def nearest(
        self,
        reader: Reader,
        course_id: CourseId,
        vector: Sequence[float],
        *,
        model: str,
        limit: int,
    ) -> list[Hit]:
        distance = SourcePassage.embedding.cosine_distance(list(vector))
        statement = (
            _comparable(reader, course_id, model, len(vector))
            .with_only_columns(col(SourcePassage.id), distance)
            .order_by(distance, col(SourcePassage.id))
            .limit(limit)
        )
        rows = (await reader.session.execute(statement)).all()
        return [(passage_id, 1.0 - float(apart)) for passage_id, apart in rows]


# `xmin` is the transaction that wrote a row, so the stamp changes with any of them.
_STAMP = text("""
    SELECT coalesce(md5(string_agg(p.source_id::text || p.id::text || p.xmin::text, ''
                                   ORDER BY p.source_id, p.id)), '')
      FROM source_passage p JOIN source s ON s.id = p.source_id
     WHERE s.course_id = :course_id AND s.organisation_id = :organisation_id
       AND s.state IN ('indexing', 'ready') AND s.deleted_at IS NULL AND s.superseded_at IS NULL
       AND p.embedding_model = :model AND p.embedding_dimension = :dimension
    """)


class MemoryIndex:
    """One index for each course and model, made again when any of its vectors has changed: Postgres
    stays the only place that has to be right."""

    def __init__(self, vectors: NearestVectors) -> None:
        self._vectors = vectors

    async def nearest(
        self,
        reader: Reader,
        course_id: CourseId,
        vector: Sequence[float],
        *,
        model: str,
        limit: int,
    ) -> list[Hit]:
        about = {
            "course_id": course_id,
            "organisation_id": reader.organisation_id,
            "model": model,
            "dimension": len(vector),
        }
        stamp = (await reader.session.execute(_STAMP, about)).scalar_one()
        if not stamp:
            return []
        name = ":".join(map(str, about.values()))
        index = self._vectors.find(name, stamp)
        if index is None:
            statement = _comparable(reader, course_id, model, len(vector)).with_only_columns(
                col(SourcePassage.id), SourcePassage.embedding
            )
            rows = (await reader.session.execute(statement)).all()
            ids, vectors = [row[0] for row in rows], [row[1] for row in rows]
            index = self._vectors.build(name, stamp, ids, vectors)
        return index.search(vector, limit)


def _comparable(
    reader: Reader, course_id: CourseId, model: str, dimension: int
) -> Select[SourcePassage, str]:
    """The passages of a course whose vectors can be compared with one of the model."""
    return passages_in_use(course_id).where(
        col(SourcePassage.organisation_id) == reader.organisation_id,
        col(SourcePassage.embedding_model) == model,
        col(SourcePassage.embedding_dimension) == dimension,
    )


def index_for(providers: Providers) -> PassageIndex:
    """The one that is configured."""
    return PgVectorIndex() if providers.nearest is None else MemoryIndex(providers.nearest)
