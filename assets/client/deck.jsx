// Grading without a mouse: the queue of learners, the work of one of them, and the keys for both.
import { useEffect, useRef, useState } from "react";
import ChevronLeft from "lucide-react/dist/esm/icons/chevron-left.mjs";
import ChevronRight from "lucide-react/dist/esm/icons/chevron-right.mjs";
import { lay, usePlace } from "./deck.js";
import { activate, begin, insert, press } from "./grading_keys.js";
import { setSaving } from "./saving.js";
import { keep, kept } from "./storage.js";
import { useWords } from "./words.js";

const SHELF = "grading.keys";
const TYPED_IN = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";

// `rows` name the learners in order; `start` is the place of the first one, once for each `deck`.
export function DeckQueue({ deck, label, rows, start }) {
  const words = useWords();
  const place = usePlace();
  const [hasKeys, setHasKeys] = useState(() => kept(SHELF, true));
  const isMoving = useRef(false);

  useEffect(() => {
    isMoving.current = false;
    lay(start);
    return () => setSaving("idle");
  }, [deck]);

  useEffect(() => {
    const panel = shownPanel();
    if (!panel) return;
    begin(panel);
    if (isMoving.current) panel.querySelector("h2").focus();
  }, [place, rows.length]);

  useEffect(() => {
    const hear = (event) => !event.defaultPrevented && act(event) && event.preventDefault();
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  });

  function move(to) {
    if (to < 0 || to >= rows.length) return;
    isMoving.current = true;
    lay(to);
  }

  function act(event) {
    const panel = shownPanel();
    const { target, key } = event;
    if (!panel || event.isComposing || target.closest("dialog[open], [role=menu]")) return false;
    const isIn = panel.contains(target);
    if (key === "Enter" && isIn && (event.ctrlKey || target.name === "points")) {
      move(place + 1);
      return true;
    }
    if (key === "Escape" && isIn) {
      panel.querySelector("h2").focus();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !hasKeys) return false;
    if (target.closest(TYPED_IN)) return false;
    const isChoosing = target.type === "radio" && key.startsWith("Arrow");
    const moves = { j: place + 1, ArrowRight: place + 1, k: place - 1, ArrowLeft: place - 1 };
    if (key in moves && !isChoosing) move(moves[key]);
    else if (key === "u") move(rows.findIndex((row, at) => at !== place && row.state === "submitted"));
    else return !isChoosing && press(panel, key);
    return true;
  }

  return (
    <nav className="grading-queue" aria-label={label}>
      <div className="queue-steps">
        <button
          type="button"
          className="btn btn-icon"
          aria-label={words("grading_key.previous")}
          disabled={place === 0}
          onClick={() => move(place - 1)}
        >
          <ChevronLeft className="i" strokeWidth={1.75} aria-hidden="true" />
        </button>
        <span className="meta">{words("grading.place", { n: place + 1, all: rows.length })}</span>
        <button
          type="button"
          className="btn btn-icon"
          aria-label={words("grading_key.next")}
          disabled={place >= rows.length - 1}
          onClick={() => move(place + 1)}
        >
          <ChevronRight className="i" strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
      <ol>
        {rows.map((row, at) => (
          <li key={row.number}>
            <button
              type="button"
              className={`queue-row is-${row.state}`}
              aria-current={at === place ? "true" : undefined}
              onClick={() => move(at)}
            >
              <span>{row.name || words("grading.anonymous", { n: row.number })}</span>
              <span className="meta">
                {words(`grading_state.${row.state}`)}
                {row.points && ` · ${row.points}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <label className="check">
        <input
          type="checkbox"
          checked={hasKeys}
          onChange={(event) => {
            setHasKeys(event.target.checked);
            keep(SHELF, event.target.checked);
          }}
        />
        <span>{words("grading.use_keys")}</span>
      </label>
    </nav>
  );
}

// The work at one place. The next one is made ready too, so that its pictures are there when it comes.
export function DeckPanel({ at, children }) {
  const place = usePlace();
  if (at !== place && at !== place + 1) return null;
  return (
    <div
      className="deck-panel"
      hidden={at !== place}
      onClick={(event) => insert(event.currentTarget, event.target.closest("[data-snippet]"))}
      onFocus={(event) => activate(event.currentTarget, event.target.closest("[data-criterion]"))}
    >
      {children}
    </div>
  );
}

const shownPanel = () => document.querySelector(".deck-panel:not([hidden])");
