// The questions of a lesson, one at a time, answered in place.
import { useId, useRef, useState } from "react";
import { told } from "./api.js";
import { choose } from "./questions/choice.jsx";
import { QuestionInput } from "./questions/input.jsx";
import { Answer } from "./quiz_answer.jsx";
import { useAttempt } from "./quiz_attempt.js";
import { Ruler } from "./ruler.jsx";
import { useWords } from "./words.js";

export function Quiz({ block, standings, lessonId, canAnswer = true, onLessonCompleted }) {
  const words = useWords();
  const id = useId();
  const box = useRef(null);
  const standing = (standings ?? []).find((each) => each.block_id === block.id);
  const attempt = useAttempt({
    lessonId,
    blockId: block.id,
    given: standing?.attempt,
    onLessonCompleted,
  });
  const variants = attempt.attempt?.variants ?? standing?.variants ?? [];
  const questions = (block.questions ?? []).map(
    (each) =>
      variants.find((own) => own.question_version_id === each.question_version_id) ?? each,
  );
  const firstOpen = questions.findIndex(
    (question) => !attempt.verdictOf(question.question_version_id),
  );
  const [chosen, setChosen] = useState(null);
  const isFinished = questions.length > 0 && firstOpen === -1;
  const at = chosen ?? (firstOpen === -1 ? 0 : firstOpen);
  const question = questions[at];
  if (!question) return null;

  const verdict = attempt.verdictOf(question.question_version_id);
  const pick = attempt.pickOf(question.question_version_id);

  function go(index) {
    setChosen(index);
    requestAnimationFrame(() => box.current?.querySelector(".stem")?.focus());
  }

  async function check() {
    setChosen(at);
    await attempt.send(question.question_version_id);
    requestAnimationFrame(() => box.current?.querySelector(".answer h4")?.focus());
  }

  async function again() {
    if (await attempt.beginAgain()) go(0);
  }

  function pickByKey(event) {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      verdict ||
      !canAnswer ||
      question.answer !== "option_ids"
    )
      return;
    const option = question.picks[Number(event.key) - 1];
    if (!option) return;
    event.preventDefault();
    attempt.pick(question.question_version_id, choose(question, pick, option.id));
  }

  const ticks = questions.map((each, index) => {
    const marked = attempt.verdictOf(each.question_version_id);
    if (marked) return marked.is_right ? "on" : "bad";
    return index === at ? "now" : "";
  });

  return (
    <section ref={box} className="quiz" aria-labelledby={id} onKeyDown={pickByKey}>
      <h3 id={id}>{block.title || words("quiz.title")}</h3>
      <Ruler
        ticks={ticks}
        small
        label={words("quiz.place", { number: at + 1, count: questions.length })}
      />
      <p className="ruler-cap">
        <span>{words("quiz.place", { number: at + 1, count: questions.length })}</span>
        <span>{words("quiz.passing", { percent: block.passing_percent })}</span>
      </p>
      <QuestionInput
        key={`${question.question_version_id} ${attempt.attempt?.number}`}
        question={question}
        answer={pick}
        isOpen={canAnswer}
        verdict={verdict}
        onAnswer={(answer) => attempt.pick(question.question_version_id, answer)}
        onEnter={() => pick && check()}
      />
      {!verdict && (question.points !== "1" || question.costs) && (
        <p className="hint">
          {words(question.costs ? "quiz.points_costs" : "quiz.points", {
            points: question.points,
            costs: question.costs,
          })}
        </p>
      )}
      {verdict && <Answer verdict={verdict} points={question.points} />}
      <Failure
        error={attempt.failureOf(question.question_version_id) ?? attempt.failureOf("retake")}
        words={words}
      />
      {!canAnswer && <p className="hint">{words("quiz.preview")}</p>}
      <div className="form-actions quiz-actions">
        {canAnswer && !verdict && (
          <button
            type="button"
            className="btn btn-primary btn-lg"
            disabled={!pick || attempt.sending !== null}
            aria-busy={attempt.sending !== null}
            onClick={check}
          >
            {words("quiz.check")}
          </button>
        )}
        {at + 1 < questions.length && (
          <button
            type="button"
            className={`btn btn-lg ${verdict ? "btn-primary" : ""}`}
            onClick={() => go(at + 1)}
          >
            {words(verdict ? "quiz.next" : "quiz.skip")}
          </button>
        )}
        {at > 0 && (
          <button type="button" className="btn btn-lg btn-quiet" onClick={() => go(at - 1)}>
            {words("quiz.previous")}
          </button>
        )}
      </div>
      {isFinished && attempt.attempt && (
        <Result
          attempt={attempt.attempt}
          isBusy={attempt.sending !== null}
          onAgain={again}
          words={words}
        />
      )}
    </section>
  );
}

function Failure({ error, words }) {
  if (!error) return <p className="vh" role="status" />;
  return (
    <p className="field-error" role="alert">
      {told(error, words)}
    </p>
  );
}

function Result({ attempt, isBusy, onAgain, words }) {
  const percent = Math.round((100 * attempt.score) / (attempt.max_score || 1));
  return (
    <div className="quiz-result" role="status">
      <p>
        <strong>{words(attempt.is_passed ? "quiz.passed" : "quiz.not_passed", { percent })}</strong>
      </p>
      <p className="soft">
        {words("quiz.score", {
          right: attempt.verdicts.filter((verdict) => verdict.is_right).length,
          count: attempt.verdicts.length,
        })}
        {attempt.max_score !== attempt.verdicts.length &&
          ` · ${words("quiz.points_earned", { points: attempt.score, of: attempt.max_score })}`}
      </p>
      <button type="button" className="btn" disabled={isBusy} onClick={onAgain}>
        {words("quiz.again")}
      </button>
    </div>
  );
}
