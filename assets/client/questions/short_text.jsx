// A word or a few, typed.
import { useId } from "react";
import { Mark, RightAnswer } from "./outcome.jsx";
import { useWords } from "../words.js";

export function ShortTextInput({ answer, isOpen, onAnswer, onEnter, verdict }) {
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
          className="input is-wide"
          autoComplete="off"
          maxLength={500}
          disabled={!isOpen}
          value={answer?.text ?? ""}
          onChange={({ target }) => onAnswer(target.value.trim() ? { text: target.value } : null)}
          onKeyDown={(event) => event.key === "Enter" && onEnter?.()}
        />
        {verdict && <Mark kind={verdict.is_right ? "right" : "wrong"} />}
      </div>
      {verdict?.right && !verdict.is_right && <RightAnswer>{verdict.right.text}</RightAnswer>}
    </>
  );
}
