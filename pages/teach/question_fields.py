"""The fields of the form of a question, one group for each kind."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from components.lesson.question_desk import region_editor
from components.ui.button import button, icon_button
from components.ui.choice import checkbox
from components.ui.field import field, labelled, text_area
from components.ui.values import Item, Text, first_of, one_of
from components.ui.words import t, t_in
from state.assessment.desk import DeskState

CREDITS = ("100", "75", "50", "25", "0")
SCORINGS = ("balanced", "all_or_nothing")

Column = Callable[[Item, Item], rx.Component]
"""Makes a control of a row, given the row and the start of its name."""


def kind_fields() -> rx.Component:
    """Of the kind that is chosen."""
    return one_of(
        DeskState.kind,
        ("single", _stack(_options(), _box("is_shuffled"))),
        ("multiple", _stack(_options(), _box("is_shuffled"))),
        ("true_false", _options(may_grow=False)),
        ("numeric", _stack(_number(), _misses())),
        ("short_text", _stack(_accepted(), _rules())),
        ("cloze", _stack(_area("text", hint="text", is_tall=True), _gaps(), _rules())),
        ("matching", _stack(_prompts(), _area("extra", is_needed=False, hint="extra"))),
        ("ordering", _area("order", hint="order", is_tall=True)),
        ("hotspot", _stack(_picture(), _regions())),
        ("diagram", _stack(_picture(), _zones(), _area("extra", is_needed=False, hint="extra"))),
        (
            "formula",
            _line(
                _text("answer", is_mono=True, hint="answer"),
                _text("variables", is_needed=False, hint="names"),
            ),
        ),
        (
            "code_output",
            _stack(
                _text("language", is_needed=False),
                _area("code", is_mono=True),
                _area("output", is_mono=True),
            ),
        ),
        ("parametrised", _parametrised()),
        (
            "essay",
            _stack(
                _line(
                    _text("least_words", is_needed=False, input_mode="numeric"),
                    _text("most_words", is_needed=False, input_mode="numeric"),
                ),
                _area("marking_notes", is_needed=False),
            ),
        ),
        (
            "file",
            _stack(
                _line(
                    _text("most_files", is_needed=False, input_mode="numeric"),
                    _text("most_megabytes", is_needed=False, input_mode="numeric"),
                    _text("extensions", is_needed=False, hint="extensions"),
                ),
                _area("marking_notes", is_needed=False),
            ),
        ),
        rx.fragment(),
    )


def scoring_fields() -> rx.Component:
    return _stack(
        _line(
            _text("points", is_needed=False, input_mode="decimal"),
            _text("penalty", is_needed=False, hint="penalty", input_mode="decimal"),
        ),
        rx.cond(
            rx.Var.create(["multiple", "cloze", "matching", "ordering", "hotspot", "diagram"])
            .to(list[str])
            .contains(DeskState.kind),
            _select("scoring", [(name, t_in("scoring", name)) for name in SCORINGS]),
        ),
    )


def place_fields() -> rx.Component:
    return _line(
        _text("name", is_needed=False),
        _text("category", is_needed=False, hint="category"),
        _text("tags", is_needed=False, hint="tags"),
    )


def area(name: str, **more: Any) -> rx.Component:
    return _area(name, **more)


def _options(*, may_grow: bool = True) -> rx.Component:
    return _rows(
        "options",
        _cell_box("right"),
        _cell("text", is_wide=True),
        _cell("reason", is_wide=True),
        _cell("credit"),
        may_grow=may_grow,
    )


def _number() -> rx.Component:
    return _stack(
        _line(
            _text("answer", input_mode="decimal"),
            _text("unit", is_needed=False),
            _text("tolerance", is_needed=False, input_mode="decimal"),
            _select(
                "tolerance_kind",
                [(kind, t_in("tolerance_kind", kind)) for kind in ("absolute", "relative")],
            ),
        ),
        _box("is_unit_required"),
    )


def _misses() -> rx.Component:
    return _rows("misses", _cell("answer"), _cell("reason", is_wide=True), _cell_credit("0"))


def _accepted() -> rx.Component:
    return _rows(
        "accepted", _cell("text", is_wide=True), _cell_credit("100"), _cell("reason", is_wide=True)
    )


def _rules() -> rx.Component:
    return rx.el.div(
        _box("is_case_counted"),
        _box("is_accent_counted"),
        _box("has_wildcards"),
        class_name="field-row",
    )


def _gaps() -> rx.Component:
    def mark(row: Item, _: Item) -> rx.Component:
        return rx.el.code("[[", row["key"], "]]", class_name="gap-mark")

    def kind(row: Item, start: Item) -> rx.Component:
        return _choice_cell(
            "kind",
            row,
            start,
            [(one, t_in("gap_kind", one)) for one in ("text", "choice", "number")],
        )

    def fits(row: Item, start: Item) -> rx.Component:
        return rx.el.textarea(
            rows=2,
            class_name="input",
            aria_label=t("desk_column.fits"),
            placeholder=t("desk.fits_hint"),
            **_bound(start + "fits", _of(row, "fits")),
        )

    return _rows("gaps", mark, kind, fits, _cell("tolerance"), _cell("unit"))


def _prompts() -> rx.Component:
    return _rows(
        "prompts",
        _cell("prompt", is_wide=True),
        _cell("match", is_wide=True),
        _cell("reason", is_wide=True),
    )


def _picture() -> rx.Component:
    return _stack(
        region_editor(
            course_id=DeskState.course_id,
            asset_id=_value("asset_id"),
            regions=DeskState.shapes,
            on_draw=DeskState.draw,
            on_picture=DeskState.note("asset_id"),
        ),
        _text("alt", hint="alt"),
    )


def _regions() -> rx.Component:
    return _rows(
        "regions", _numbered, _cell_box("right"), _cell("reason", is_wide=True), is_drawn=True
    )


def _zones() -> rx.Component:
    return _rows(
        "zones",
        _numbered,
        _cell("label", is_wide=True),
        _cell("reason", is_wide=True),
        is_drawn=True,
    )


def _numbered(row: Item, start: Item) -> rx.Component:
    return rx.el.input(type="hidden", name=start + "shape", value=row["shape"], read_only=True)


def _parametrised() -> rx.Component:
    return _stack(
        _line(
            _area("variables", hint="variables", is_mono=True),
            _area("constraints", hint="constraints", is_mono=True, is_needed=False),
        ),
        _select("asks", [(kind, t_in("asks", kind)) for kind in ("number", "options")]),
        rx.cond(
            _value("asks") == "options",
            _options(),
            _stack(
                _line(
                    _text("answer", hint="answer", is_mono=True),
                    _text("unit", is_needed=False),
                    _text("tolerance", is_needed=False, input_mode="decimal"),
                    _select(
                        "tolerance_kind",
                        [(kind, t_in("tolerance_kind", kind)) for kind in ("absolute", "relative")],
                    ),
                ),
                _box("is_unit_required"),
                _misses(),
            ),
        ),
    )


def _rows(
    name: str, *columns: Column, may_grow: bool = True, is_drawn: bool = False
) -> rx.Component:
    """A list of rows. Those that are drawn come and go with the picture."""

    def shown(row: Item, index: Item) -> rx.Component:
        start = rx.Var.create(f"{name}.") + row["key"] + "."
        return rx.el.fieldset(
            rx.el.legend(t(f"desk_row.{name}", n=index + 1), class_name="row-number"),
            *(column(row, start) for column in columns),
            *(
                [
                    icon_button(
                        "x",
                        t("desk.remove_row", what=t(f"desk_row.{name}", n=index + 1)),
                        on_click=DeskState.remove_row(name, row["key"]),
                        size="sm",
                    )
                ]
                if may_grow and not is_drawn
                else []
            ),
            key=row["key"],
            class_name=f"desk-row is-{name}",
        )

    rows = DeskState.rows[name].to(list[dict[str, str]])
    grow = button(t(f"desk_add.{name}"), on_click=DeskState.add_row(name), icon="plus", size="sm")
    return rx.el.div(
        rx.el.p(t(f"desk_rows.{name}"), class_name="field-label"),
        rx.foreach(rows, shown),
        *([grow] if may_grow and not is_drawn else []),
        class_name="desk-rows",
    )


def _cell(column: str, *, is_wide: bool = False) -> Column:
    def made(row: Item, start: Item) -> rx.Component:
        return rx.el.input(
            type="text",
            class_name="input is-wide" if is_wide else "input",
            aria_label=t(f"desk_column.{column}"),
            placeholder=t(f"desk_column.{column}"),
            auto_complete="off",
            **_bound(start + column, _of(row, column)),
        )

    return made


def _cell_box(column: str) -> Column:
    def made(row: Item, start: Item) -> rx.Component:
        name = start + column
        return checkbox(
            t(f"desk_column.{column}"),
            name=name,
            default_checked=_of(row, column) != "",
            on_change=DeskState.note(name),
        )

    return made


def _cell_credit(otherwise: str) -> Column:
    def made(row: Item, start: Item) -> rx.Component:
        shares = [(one, t("desk.percent", n=one)) for one in CREDITS]
        return _choice_cell("credit", row, start, shares, otherwise=otherwise)

    return made


def _choice_cell(
    column: str, row: Item, start: Item, choices: Sequence[tuple[str, Text]], *, otherwise: str = ""
) -> rx.Component:
    name = start + column
    return rx.el.select(
        *(rx.el.option(words, value=value) for value, words in choices),
        name=name,
        class_name="input",
        aria_label=t(f"desk_column.{column}"),
        default_value=first_of(_of(row, column), otherwise),
        on_change=DeskState.note(name),
    )


def _text(
    name: str, *, is_needed: bool = True, hint: str = "", is_mono: bool = False, **more: Any
) -> rx.Component:
    return field(
        t(f"desk_field.{name}"),
        hint=t(f"desk_hint.{hint}") if hint else "",
        required=is_needed,
        form="desk",
        class_name="is-mono" if is_mono else "",
        auto_complete="off",
        **_bound(name, _value(name)),
        **more,
    )


def _area(
    name: str,
    *,
    is_needed: bool = True,
    hint: str = "",
    is_mono: bool = False,
    is_tall: bool = False,
) -> rx.Component:
    return text_area(
        t(f"desk_field.{name}"),
        hint=t(f"desk_hint.{hint}") if hint else "",
        required=is_needed,
        class_name="is-mono" if is_mono else "",
        rows=5 if is_tall else 3,
        **_bound(name, _value(name)),
    )


def _select(name: str, choices: Sequence[tuple[str, Text]]) -> rx.Component:
    control = rx.el.select(
        *(rx.el.option(words, value=value) for value, words in choices),
        id=f"field-desk-{name}",
        name=name,
        class_name="input",
        default_value=_value(name),
        on_change=DeskState.note(name),
    )
    return labelled(t(f"desk_field.{name}"), control, name=name, form="desk")


def _box(name: str) -> rx.Component:
    return checkbox(
        t(f"desk_field.{name}"),
        name=name,
        default_checked=_value(name) != "",
        on_change=DeskState.note(name),
    )


def _bound(name: Text, value: Text) -> dict[str, Any]:
    """Typed in the browser; what is there when the field is left shows in the preview."""
    return {"name": name, "default_value": value, "on_blur": DeskState.note(name)}


def _value(name: str) -> Item:
    fields: Item = DeskState.fields
    return fields.get(name, "")


def _of(row: Item, column: str) -> Item:
    return row.get(column, "")


def _line(*fields: rx.Component) -> rx.Component:
    return rx.el.div(*fields, class_name="field-row")


def _stack(*fields: rx.Component) -> rx.Component:
    return rx.el.div(*fields, class_name="stack gap-4")
