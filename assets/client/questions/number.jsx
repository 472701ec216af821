// A number, typed with or without its unit.
import { useId } from "react";
import { Mark, RightAnswer } from "./outcome.jsx";
import { useWords } from "../words.js";

export function NumberInput({ question, answer, isOpen, onAnswer, onEnter, verdict }) {
  const words = useWords();
  const id = useId();
  return (
    <>
      <div className="short-answer">
        <label className="vh" htmlFor={id}>
          {words("quiz.number")}
        </label>
        <input
          id={id}
          type="text"
          inputMode={question.is_unit_required ? "text" : "decimal"}
          className="input"
          autoComplete="off"
          maxLength={40}
          disabled={!isOpen}
          aria-describedby={question.is_unit_required ? `${id}-unit` : undefined}
          value={answer?.number ?? ""}
          onChange={({ target }) => onAnswer(target.value.trim() ? { number: target.value } : null)}
          onKeyDown={(event) => event.key === "Enter" && onEnter?.()}
        />
        {question.unit && !question.is_unit_required && <span>{question.unit}</span>}
        {verdict && <Mark kind={verdict.is_right ? "right" : "wrong"} />}
      </div>
      {question.is_unit_required && !verdict && (
        <p className="hint" id={`${id}-unit`}>
          {words("question.unit_required")}
        </p>
      )}
      {verdict?.right && !verdict.is_right && <RightAnswer>{verdict.right.number}</RightAnswer>}
    </>
  );
}
