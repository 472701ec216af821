"""docs/operations.md keeps up with the code."""

from pydantic import BaseModel

from alp_app.cli.main import COMMANDS
from alp_app.settings import ROOT, Settings

DOCUMENT = (ROOT / "docs" / "operations.md").read_text()


def test_every_setting_is_documented():
    names = {"ALP_HOME"}
    for group, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= {f"ALP_{group}_{name}".upper() for name in kind.model_fields}
    assert len(names) > 30
    assert sorted(name for name in names if f"`{name}`" not in DOCUMENT) == []


def test_every_command_is_documented():
    shown = {name for name in COMMANDS if name != "prepare"}
    assert sorted(name for name in shown if f"./alp {name}" not in DOCUMENT) == []
