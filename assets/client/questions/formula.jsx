// A formula, with how it is read shown while it is typed: by the reader that will mark it.
import { useEffect, useId, useState } from "react";
import { get } from "../api.js";
import { html } from "./html.js";
import { Mark, RightAnswer } from "./outcome.jsx";
import { useWords } from "../words.js";

const PAUSE = 250;

export function FormulaInput({ question, answer, isOpen, onAnswer, onEnter, verdict }) {
  const words = useWords();
  const id = useId();
  const text = answer?.text ?? "";
  const names = question.variables.join(", ");
  const reading = useReading(text, question.variables);
  return (
    <div className="formula-answer">
      <label className="vh" htmlFor={id}>
        {words("quiz.number")}
      </label>
      <input
        id={id}
        type="text"
        className="input is-mono"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={300}
        disabled={!isOpen}
        aria-describedby={`${id}-reading`}
        aria-invalid={reading?.problem ? true : undefined}
        value={text}
        onChange={({ target }) => onAnswer(target.value.trim() ? { text: target.value } : null)}
        onKeyDown={(event) => event.key === "Enter" && onEnter?.()}
      />
      <div id={`${id}-reading`} className="formula-reading" aria-live="polite">
        {reading?.problem ? (
          <p className="field-error">
            {words(`formula_problem.${reading.problem}`, { detail: reading.detail })}
          </p>
        ) : reading?.mathml ? (
          <p>
            <span className="label">{words("question.read_as")}</span>{" "}
            <span {...html(reading.mathml)} />
          </p>
        ) : (
          <p className="hint">
            {words(names ? "question.formula_hint" : "question.formula_hint_plain", { names })}
          </p>
        )}
      </div>
      {verdict && <Mark kind={verdict.is_right ? "right" : "wrong"} />}
      {verdict?.right && !verdict.is_right && (
        <RightAnswer>
          <code>{verdict.right.text}</code>
        </RightAnswer>
      )}
    </div>
  );
}

// How the server reads the text; null until it said, and without a connection.
function useReading(text, variables) {
  const names = variables.join(",");
  const [reading, setReading] = useState(null);
  useEffect(() => {
    if (!text.trim()) {
      setReading(null);
      return undefined;
    }
    let isLate = false;
    const timer = setTimeout(async () => {
      const asked = new URLSearchParams({ text, variables: names });
      const read = await get(`/api/v1/formulas/reading?${asked}`).catch(() => null);
      if (!isLate) setReading(read);
    }, PAUSE);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [text, names]);
  return reading;
}
