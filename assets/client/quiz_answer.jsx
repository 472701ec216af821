// What is said of an answer as a whole, once it is marked: the parts of it are marked where they stand.
import { html } from "./questions/html.js";
import { useWords } from "./words.js";

export function Answer({ verdict, points }) {
  const words = useWords();
  const outcome = verdict.is_right ? "right" : verdict.score > 0 ? "partly" : "wrong";
  const isWorthSaying = points !== "1" || Number(verdict.points) < 0;
  return (
    <section className="answer" aria-live="polite">
      <div>
        <h4 tabIndex={-1}>{words(`quiz_outcome.${outcome}`)}</h4>
        {isWorthSaying && (
          <p className="label">{words("quiz.points_earned", { points: verdict.points, of: points })}</p>
        )}
        {verdict.reason_html && <p {...html(verdict.reason_html)} />}
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
