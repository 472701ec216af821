// Says of a part of an answer whether it is right, by a shape and a word, and why.
import Check from "lucide-react/dist/esm/icons/check.mjs";
import Minus from "lucide-react/dist/esm/icons/minus.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { html } from "./html.js";
import { useWords } from "../words.js";

const ICONS = { right: Check, missed: Check, wrong: X, empty: Minus };

// `kind`: right, wrong, missed (right, and not given), empty (nothing was given).
export function Mark({ kind, children }) {
  const words = useWords();
  const Icon = ICONS[kind];
  return (
    <span className={`part-mark t-${kind === "right" || kind === "missed" ? "ok" : "bad"}`}>
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      {children ?? words(`part_mark.${kind}`)}
    </span>
  );
}

// Of a place that takes one answer: a gap, a prompt, a zone.
export const kindOf = (part) => (part.is_right ? "right" : part.was_given ? "wrong" : "empty");

export const partOf = (verdict, id) => verdict?.parts.find((part) => part.id === id);

export function Reason({ part }) {
  return part?.reason_html ? <p className="part-reason" {...html(part.reason_html)} /> : null;
}

// What would have been right, where the answer was not.
export function RightAnswer({ children }) {
  const words = useWords();
  return (
    <p className="part-right">
      <span className="label">{words("question.right_answer")}</span> {children}
    </p>
  );
}
