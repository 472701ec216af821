// Items to put in order: dragged by their grip, or moved by buttons and by Alt with the arrow keys.
import { useRef, useState } from "react";
import ArrowDown from "lucide-react/dist/esm/icons/arrow-down.mjs";
import ArrowUp from "lucide-react/dist/esm/icons/arrow-up.mjs";
import GripVertical from "lucide-react/dist/esm/icons/grip-vertical.mjs";
import { html } from "./html.js";
import { Mark, RightAnswer, kindOf, partOf } from "./outcome.jsx";
import { useWords } from "../words.js";

// Pixels between two items, as in the style.
const GAP = 8;

export function OrderingInput({ question, answer, isOpen, onAnswer, verdict }) {
  const words = useWords();
  const list = useRef(null);
  const [carried, setCarried] = useState(null);
  const [told, setTold] = useState("");
  const order = answer?.order?.length ? answer.order : question.picks.map((pick) => pick.id);
  const named = (id) => question.picks.find((pick) => pick.id === id);

  function move(id, to) {
    const from = order.indexOf(id);
    const place = Math.max(0, Math.min(order.length - 1, to));
    if (!isOpen || place === from) return;
    const others = order.filter((each) => each !== id);
    onAnswer({ order: [...others.slice(0, place), id, ...others.slice(place)] });
    setTold(words("question.moved", { item: named(id).text, n: place + 1, all: order.length }));
  }

  const grip = (id) => ({
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const frames = new Map(
        [...list.current.children].map((row) => [row.dataset.item, row.getBoundingClientRect()]),
      );
      setCarried({ id, frames, from: event.clientY, dy: 0, to: order.indexOf(id) });
    },
    onPointerMove: ({ clientY }) =>
      carried && setCarried({ ...carried, dy: clientY - carried.from, to: placeAt(clientY, carried, order) }),
    // By where it is let go: the last move may not have been drawn yet.
    onPointerUp: ({ clientY }) => {
      if (carried) move(id, placeAt(clientY, carried, order));
      setCarried(null);
    },
    onPointerCancel: () => setCarried(null),
  });

  function byKey(event, id, place) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step) return;
    event.preventDefault();
    move(id, place + step);
  }

  return (
    <>
      <ol className="order" ref={list}>
        {order.map((id, place) => {
          const pick = named(id);
          const part = partOf(verdict, id);
          const isCarried = carried?.id === id;
          return (
            <li
              key={id}
              data-item={id}
              className={`order-item${isCarried ? " is-carried" : ""}${part ? ` is-${kindOf(part)}` : ""}`}
              style={{ transform: shift(carried, order, id, place) }}
              onKeyDown={(event) => byKey(event, id, place)}
            >
              {isOpen && (
                <span className="grip" aria-hidden="true" {...grip(id)}>
                  <GripVertical className="i" strokeWidth={1.75} />
                </span>
              )}
              <span className="opt-key" aria-hidden="true">
                {place + 1}
              </span>
              <span className="order-words" {...html(pick.html)} />
              {isOpen && (
                <span className="order-tools">
                  <Step words={words} pick={pick} name="up" isEnd={place === 0} onStep={() => move(id, place - 1)} />
                  <Step
                    words={words}
                    pick={pick}
                    name="down"
                    isEnd={place === order.length - 1}
                    onStep={() => move(id, place + 1)}
                  />
                </span>
              )}
              {part && <Mark kind={kindOf(part)} />}
            </li>
          );
        })}
      </ol>
      {isOpen && !answer && (
        <button type="button" className="btn btn-quiet btn-sm" onClick={() => onAnswer({ order })}>
          {words("question.keep_order")}
        </button>
      )}
      <p className="vh" role="status">
        {told}
      </p>
      {verdict?.right && !verdict.is_right && (
        <div className="part-right">
          <p className="label">{words("question.right_order")}</p>
          <ol className="right-order">
            {verdict.right.order.map((id) => (
              <li key={id} {...html(named(id).html)} />
            ))}
          </ol>
        </div>
      )}
    </>
  );
}

function Step({ words, pick, name, isEnd, onStep }) {
  const Icon = name === "up" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      className="btn btn-quiet btn-icon"
      aria-label={words(`question.move_${name}`, { item: pick.text })}
      aria-disabled={isEnd}
      onClick={onStep}
    >
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

// Where the carried item would come to stand if it were let go at this height.
function placeAt(y, { id, frames }, order) {
  const others = order.filter((each) => each !== id).map((each) => frames.get(each));
  const below = others.findIndex(({ top, height }) => y < top + height / 2);
  return below < 0 ? others.length : below;
}

// The carried item follows the pointer, and those between make room for it.
function shift(carried, order, id, place) {
  if (!carried) return undefined;
  if (carried.id === id) return `translateY(${carried.dy}px)`;
  const from = order.indexOf(carried.id);
  const room = carried.frames.get(carried.id).height + GAP;
  if (from < place && place <= carried.to) return `translateY(${-room}px)`;
  if (carried.to <= place && place < from) return `translateY(${room}px)`;
  return undefined;
}
