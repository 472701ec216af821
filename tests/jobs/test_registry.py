"""Every kind of work has one function that does it."""

import importlib
import pkgutil
from collections.abc import Iterator

from alp_app import jobspecs
from alp_app.jobspecs.base import JobSpec
from jobs.registry import HANDLERS


def concrete(spec: type[JobSpec] = JobSpec) -> Iterator[type[JobSpec]]:
    """The product's own specs; those with specs of their own below them are no work themselves."""
    for module in pkgutil.iter_modules(jobspecs.__path__):
        importlib.import_module(f"{jobspecs.__name__}.{module.name}")
    for below in spec.__subclasses__():
        if below.__module__.startswith(jobspecs.__name__):
            yield from concrete(below)
            if "kind" in vars(below):
                yield below


def test_every_spec_has_exactly_one_handler():
    bound = [spec for spec, _ in HANDLERS]
    assert len(bound) == len(set(bound))
    assert set(bound) == set(concrete())


def test_a_kind_names_one_spec_and_begins_with_its_noun():
    kinds = [spec.kind for spec in concrete()]
    assert len(kinds) == len(set(kinds))
    nouns = {spec: spec.__module__.rpartition(".")[2] for spec in concrete()}
    assert [spec for spec, noun in nouns.items() if not spec.kind.startswith(f"{noun}.")] == []
