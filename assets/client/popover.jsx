// A button that opens something: a menu or a panel beside it, or a drawer at the window's edge.
// The browser's own popover brings the top layer, Esc, closing on an outside click and giving focus back.
import { Children, useEffect, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { floatBeside } from "./float.js";
import { useWords } from "./words.js";

const ITEM = '[role^="menuitem"]:not([disabled])';
const TYPING_PAUSE = 600;

export function Popover({
  label,
  kind = "panel",
  placement = "bottom-end",
  buttonClass = "btn btn-quiet",
  children,
}) {
  const isMenu = kind === "menu";
  const words = useWords();
  const id = useId();
  const button = useRef(null);
  const panel = useRef(null);
  const typed = useRef({ text: "", at: 0 });
  const [hasContent, setContent] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [face, ...content] = Children.toArray(children);

  useEffect(() => {
    if (!isOpen) return undefined;
    const inside = panel.current;
    (isMenu ? itemsOf(inside)[0] : inside)?.focus();
    return kind === "drawer" ? undefined : floatBeside(button.current, inside, placement);
  }, [isOpen, isMenu, kind, placement]);

  // The content is there before it shows, and stays until focus was given back.
  function prepare(event) {
    if (event.newState === "open") flushSync(() => setContent(true));
  }

  function settle(event) {
    setOpen(event.newState === "open");
    setContent(event.newState === "open");
  }

  function move(event) {
    const items = itemsOf(panel.current);
    const at = items.indexOf(document.activeElement);
    const target =
      {
        ArrowDown: items[(at + 1) % items.length],
        ArrowUp: items[(at - 1 + items.length) % items.length],
        Home: items[0],
        End: items.at(-1),
      }[event.key] ?? typedAhead(event, items, at, typed.current);
    if (event.key === "Tab") panel.current.hidePopover();
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  function closeAfterChoice(event) {
    const item = event.target.closest(isMenu ? ITEM : "a[href], [data-closes]");
    if (item) panel.current.hidePopover();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={buttonClass}
        popoverTarget={id}
        aria-label={kind === "drawer" ? undefined : label}
        data-tip={kind === "drawer" ? undefined : label}
        aria-expanded={isOpen}
        aria-haspopup={isMenu ? "menu" : "dialog"}
      >
        {face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={kind === "drawer" ? "drawer" : `floating ${kind}`}
        tabIndex={-1}
        role={isMenu ? "menu" : "dialog"}
        aria-label={label}
        onBeforeToggle={prepare}
        onToggle={settle}
        onKeyDown={isMenu ? move : undefined}
        onClick={closeAfterChoice}
      >
        {hasContent && kind === "drawer" && (
          <button
            type="button"
            className="btn btn-quiet btn-icon drawer-x"
            popoverTarget={id}
            popoverTargetAction="hide"
            aria-label={words("dialog.close")}
          >
            <X className="i" strokeWidth={1.75} aria-hidden="true" />
          </button>
        )}
        {hasContent && content}
      </div>
    </>
  );
}

function itemsOf(panel) {
  return [...panel.querySelectorAll(ITEM)];
}

function typedAhead(event, items, at, typed) {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === " ")
    return undefined;
  typed.text = event.timeStamp - typed.at > TYPING_PAUSE ? event.key : typed.text + event.key;
  typed.at = event.timeStamp;
  const wanted = typed.text.toLowerCase();
  const from = typed.text.length === 1 ? at + 1 : Math.max(at, 0);
  return [...items.slice(from), ...items.slice(0, from)].find((item) =>
    item.textContent.trim().toLowerCase().startsWith(wanted),
  );
}
