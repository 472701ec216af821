// The small number behind a statement: hover or focus shows what the source says, a press keeps it open.
import { useEffect, useId, useRef, useState } from "react";
import { floatBeside } from "./float.js";
import { useWords } from "./words.js";

const LEAVE = 150;

// The page of the product that shows a source at a place.
function placeOf(sourceId, place) {
  const asked = Object.entries(place).filter(([, value]) => value);
  return `/sources/${sourceId}?${new URLSearchParams(asked)}`;
}

export function Citation({ number, title, page, quote, sourceId, passageId }) {
  const words = useWords();
  const id = useId();
  const chip = useRef(null);
  const card = useRef(null);
  const leaving = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const [isPinned, pin] = useState(false);
  const place = page ? words("citation.place", { title, page }) : title;

  useEffect(() => () => clearTimeout(leaving.current), []);

  useEffect(() => {
    if (!isOpen) return undefined;
    card.current.showPopover();
    const stop = floatBeside(chip.current, card.current, "top", { gap: 8 });
    const close = (event) => {
      if (event.type === "keydown" && event.key !== "Escape") return;
      if (
        event.type === "pointerdown" &&
        (card.current.contains(event.target) || chip.current.contains(event.target))
      )
        return;
      setOpen(false);
      pin(false);
    };
    document.addEventListener("keydown", close);
    document.addEventListener("pointerdown", close);
    return () => {
      stop();
      document.removeEventListener("keydown", close);
      document.removeEventListener("pointerdown", close);
    };
  }, [isOpen]);

  function enter() {
    clearTimeout(leaving.current);
    setOpen(true);
  }

  function leave() {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => !isPinned && setOpen(false), LEAVE);
  }

  function press() {
    pin(!isPinned);
    setOpen(!isPinned);
  }

  return (
    <>
      <button
        ref={chip}
        type="button"
        className="cite"
        aria-label={words("citation.label", { number })}
        aria-expanded={isOpen}
        aria-describedby={isOpen ? id : undefined}
        onPointerEnter={(event) => event.pointerType === "mouse" && enter()}
        onPointerLeave={leave}
        onFocus={(event) => event.target.matches(":focus-visible") && enter()}
        onBlur={leave}
        onClick={press}
      >
        {number}
      </button>
      {isOpen && (
        <span
          ref={card}
          id={id}
          popover="manual"
          className="floating cite-card"
          onPointerEnter={enter}
          onPointerLeave={leave}
        >
          <span className="cite-place">{place}</span>
          {quote ? (
            <q className="cite-quote">{quote}</q>
          ) : (
            <span className="meta">{words("citation.no_quote")}</span>
          )}
          {sourceId && (
            <a href={placeOf(sourceId, { page, passage: passageId, quote })}>
              {words("citation.open_source")}
            </a>
          )}
          <a href={`#reference-${number}`} onClick={() => setOpen(false)}>
            {words("citation.open", { number })}
          </a>
        </span>
      )}
    </>
  );
}
