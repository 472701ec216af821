// Tabs after the ARIA pattern: arrows move, the content of every tab stays as it was left.
import { Children, useId, useRef, useState } from "react";

export function Tabs({ label, names, value, onChange, children }) {
  const id = useId();
  const strip = useRef(null);
  const [own, setOwn] = useState(names[0]?.id);
  const current = value || own;

  function choose(next) {
    setOwn(next);
    onChange?.(next);
  }

  function move(event) {
    const at = names.findIndex((name) => name.id === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = names[(to + names.length) % names.length];
    choose(next.id);
    strip.current.querySelector(`[data-tab="${CSS.escape(next.id)}"]`).focus();
  }

  return (
    <div className="tabs">
      <div ref={strip} className="tab-strip" role="tablist" aria-label={label} onKeyDown={move}>
        {names.map((name) => (
          <button
            key={name.id}
            type="button"
            role="tab"
            id={`${id}-${name.id}`}
            data-tab={name.id}
            aria-controls={`${id}-${name.id}-panel`}
            aria-selected={name.id === current}
            tabIndex={name.id === current ? 0 : -1}
            onClick={() => choose(name.id)}
          >
            {name.label}
          </button>
        ))}
      </div>
      {Children.toArray(children).map((child, index) => {
        const name = names[index];
        return (
          name && (
            <div
              key={name.id}
              role="tabpanel"
              className="tab-panel"
              id={`${id}-${name.id}-panel`}
              aria-labelledby={`${id}-${name.id}`}
              hidden={name.id !== current}
              tabIndex={0}
            >
              {child}
            </div>
          )
        );
      })}
    </div>
  );
}
