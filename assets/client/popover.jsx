// A button that opens something beside it: a menu of commands, or a panel of anything.
// The browser's own popover brings the top layer, Esc, closing on an outside click and giving focus back.
import { Children, useEffect, useId, useRef, useState } from "react";
import { floatBeside } from "./float.js";

const ITEM = '[role^="menuitem"]:not([disabled])';
const TYPING_PAUSE = 600;

export function Popover({ label, menu = false, placement = "bottom-end", buttonClass = "btn btn-quiet", panelClass = "", children }) {
  const id = useId();
  const button = useRef(null);
  const panel = useRef(null);
  const typed = useRef({ text: "", at: 0 });
  const [isOpen, setOpen] = useState(false);
  const [face, ...content] = Children.toArray(children);

  useEffect(() => {
    if (!isOpen) return undefined;
    if (menu) itemsOf(panel.current)[0]?.focus();
    return floatBeside(button.current, panel.current, placement);
  }, [isOpen, menu, placement]);

  function move(event) {
    const items = itemsOf(panel.current);
    const at = items.indexOf(document.activeElement);
    const target = {
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
    const item = event.target.closest(menu ? ITEM : "a[href], [data-closes]");
    if (item) panel.current.hidePopover();
  }

  return (
    <>
      <button ref={button} type="button" className={buttonClass} popoverTarget={id} aria-label={label} title={label} aria-expanded={isOpen} aria-haspopup={menu ? "menu" : "dialog"}>
        {face}
      </button>
      <div ref={panel} id={id} popover="auto" className={`floating ${menu ? "menu" : "panel"} ${panelClass}`} role={menu ? "menu" : "dialog"} aria-label={label} onToggle={(event) => setOpen(event.newState === "open")} onKeyDown={menu ? move : undefined} onClick={closeAfterChoice}>
        {content}
      </div>
    </>
  );
}

function itemsOf(panel) {
  return [...panel.querySelectorAll(ITEM)];
}

function typedAhead(event, items, at, typed) {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === " ") return undefined;
  typed.text = event.timeStamp - typed.at > TYPING_PAUSE ? event.key : typed.text + event.key;
  typed.at = event.timeStamp;
  const wanted = typed.text.toLowerCase();
  const from = typed.text.length === 1 ? at + 1 : Math.max(at, 0);
  return [...items.slice(from), ...items.slice(0, from)].find((item) => item.textContent.trim().toLowerCase().startsWith(wanted));
}
