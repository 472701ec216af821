// A text that a person marks, with its words counted.
import { useId } from "react";
import { useWords } from "../words.js";

export function EssayInput({ question, answer, isOpen, onAnswer }) {
  const words = useWords();
  const id = useId();
  const text = answer?.text ?? "";
  const n = text.split(/\s+/).filter(Boolean).length;
  const { least_words: least, most_words: most } = question;
  const limit = limitOf(least, most);
  const isOff = n > 0 && (n < least || (most !== null && n > most));
  return (
    <div className="field">
      <label className="vh" htmlFor={id}>
        {words("quiz.number")}
      </label>
      <textarea
        id={id}
        className="input input-read"
        rows={10}
        maxLength={150_000}
        disabled={!isOpen}
        aria-describedby={`${id}-count`}
        value={text}
        onChange={({ target }) => onAnswer(target.value.trim() ? { text: target.value } : null)}
      />
      <p id={`${id}-count`} className={isOff ? "hint t-warn" : "hint"}>
        {words("question.word_count", { n })} {limit && words(limit, { least, most })}
      </p>
    </div>
  );
}

function limitOf(least, most) {
  if (least && most) return "question.words_between";
  if (least) return "question.words_least";
  return most ? "question.words_most" : "";
}
