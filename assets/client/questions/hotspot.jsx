// Spots to point at in a picture: by a press, or with a crosshair that the arrow keys move.
import { useId, useState } from "react";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { html } from "./html.js";
import { Mark } from "./outcome.jsx";
import { Outline, PictureMap, middleOf, over, percents } from "./picture_map.jsx";
import { useWords } from "../words.js";

const STEP = 0.01;
const LEAP = 0.1;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function HotspotInput({ question, answer, isOpen, onAnswer, verdict }) {
  const words = useWords();
  const id = useId();
  const { picture } = question;
  const most = Math.max(1, question.most_picks);
  const spots = answer?.spots ?? [];
  const [aim, setAim] = useState(null);
  const [told, setTold] = useState("");
  const at = (spot) => words("question.spot_at", percents(picture, spot));

  // The last free mark, or else the nearest one, comes to stand here.
  function point(spot) {
    const next = [...spots];
    const place = spots.length < most ? spots.length : nearest(spots, spot);
    next[place] = spot;
    onAnswer({ spots: next });
    setTold(words("question.spot_set", { n: place + 1, all: most, ...percents(picture, spot) }));
  }

  function takeOut(place) {
    const next = spots.filter((_, each) => each !== place);
    onAnswer(next.length ? { spots: next } : null);
    setTold(words("question.spot_gone", { n: place + 1 }));
  }

  function press(event) {
    const frame = event.currentTarget.getBoundingClientRect();
    const spot = {
      x: inside(((event.clientX - frame.left) / frame.width) * picture.width, picture.width),
      y: inside(((event.clientY - frame.top) / frame.height) * picture.height, picture.height),
    };
    setAim(spot);
    point(spot);
  }

  function byKey(event) {
    const arrow = ARROWS[event.key];
    const now = aim ?? { x: picture.width / 2, y: picture.height / 2 };
    if (arrow) {
      const share = event.shiftKey ? LEAP : STEP;
      const next = {
        x: inside(now.x + arrow[0] * share * picture.width, picture.width),
        y: inside(now.y + arrow[1] * share * picture.height, picture.height),
      };
      setAim(next);
      setTold(at(next));
    } else if (event.key === "Enter" || event.key === " ") {
      point(now);
    } else if ((event.key === "Delete" || event.key === "Backspace") && spots.length) {
      takeOut(spots.length - 1);
    } else {
      return;
    }
    event.preventDefault();
  }

  const surface = isOpen
    ? {
        role: "application",
        tabIndex: 0,
        "aria-label": words("question.picture", { alt: picture.alt }),
        "aria-describedby": `${id}-keys`,
        onClick: press,
        onKeyDown: byKey,
        onFocus: () => setAim((before) => before ?? { x: picture.width / 2, y: picture.height / 2 }),
      }
    : {};
  const regions = verdict?.parts.filter((part) => part.shape) ?? [];

  return (
    <div className="stack gap-3">
      <PictureMap
        picture={picture}
        {...surface}
        marks={
          <>
            {spots.map((spot, place) => (
              <span key={place} className="spot" style={over(picture, spot)} aria-hidden="true">
                {most > 1 && place + 1}
              </span>
            ))}
            {regions.map((part, place) => (
              <span
                key={part.id}
                className={`zone-tag is-${part.is_right ? "right" : "wrong"}`}
                style={over(picture, middleOf(part.shape))}
                aria-hidden="true"
              >
                {letter(place)}
              </span>
            ))}
            {isOpen && aim && <span className="crosshair" style={over(picture, aim)} aria-hidden="true" />}
          </>
        }
      >
        {regions.map((part) => (
          <Outline key={part.id} shape={part.shape} className={`region is-${part.is_right ? "right" : "wrong"}`} />
        ))}
      </PictureMap>
      {isOpen && (
        <>
          <p id={`${id}-keys`} className="hint key-hint">
            {words("question.spot_keys")}
          </p>
          {spots.map((spot, place) => (
            <button
              key={place}
              type="button"
              className="btn btn-sm spot-chip"
              aria-label={words("question.spot_remove", { n: place + 1, ...percents(picture, spot) })}
              onClick={() => takeOut(place)}
            >
              {words("question.spot", { n: place + 1 })}: {at(spot)}
              <X className="i" strokeWidth={1.75} aria-hidden="true" />
            </button>
          ))}
          <p className="vh" role="status">
            {told}
          </p>
        </>
      )}
      {regions.length > 0 && (
        <ul className="part-list">
          {regions.map((part, place) => (
            <li key={part.id}>
              <strong>{letter(place)}</strong>{" "}
              <Mark kind={part.is_right ? (part.was_given ? "right" : "missed") : "wrong"}>
                {words(`spot_mark.${part.is_right ? (part.was_given ? "hit" : "missed") : "wrong"}`)}
              </Mark>
              {part.reason_html && <p className="part-reason" {...html(part.reason_html)} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const inside = (value, most) => Math.round(Math.max(0, Math.min(most, value)));
const letter = (place) => String.fromCharCode(65 + (place % 26));

function nearest(spots, { x, y }) {
  const far = spots.map((spot) => Math.hypot(spot.x - x, spot.y - y));
  return far.indexOf(Math.min(...far));
}
