"""What a re-run shows: pure decisions about two makings of the same request."""

from alp_app.models.manifest import Making, Outcome, Reason

SAID = ("engine", "engine_version", "model", "model_digest")
"""What an engine says of itself, most telling first."""


def compare(before: Making, after: Making) -> tuple[Outcome, list[Reason]]:
    """Identical when the bytes are. Otherwise what has changed since; when nothing has, the engine does
    not give the same twice."""
    if before.output_hash == after.output_hash:
        return Outcome.IDENTICAL, []
    reasons = [
        Reason(key=name, before=getattr(before, name), after=getattr(after, name))
        for name in SAID
        if getattr(before, name) != getattr(after, name)
    ]
    reasons += [
        Reason(key="parameter", before=f"{name} {old}".strip(), after=f"{name} {new}".strip())
        for name, old, new in _changed(before, after)
    ]
    return Outcome.DIFFERENT, reasons or [Reason(key="not_deterministic", after=after.engine)]


def template_note(before: Making, template_now: str) -> list[Reason]:
    """That today's template is another one. The re-run sent the words of then, so it is no reason."""
    if not before.prompt or before.prompt == template_now:
        return []
    return [Reason(key="template", before=before.prompt, after=template_now)]


def _changed(before: Making, after: Making) -> list[tuple[str, object, object]]:
    names = sorted(before.parameters.keys() | after.parameters.keys())
    pairs = [
        (name, before.parameters.get(name, ""), after.parameters.get(name, "")) for name in names
    ]
    return [(name, old, new) for name, old, new in pairs if old != new and name not in _OWN]


_OWN = frozenset({"tries", "still_sha256"})
"""Of one making alone: how often it was asked, and what else came out."""
