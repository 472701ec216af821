// Labels to carry to their places with a pointer: dragged there, or tapped and then the place tapped.
// A place carries its id in `data-place`. Keys and screen readers use the list at each place instead.
import { useRef, useState } from "react";
import { html } from "./html.js";

const STEADY = 6;

export function useTray(onPlace) {
  const begun = useRef(null);
  const [carried, setCarried] = useState(null);
  const [held, setHeld] = useState(null);

  function start(event, id) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begun.current = { id, x: event.clientX, y: event.clientY };
  }

  function move(event) {
    if (!begun.current) return;
    const { id, x, y } = begun.current;
    const dx = event.clientX - x;
    const dy = event.clientY - y;
    if (carried || Math.hypot(dx, dy) > STEADY) {
      setCarried({ id, dx, dy, over: placeAt(event.clientX, event.clientY) });
    }
  }

  function end(event) {
    if (!begun.current) return;
    const { id, x, y } = begun.current;
    begun.current = null;
    if (carried || Math.hypot(event.clientX - x, event.clientY - y) > STEADY) {
      const place = placeAt(event.clientX, event.clientY);
      if (place) onPlace(place, id);
      setHeld(null);
    } else {
      setHeld((before) => (before === id ? null : id));
    }
    setCarried(null);
  }

  function cancel() {
    begun.current = null;
    setCarried(null);
  }

  return {
    carried,
    held,
    over: carried?.over ?? null,
    chip: (id) => ({
      onPointerDown: (event) => start(event, id),
      onPointerMove: move,
      onPointerUp: end,
      onPointerCancel: cancel,
    }),
    // Of a place: takes what was tapped before.
    place: (place) => ({
      "data-place": place,
      onClick: () => {
        if (!held) return;
        onPlace(place, held);
        setHeld(null);
      },
    }),
  };
}

function placeAt(x, y) {
  for (const element of document.elementsFromPoint(x, y)) {
    const place = element.closest("[data-place]");
    if (place) return place.dataset.place;
  }
  return null;
}

export function Tray({ picks, used, tray }) {
  return (
    <div className="tray" aria-hidden="true">
      {picks.map((pick) => {
        const carried = tray.carried?.id === pick.id ? tray.carried : null;
        const look = carried ? " is-carried" : tray.held === pick.id ? " is-held" : "";
        return (
          <span
            key={pick.id}
            className={`chip${look}${used.includes(pick.id) ? " is-used" : ""}`}
            style={carried ? { transform: `translate(${carried.dx}px, ${carried.dy}px)` } : undefined}
            {...tray.chip(pick.id)}
            {...html(pick.html)}
          />
        );
      })}
    </div>
  );
}

// The list of labels at one place.
export function PlaceSelect({ label, picks, value, isOpen, empty, onPick }) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      disabled={!isOpen}
      onChange={({ target }) => onPick(target.value)}
    >
      <option value="">{empty}</option>
      {picks.map((pick) => (
        <option key={pick.id} value={pick.id}>
          {pick.text}
        </option>
      ))}
    </select>
  );
}

// The answer once a label is put to a place; null when every place is empty.
export function placed(answer, place, pick) {
  const { [place]: before, ...others } = answer?.pairs ?? {};
  const pairs = pick ? { ...others, [place]: pick } : others;
  return Object.keys(pairs).length ? { pairs } : null;
}
