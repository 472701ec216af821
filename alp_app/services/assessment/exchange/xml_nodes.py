"""Reads a stranger's XML into nodes that know their line. Entities and outside references are refused."""

from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml import DefusedXmlException

from alp_app.services.assessment.exchange.report import NotReadable

DEEPEST = 40


@dataclass
class Node:
    tag: str
    line: int
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list["Node"])
    pieces: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """Its own characters."""
        return "".join(self.pieces).strip()

    def all(self, tag: str) -> list["Node"]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Node | None":
        return next(iter(self.all(tag)), None)

    def said(self, *path: str) -> str:
        """The text at the end of a path of tags; empty where there is none."""
        node: Node | None = self
        for tag in path:
            node = node.first(tag) if node else None
        return node.text if node else ""


def read_xml(data: bytes) -> Node:
    """Raises NotReadable."""
    builder = _Builder()
    try:
        defusedxml.sax.parseString(data, builder, forbid_dtd=True)
    except DefusedXmlException as refusal:
        raise NotReadable(builder.line(), type(refusal).__name__) from None
    except (SAXParseException, ValueError) as error:
        raise NotReadable(builder.line(), str(error)) from None
    if builder.root is None:
        raise NotReadable(1, "empty")
    return builder.root


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - as SAX calls it
        self._locator = locator

    def line(self) -> int:
        return (self._locator.getLineNumber() or 1) if self._locator else 1

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - as SAX calls it
        node = Node(
            name.lower(), self.line(), {key.lower(): attrs[key] for key in attrs.getNames()}
        )
        if len(self._open) >= DEEPEST:
            raise ValueError("too deep")
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802 - as SAX calls it
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].pieces.append(content)
