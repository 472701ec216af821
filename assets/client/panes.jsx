// Three panes beside each other; on a narrower window the third becomes a drawer, on a phone all become tabs.
import { Children, useEffect, useRef, useState } from "react";
import PanelRight from "lucide-react/dist/esm/icons/panel-right.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { useWords } from "./words.js";

const KINDS = ["rail", "sheet-pane", "aside-pane"];

export function Panes({ names, start = 1, openLabel, className = "", children }) {
  const words = useWords();
  const [active, setActive] = useState(start);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const drawer = useRef(null);
  const opener = useRef(null);
  const panes = Children.toArray(children);

  useEffect(() => {
    if (!isDrawerOpen) return undefined;
    drawer.current.focus({ preventScroll: true });
    const close = (event) =>
      event.key === "Escape" && !event.defaultPrevented && setDrawerOpen(false);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("keydown", close);
      opener.current?.focus();
    };
  }, [isDrawerOpen]);

  return (
    <div className={`panes ${className}`} data-count={panes.length}>
      <nav className="panes-switch" aria-label={words("panes.label")}>
        {names.map((name, index) => (
          <button
            key={index}
            type="button"
            aria-current={index === active ? "true" : undefined}
            onClick={() => setActive(index)}
          >
            {name}
          </button>
        ))}
      </nav>
      {panes.map((pane, index) => {
        const isDrawer = index === 2;
        return (
          <section
            key={index}
            ref={isDrawer ? drawer : undefined}
            tabIndex={isDrawer ? -1 : undefined}
            className={`pane ${KINDS[index]}${index === active ? " is-active" : ""}${isDrawer && isDrawerOpen ? " is-open" : ""}`}
            aria-label={names[index]}
          >
            {isDrawer && (
              <button
                type="button"
                className="btn btn-quiet btn-icon drawer-close"
                aria-label={words("panes.close")}
                data-tip={words("panes.close")}
                onClick={() => setDrawerOpen(false)}
              >
                <X className="i" strokeWidth={1.75} aria-hidden="true" />
              </button>
            )}
            {pane}
          </section>
        );
      })}
      {isDrawerOpen && <div className="scrim" onClick={() => setDrawerOpen(false)} />}
      {panes.length > 2 && (
        <button
          ref={opener}
          type="button"
          className="btn drawer-open"
          aria-expanded={isDrawerOpen}
          onClick={() => setDrawerOpen(true)}
        >
          <PanelRight className="i" strokeWidth={1.75} aria-hidden="true" />
          {openLabel || names[2]}
        </button>
      )}
    </div>
  );
}
