"""Numbers the citations of one lesson, in the order in which a reader meets them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alp_app.kit.ids import SourceId
from alp_app.models.content import Citation
from alp_app.services.courses.reading_views import CitationMark, ReferenceView


@dataclass(slots=True)
class _Entry:
    number: int
    title: str
    source_id: SourceId | None
    page: int | None
    quotes: list[str] = field(default_factory=list[str])


class CitationNumbers:
    """Two citations of the same page of the same work share a number."""

    def __init__(
        self,
        source_names: Mapping[SourceId, str],
        references: Mapping[str, str],
        *,
        shows_sources: bool = False,
    ) -> None:
        """`shows_sources`: readers may open the places that are cited."""
        self._source_names = source_names
        self._references = references
        self._shows_sources = shows_sources
        self._entries: dict[tuple[SourceId | str, int | None], _Entry] = {}

    def mark(self, citation: Citation) -> CitationMark:
        work = citation.source_id or citation.reference
        entry = self._entries.get((work, citation.page))
        if entry is None:
            entry = _Entry(
                number=len(self._entries) + 1,
                title=self._title(citation),
                source_id=citation.source_id,
                page=citation.page,
            )
            self._entries[work, citation.page] = entry
        if citation.quote and citation.quote not in entry.quotes:
            entry.quotes.append(citation.quote)
        return CitationMark(
            number=entry.number,
            title=entry.title,
            page=entry.page,
            quote=citation.quote,
            source_id=citation.source_id if self._shows_sources else None,
            passage_id=citation.passage_id if self._shows_sources else None,
        )

    def references(self) -> tuple[ReferenceView, ...]:
        """The list under the lesson, by number."""
        return tuple(
            ReferenceView(
                number=entry.number,
                title=entry.title,
                source_id=entry.source_id,
                page=entry.page,
                quotes=tuple(entry.quotes),
            )
            for entry in self._entries.values()
        )

    def _title(self, citation: Citation) -> str:
        """A published work is named by the course's key for it, or spelled out in the citation."""
        if citation.source_id is not None:
            return self._source_names.get(citation.source_id, citation.reference)
        return self._references.get(citation.reference, citation.reference)
