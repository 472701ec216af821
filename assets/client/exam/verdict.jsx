// What may be known of an answer beside its parts: what it earned, and why.
import { html } from "../questions/html.js";
import { useWords } from "../words.js";

// The key of the question is not verified: it decides nothing, and everybody has its points.
const HELD = "exam.question_held";

// The inputs mark the parts of an answer only where it may be known whether it is right.
export const shownInPlace = (verdict) =>
  verdict && verdict.is_right !== null ? { ...verdict, answer: given(verdict.answer) } : undefined;

const given = (answer) => (answer && Object.keys(answer).length > 0 ? answer : undefined);

export function Verdict({ verdict, points }) {
  const words = useWords();
  const outcome = verdict.is_right ? "right" : Number(verdict.points) > 0 ? "partly" : "wrong";
  return (
    <section className="answer">
      <div>
        {verdict.is_right !== null && <h3 tabIndex={-1}>{words(`quiz_outcome.${outcome}`)}</h3>}
        {verdict.is_waiting && <p>{words("exam.waits_for_person")}</p>}
        {verdict.points && (
          <p className="label">{words("quiz.points_earned", { points: verdict.points, of: points })}</p>
        )}
        {verdict.problem && (
          <p>{words(verdict.problem === HELD ? "exam.not_counted" : "exam.not_read")}</p>
        )}
        {verdict.reason_html && <p {...html(verdict.reason_html)} />}
        {verdict.explanation_html && <p {...html(verdict.explanation_html)} />}
        {verdict.comment && (
          <p>
            <span className="label">{words("exam.comment")}</span> {verdict.comment}
          </p>
        )}
      </div>
    </section>
  );
}
