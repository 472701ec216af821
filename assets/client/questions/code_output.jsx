// A program, and what it prints.
import { useId } from "react";
import { html } from "./html.js";
import { Mark, RightAnswer } from "./outcome.jsx";
import { useWords } from "../words.js";

const MOST_ROWS = 12;

export function CodeOutputInput({ question, answer, isOpen, onAnswer, verdict }) {
  const words = useWords();
  const id = useId();
  const text = answer?.text ?? "";
  return (
    <div className="stack gap-3">
      <pre className="code-asked" tabIndex={0} role="region" aria-label={words("question.program")}>
        <code {...html(question.code_html)} />
      </pre>
      <div className="field">
        <label htmlFor={id}>{words("question.prints")}</label>
        <textarea
          id={id}
          className="input is-mono"
          rows={Math.min(MOST_ROWS, Math.max(3, text.split("\n").length))}
          maxLength={5000}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          disabled={!isOpen}
          value={text}
          onChange={({ target }) => onAnswer(target.value.trim() ? { text: target.value } : null)}
        />
      </div>
      {verdict && <Mark kind={verdict.is_right ? "right" : "wrong"} />}
      {verdict?.right && !verdict.is_right && (
        <RightAnswer>
          <samp className="printed">{verdict.right.text}</samp>
        </RightAnswer>
      )}
    </div>
  );
}
