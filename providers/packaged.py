"""Files inside installed packages that are read as data: the packages are never imported."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from providers.contracts.errors import ProviderMisconfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedFile:
    package: str
    """As it is named when it is installed."""
    module: str
    path: str
    """Below the module's folder."""

    def find(self) -> Path | None:
        spec = importlib.util.find_spec(self.module)
        if spec is None or not spec.submodule_search_locations:
            return None
        path = Path(spec.submodule_search_locations[0]) / self.path
        return path if path.exists() else None

    def missing(self, provider: str) -> ProviderMisconfigured:
        return ProviderMisconfigured(
            provider,
            f"the package {self.package} is not installed",
            "Run `alp up` again: it installs what is missing.",
        )
