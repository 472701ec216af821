"""/erased and /erased/[receipt_code]: the receipt of an erased account, for whoever has its code."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import link_button
from components.ui.layout import page, page_head, stack
from components.ui.layout import row as line
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.public.code_form import code_form
from state.privacy.receipt import ReceiptState


def erased() -> rx.Component:
    return framed(
        page(
            page_head(t("erased.title"), lead=t("erased.lead")),
            rx.el.div(
                rx.cond(ReceiptState.receipt, _receipt(), rx.fragment()),
                rx.cond(
                    ReceiptState.is_unknown,
                    rx.el.section(
                        rx.el.p(badge(t("verify.is_unknown"), tone="warn", icon="search")),
                        rx.el.p(t("error.privacy_receipt_not_found")),
                        class_name="verify-result",
                    ),
                ),
                role="status",
            ),
            rx.cond(
                ReceiptState.receipt,
                rx.fragment(),
                code_form(
                    t("erased.code"),
                    hint=t("erased.code_hint"),
                    code=ReceiptState.code,
                    on_submit=ReceiptState.check,
                ),
            ),
            width="narrow",
        )
    )


def _receipt() -> rx.Component:
    receipt: Item = ReceiptState.receipt
    return rx.el.section(
        rx.el.p(
            rx.cond(
                receipt.finished_at,
                badge(t("erased.done"), tone="ok", icon="check"),
                badge(t("erased.going_on"), tone="blue", icon="clock"),
            )
        ),
        rx.el.h2(rx.el.code(receipt.code)),
        rx.el.p(t("erased.keep_code")),
        title_block(
            t("erased.receipt"),
            title_fact(t("verify.school"), receipt.school),
            title_fact(t("erased.requested"), when(receipt.requested_at, "moment")),
            title_fact(
                t("erased.finished"),
                rx.cond(
                    receipt.finished_at,
                    when(receipt.finished_at, "moment"),
                    rx.fragment(t("erased.soon")),
                ),
            ),
        ),
        stack(
            rx.el.h3(t("erased.removed")),
            rx.el.ul(rx.foreach(ReceiptState.removed, _count), class_name="bullets"),
            rx.el.p(t("erased.files"), class_name="soft"),
            rx.cond(
                ReceiptState.kept.length() > 0,
                rx.fragment(
                    rx.el.h3(t("erased.kept")),
                    rx.el.ul(
                        rx.foreach(ReceiptState.kept, _kept),
                        class_name="bullets",
                    ),
                ),
            ),
            line(
                link_button(
                    t("erased.save"),
                    href="/media/receipts/" + receipt.code.to(str),
                    icon="download",
                    native=True,
                    download=True,
                )
            ),
            gap=3,
        ),
        class_name="verify-result",
    )


def _count(count: Item) -> rx.Component:
    return rx.el.li(t_in("privacy.portion", count.name.to(str)), ": ", count.number)


def _kept(name: rx.Var[str]) -> rx.Component:
    return rx.el.li(t_in("erased.kept", name))
