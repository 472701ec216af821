// A native dialog opened by a value: the browser keeps focus inside and gives it back.
import { useEffect, useId, useRef } from "react";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { useWords } from "./words.js";

export function Dialog({ open, title, onClose, wide, children }) {
  const words = useWords();
  const id = useId();
  const box = useRef(null);

  useEffect(() => {
    const dialog = box.current;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);

  // The value decides: a dialog that closed itself would stand open in the state.
  function refuse(event) {
    event.preventDefault();
    onClose?.();
  }

  return (
    <dialog
      ref={box}
      className={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={id}
      onCancel={refuse}
      onPointerDown={(event) => event.target === box.current && onClose?.()}
    >
      {open && (
        <div className="dialog-body">
          <header className="dialog-head">
            <h2 id={id}>{title}</h2>
            <button
              type="button"
              className="btn btn-quiet btn-icon"
              aria-label={words("dialog.close")}
              data-tip={words("dialog.close")}
              onClick={() => onClose?.()}
            >
              <X className="i" strokeWidth={1.75} aria-hidden="true" />
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
