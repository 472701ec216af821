"""Every table, one module per aggregate: columns and constraints, nothing else.

All are loaded together, because a table must be known wherever another one points at it.
"""

import importlib
import pkgutil

for module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{module.name}")
