// One question: its stem, its options or its number field, and the verdict with the reason.
import { useId } from "react";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { useWords } from "./words.js";

const html = (text) => ({ dangerouslySetInnerHTML: { __html: text } });

export function Question({ question, verdict, pick, canAnswer, onPick, onEnter }) {
  const words = useWords();
  const id = useId();
  const isNumeric = question.type === "numeric";
  const isOpen = canAnswer && !verdict;

  return (
    <>
      <fieldset className="question">
        <legend className="stem" tabIndex={-1}>
          <span {...html(question.stem_html)} />
          {question.type === "multiple" && (
            <span className="stem-note">{words("quiz.pick_all")}</span>
          )}
        </legend>
        {isNumeric ? (
          <div className="number-answer">
            <label className="vh" htmlFor={id}>
              {words("quiz.number")}
            </label>
            <input
              id={id}
              type="text"
              inputMode="decimal"
              className="input"
              autoComplete="off"
              maxLength={40}
              disabled={!isOpen}
              value={verdict ? verdict.number : pick.number}
              onChange={(event) => onPick({ option_ids: [], number: event.target.value })}
              onKeyDown={(event) => event.key === "Enter" && onEnter()}
            />
            {question.unit && <span>{question.unit}</span>}
            {verdict && <Mark kind={verdict.is_right ? "right" : "wrong"} words={words} />}
          </div>
        ) : (
          question.options.map((option, index) => (
            <Option
              key={option.id}
              option={option}
              number={index + 1}
              name={id}
              isMany={question.type === "multiple"}
              isOpen={isOpen}
              verdict={verdict}
              isPicked={(verdict ? verdict.option_ids : pick.option_ids).includes(option.id)}
              onPick={() => onPick(choose(question, pick, option.id))}
              words={words}
            />
          ))
        )}
      </fieldset>
      {verdict && <Answer verdict={verdict} words={words} />}
    </>
  );
}

function Option({ option, number, name, isMany, isOpen, verdict, isPicked, onPick, words }) {
  const marked = verdict?.options.find((each) => each.id === option.id);
  const kind = marked
    ? marked.is_right
      ? "right"
      : "wrong"
    : verdict
      ? "off"
      : isPicked
        ? "picked"
        : "open";
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
      <span {...html(option.html)} />
      {marked ? <Mark kind={kind} words={words} isPicked={marked.was_picked} /> : <span />}
    </label>
  );
}

function Mark({ kind, isPicked = true, words }) {
  const Icon = kind === "right" ? Check : X;
  const key =
    kind === "right" ? (isPicked ? "quiz.mark_right" : "quiz.mark_missed") : "quiz.mark_wrong";
  return (
    <span className={`opt-mark t-${kind === "right" ? "ok" : "bad"}`}>
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      {words(key)}
    </span>
  );
}

function Answer({ verdict, words }) {
  const outcome = verdict.is_right ? "right" : verdict.score > 0 ? "partly" : "wrong";
  const reasons = verdict.options.filter((option) => option.reason_html && option.was_picked);
  const missed = verdict.options.filter(
    (option) => option.reason_html && option.is_right && !option.was_picked,
  );
  return (
    <section className="answer" aria-live="polite">
      <div>
        <h4 tabIndex={-1}>{words(`quiz_outcome.${outcome}`)}</h4>
        {[...reasons, ...missed].map((option) => (
          <p key={option.id} {...html(option.reason_html)} />
        ))}
        {verdict.reason_html && <p {...html(verdict.reason_html)} />}
        {verdict.right_number !== null && !verdict.is_right && (
          <p>{words("quiz.right_number", { number: verdict.right_number, unit: verdict.unit })}</p>
        )}
        {verdict.explanation_html && <p {...html(verdict.explanation_html)} />}
      </div>
      {verdict.citations.map((citation) => (
        <div key={citation.number} className="answer-source">
          <p className="label">
            {citation.page
              ? words("citation.place", { title: citation.title, page: citation.page })
              : citation.title}
          </p>
          {citation.quote && <blockquote>{citation.quote}</blockquote>}
        </div>
      ))}
    </section>
  );
}

// What is picked once this option is pressed.
export function choose(question, pick, optionId) {
  if (question.type !== "multiple") return { option_ids: [optionId], number: "" };
  const others = pick.option_ids.filter((id) => id !== optionId);
  return {
    option_ids: others.length === pick.option_ids.length ? [...others, optionId] : others,
    number: "",
  };
}
