// Options to pick from: one, or all that are right.
import { useId } from "react";
import { html } from "./html.js";
import { Mark, Reason, partOf } from "./outcome.jsx";
import { useWords } from "../words.js";

export function ChoiceInput({ question, answer, isOpen, onAnswer, verdict }) {
  const name = useId();
  return question.picks.map((pick, index) => (
    <Option
      key={pick.id}
      pick={pick}
      number={index + 1}
      name={name}
      isMany={question.type === "multiple"}
      isOpen={isOpen}
      isPicked={answer?.option_ids?.includes(pick.id) ?? false}
      onPick={() => onAnswer(choose(question, answer, pick.id))}
      verdict={verdict}
    />
  ));
}

function Option({ pick, number, name, isMany, isOpen, isPicked, onPick, verdict }) {
  const words = useWords();
  const part = partOf(verdict, pick.id);
  const kind = part ? (part.is_right ? "right" : "wrong") : verdict ? "off" : isPicked ? "picked" : "open";
  return (
    <label className={`opt is-${kind}`}>
      <input
        type={isMany ? "checkbox" : "radio"}
        name={name}
        checked={isPicked}
        disabled={!isOpen}
        onChange={onPick}
      />
      <span className="opt-key" aria-hidden="true">
        {number}
      </span>
      <span {...html(pick.html)} />
      {part && (
        <Mark kind={kind === "right" && !part.was_given ? "missed" : kind}>
          {words(`quiz.mark_${kind === "wrong" ? kind : part.was_given ? "right" : "missed"}`)}
        </Mark>
      )}
      <Reason part={part} />
    </label>
  );
}

// The answer once this option is pressed; null when nothing is picked any more.
export function choose(question, answer, id) {
  if (question.type !== "multiple") return { option_ids: [id] };
  const before = answer?.option_ids ?? [];
  const option_ids = before.includes(id) ? before.filter((each) => each !== id) : [...before, id];
  return option_ids.length ? { option_ids } : null;
}
