// Marks the sentences inside by what their sources say. Hover or focus shows the place, Enter or a press
// opens all that is known.
import { useEffect, useRef, useState } from "react";
import { floatBeside } from "./float.js";
import { useWords } from "./words.js";

const LEAVE = 150;

export function Evidence({ isShown, lines = [], onLook, children }) {
  const words = useWords();
  const root = useRef(null);
  const card = useRef(null);
  const leaving = useRef(null);
  const [held, hold] = useState(null);
  const line = held && lines.find((each) => each.id === held.dataset.sentence);

  useEffect(() => {
    if (!isShown) return undefined;
    const inside = root.current;
    const byId = new Map(lines.map((each) => [each.id, each]));
    const mark = () => {
      for (const sentence of inside.querySelectorAll("[data-sentence]")) {
        const found = byId.get(sentence.dataset.sentence);
        if (!found) continue;
        sentence.dataset.support = found.state;
        sentence.tabIndex = 0;
        sentence.setAttribute("aria-description", words(`support_state.${found.state}`));
      }
    };
    mark();
    const seen = new MutationObserver(mark);
    seen.observe(inside, { childList: true, subtree: true });
    return () => {
      seen.disconnect();
      for (const sentence of inside.querySelectorAll("[data-support]")) {
        delete sentence.dataset.support;
        sentence.removeAttribute("tabindex");
        sentence.removeAttribute("aria-description");
      }
    };
  }, [isShown, lines, words]);

  useEffect(() => {
    if (!line) return undefined;
    card.current.showPopover();
    return floatBeside(held, card.current, "top-start", { gap: 6 });
  }, [held, line]);

  useEffect(() => () => clearTimeout(leaving.current), []);

  const sentenceAt = (event) =>
    isShown && !event.target.closest("button, a") ? event.target.closest("[data-support]") : null;

  function enter(event) {
    const sentence = sentenceAt(event);
    if (!sentence) return leave();
    clearTimeout(leaving.current);
    hold(sentence);
    return undefined;
  }

  function leave() {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => hold(null), LEAVE);
  }

  function look(event) {
    const sentence = sentenceAt(event);
    if (!sentence || String(window.getSelection())) return;
    hold(null);
    onLook(sentence.dataset.sentence);
  }

  function press(event) {
    if (event.key === "Escape") hold(null);
    if (event.key !== "Enter" || event.target !== sentenceAt(event)) return;
    event.preventDefault();
    look(event);
  }

  return (
    <div
      ref={root}
      className={isShown ? "evidence is-shown" : "evidence"}
      onPointerOver={(event) => event.pointerType === "mouse" && enter(event)}
      onPointerLeave={leave}
      onFocus={(event) => event.target.matches(":focus-visible") && enter(event)}
      onBlur={leave}
      onClick={look}
      onKeyDown={press}
    >
      {children}
      {line && (
        <div
          ref={card}
          popover="manual"
          className="floating cite-card evidence-card"
          onPointerOver={() => clearTimeout(leaving.current)}
        >
          <span className={`evidence-state is-${line.state}`}>
            {words(`support_state.${line.state}`)}
          </span>
          {line.quote && (
            <>
              <span className="cite-place">
                {line.page ? words("citation.place", { title: line.title, page: line.page }) : line.title}
              </span>
              <q className="cite-quote">{line.quote}</q>
            </>
          )}
          {line.doubts.map((doubt) => (
            <span key={doubt} className="meta">
              {words(`support_doubt.${doubt}`, { missing: line.missing })}
            </span>
          ))}
          {line.accepted_by && (
            <span className="meta">{words("support.accepted_by", { name: line.accepted_by })}</span>
          )}
          <span className="meta">
            {line.likeness && `${words(`support_likeness.${line.likeness}`)} · `}
            {words("support.more")}
          </span>
        </div>
      )}
    </div>
  );
}
