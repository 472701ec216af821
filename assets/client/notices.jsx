// Short messages at the bottom left: said politely, gone after eight seconds, kept while pointed at.
import { useEffect, useRef, useState } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import Info from "lucide-react/dist/esm/icons/info.mjs";
import TriangleAlert from "lucide-react/dist/esm/icons/triangle-alert.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { useWords } from "./words.js";

const LIFETIME = 8000;
const ICONS = { ok: Check, warn: TriangleAlert, bad: CircleAlert, note: Info };

export function Notices({ items, onClose, onUndo }) {
  const words = useWords();
  return (
    <section
      className="notices"
      aria-label={words("notices.label")}
      role="status"
      aria-live="polite"
      aria-relevant="additions"
    >
      {(items ?? []).map((notice) => (
        <Notice key={notice.id} notice={notice} words={words} onClose={onClose} onUndo={onUndo} />
      ))}
    </section>
  );
}

function Notice({ notice, words, onClose, onUndo }) {
  const [isHeld, hold] = useState(false);
  const left = useRef(LIFETIME);
  const close = useRef(onClose);
  close.current = onClose;
  const staysUntilClosed = notice.tone === "bad";

  useEffect(() => {
    if (isHeld || staysUntilClosed) return undefined;
    const since = performance.now();
    const timer = setTimeout(() => close.current(notice.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= performance.now() - since;
    };
  }, [isHeld, staysUntilClosed, notice.id]);

  const Icon = ICONS[notice.tone] ?? Info;
  const hint = notice.hint_key ? words(notice.hint_key, notice.facts, notice.hint) : notice.hint;
  return (
    <div
      className={`notice tone-${notice.tone}`}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p>{words(notice.message_key, notice.facts, notice.message)}</p>
        {hint && <p>{hint}</p>}
        {notice.undo && (
          <div className="row">
            <button type="button" className="btn btn-sm" onClick={() => onUndo(notice.id)}>
              {words("notices.undo")}
            </button>
          </div>
        )}
      </div>
      <button
        type="button"
        className="btn btn-quiet btn-icon btn-sm notice-close"
        aria-label={words("notices.close")}
        title={words("notices.close")}
        onClick={() => onClose(notice.id)}
      >
        <X className="i" strokeWidth={1.75} aria-hidden="true" />
      </button>
    </div>
  );
}
