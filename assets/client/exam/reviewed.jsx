// One question of a test that was handed in, with its answer and what may be known of it.
import { QuestionInput } from "../questions/input.jsx";
import { Verdict, shownInPlace } from "./verdict.jsx";
import { useWords } from "../words.js";

const nothing = () => {};

export function Reviewed({ slot }) {
  const words = useWords();
  const isAnswered = Object.keys(slot.answer).length > 0;
  return (
    <section className="exam-question" aria-label={words("exam.question", { n: slot.slot + 1 })}>
      <p className="exam-question-head">
        <span className="label">{words("exam.question", { n: slot.slot + 1 })}</span>
        {!isAnswered && <span className="soft">{words("exam.unanswered")}</span>}
      </p>
      <QuestionInput
        question={slot.question}
        answer={isAnswered ? slot.answer : null}
        isOpen={false}
        onAnswer={nothing}
        verdict={shownInPlace(slot.verdict)}
        files={slot.files}
      />
      <Verdict verdict={slot.verdict} points={slot.points} />
    </section>
  );
}
