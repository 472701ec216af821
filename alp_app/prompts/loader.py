"""Loads a prompt template and fills it in.

A template is Markdown with front matter (`version`, `inputs`, `max_tokens`, `temperature`) and two
parts, headed `# System` and `# User`. Every input must be given, and no other.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent

_environment = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)


class FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    inputs: frozenset[str]
    max_tokens: int
    temperature: float


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    """`<noun>/<name>`."""
    front: FrontMatter
    system: str
    user: str

    @property
    def reference(self) -> str:
        """Name and version, as kept with everything that was written with it."""
        return f"{self.name}@{self.front.version}"

    def render(self, **inputs: Any) -> tuple[str, str]:
        """Return the system and the user message. Raises ValueError when inputs are missing or unknown."""
        if inputs.keys() != self.front.inputs:
            wrong = ", ".join(sorted(set(inputs) ^ self.front.inputs))
            raise ValueError(f"{self.name}: these inputs are missing or unknown: {wrong}")
        return self._fill(self.system, inputs), self._fill(self.user, inputs)

    @staticmethod
    def _fill(part: str, inputs: dict[str, Any]) -> str:
        return _environment.from_string(part).render(inputs).strip()


@cache
def load(name: str) -> Prompt:
    text = (FOLDER / f"{name}.md").read_text()
    _, front, body = text.split("---\n", 2)
    _, _, parts = body.partition("# System\n")
    system, _, user = parts.partition("\n# User\n")
    return Prompt(name, FrontMatter.model_validate(yaml.safe_load(front)), system, user)


def list_names() -> list[str]:
    """The names of all templates."""
    return sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.md"))
