// Content that stands open on a wide window and behind a button on a narrow one.
import { Children, useId, useState } from "react";

export function Fold({ className = "", children }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const [face, ...content] = Children.toArray(children);
  return (
    <div className={`fold ${className}`} data-open={isOpen}>
      <button
        type="button"
        className="btn fold-button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      <div id={id} className="fold-content">
        {content}
      </div>
    </div>
  );
}
