// Questions whose time has come, one after another: answer, see why, say how hard it was, go on.
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { get, post, put, told } from "./api.js";
import * as addresses from "./addresses.js";
import { choose } from "./questions/choice.jsx";
import { QuestionInput } from "./questions/input.jsx";
import { Answer } from "./quiz_answer.jsx";
import { Ruler } from "./ruler.jsx";
import { keep, kept } from "./storage.js";
import { When } from "./when.jsx";
import { useTag, useWords } from "./words.js";

const SHELF = "practice";
const OWN_KEYS = "input:not([type=radio], [type=checkbox]), textarea, select, button, a, summary";
// Elements that do something of their own when Enter is pressed.
const STEPS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export function Practice({ course, onChanged }) {
  const words = useWords();
  const [queue, setQueue] = useState(null);
  const [isAhead, setAhead] = useState(false);
  const [at, setAt] = useState(0);
  const [failure, setFailure] = useState(null);

  const load = useCallback(
    async (ahead) => {
      setFailure(null);
      try {
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
        setQueue(await get(addresses.practiceQueue({ zone, course, ahead })));
        setAhead(ahead);
        setAt(0);
      } catch (error) {
        setFailure(error);
      }
    },
    [course],
  );
  useEffect(() => {
    load(false);
  }, [load]);

  if (failure)
    return (
      <div className="empty">
        <p role="alert">{told(failure, words)}</p>
        <button type="button" className="btn" onClick={() => load(isAhead)}>
          {words("practice.try_again")}
        </button>
      </div>
    );
  if (!queue) return <p className="soft" aria-live="polite">{words("practice.loading")}</p>;
  const card = queue.cards[at];
  if (!card) return <Nothing summary={queue.summary} onAhead={() => load(true)} words={words} />;

  function next() {
    onChanged?.();
    if (at + 1 < queue.cards.length) setAt(at + 1);
    else load(isAhead);
  }

  const { due, fresh, waiting } = queue.summary;
  const total = Math.max(queue.cards.length, due + fresh + (isAhead ? waiting : 0));
  return (
    <Card
      key={`${card.id} ${card.number}`}
      card={card}
      place={at + 1}
      total={total}
      onNext={next}
      words={words}
    />
  );
}

function Card({ card, place, total, onNext, words }) {
  const id = useId();
  const box = useRef(null);
  const shelf = `${SHELF}.${card.id}.${card.number}`;
  const [answer, setAnswer] = useState(() => kept(shelf, null));
  const [done, setDone] = useState(null);
  const [rating, setRating] = useState(null);
  const [failure, setFailure] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const { question } = card;

  useEffect(() => {
    if (place > 1) focusOn(box, ".stem");
  }, [place]);

  function pick(given) {
    setAnswer(given);
    keep(shelf, given);
    setFailure(null);
  }

  async function attempt(work) {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const check = () =>
    attempt(async () => {
      const reviewed = await post(addresses.practiceAnswer(card.id), { number: card.number, answer });
      keep(shelf, null);
      setDone(reviewed);
      setRating(reviewed.rating);
      focusOn(box, ".answer h4");
    });

  const rate = (chosen) =>
    attempt(async () => {
      await put(addresses.practiceRating(done.review_id), { rating: chosen });
      setRating(chosen);
    });

  const putAway = () =>
    attempt(async () => {
      await put(addresses.practicePutAway(card.id), { is_put_away: true });
      onNext();
    });

  function byKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !event.repeat && !event.target.closest(OWN_KEYS)) {
      event.preventDefault();
      if (!isBusy && done) onNext();
      else if (!isBusy && answer) check();
      return;
    }
    const number = Number(event.key) - 1;
    if (done) {
      const offer = done.offers[number];
      if (offer && !isBusy) {
        event.preventDefault();
        rate(offer.rating);
      }
      return;
    }
    const option = question.answer === "option_ids" && question.picks[number];
    if (!option) return;
    event.preventDefault();
    pick(choose(question, answer, option.id));
  }

  return (
    <section ref={box} className="quiz practice" aria-labelledby={id} onKeyDown={byKey}>
      <h2 id={id} className="vh">
        {words("practice.question", { n: place, total })}
      </h2>
      <Ruler
        ticks={Array.from({ length: total }, (_, index) =>
          index + 1 < place ? "on" : index + 1 === place ? "now" : "",
        )}
        small
        label={words("practice.question", { n: place, total })}
      />
      <p className="ruler-cap">
        <span>{words("practice.question", { n: place, total })}</span>
        <a href={`/learn/${card.slug}/${card.lesson_id}`}>
          {words("practice.from", { course: card.course_title, lesson: card.lesson_title })}
        </a>
      </p>
      <QuestionInput
        question={question}
        answer={answer}
        isOpen={!isBusy}
        verdict={done?.verdict}
        onAnswer={pick}
        onEnter={() => answer && !isBusy && check()}
      />
      {done && <Answer verdict={done.verdict} points={question.points} />}
      {done && <Ease done={done} rating={rating} isBusy={isBusy} onRate={rate} words={words} />}
      {failure && (
        <p className="field-error" role="alert">
          {told(failure, words)}
        </p>
      )}
      <div className="form-actions quiz-actions">
        {done ? (
          <button type="button" className="btn btn-primary btn-lg" onClick={onNext}>
            {words("practice.next")}
          </button>
        ) : (
          <button
            type="button"
            className="btn btn-primary btn-lg"
            disabled={!answer || isBusy}
            aria-busy={isBusy}
            onClick={check}
          >
            {words("quiz.check")}
          </button>
        )}
        <button type="button" className="btn btn-lg btn-quiet" disabled={isBusy} onClick={putAway}>
          {words("practice.put_away")}
        </button>
      </div>
      {(done ? done.offers.length > 0 : question.answer === "option_ids") && (
        <p className="meta practice-keys">{words(done ? "practice.keys_rate" : "practice.keys")}</p>
      )}
    </section>
  );
}

// How hard a right answer was, each with when the question comes back; of a wrong one only the latter.
function Ease({ done, rating, isBusy, onRate, words }) {
  const tag = useTag();
  const name = useId();
  if (done.offers.length === 0)
    return (
      <p className="practice-back" role="status">
        {words("practice.comes_back", { when: until(done.due_at, tag) })}
      </p>
    );
  return (
    <fieldset className="ease">
      <legend>{words("practice.how_hard")}</legend>
      <div className="ease-choices">
        {done.offers.map((offer) => (
          <label key={offer.rating} className="ease-choice">
            <input
              type="radio"
              name={name}
              checked={rating === offer.rating}
              disabled={isBusy}
              onChange={() => onRate(offer.rating)}
            />
            <span>
              <b>{words(`practice_rating.${offer.rating}`)}</b>
              <span className="meta">{until(offer.due_at, tag)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Nothing({ summary, onAhead, words }) {
  if (summary.cards === 0)
    return (
      <div className="empty">
        <p>{words("practice.empty")}</p>
        <a className="btn btn-primary" href="/">
          {words("practice.to_courses")}
        </a>
      </div>
    );
  return (
    <div className="practice-done" role="status">
      <h2>{words("practice.all_done")}</h2>
      {summary.reviewed_today > 0 && (
        <p>{words("practice.reviewed_today", { n: summary.reviewed_today })}</p>
      )}
      {summary.next_due_at && (
        <p className="soft">
          {words("practice.next_at")} <When at={summary.next_due_at} look="opening" />.
        </p>
      )}
      {summary.waiting > 0 && (
        <button type="button" className="btn" onClick={onAhead}>
          {words("practice.ahead", { n: summary.waiting })}
        </button>
      )}
    </div>
  );
}

function until(at, tag) {
  const span = Math.max(0, new Date(at) - Date.now());
  const [unit, length] = STEPS.find(([, step]) => span >= step * 0.95) ?? STEPS.at(-1);
  return new Intl.RelativeTimeFormat(tag, { numeric: "always" }).format(
    Math.max(1, Math.round(span / length)),
    unit,
  );
}

function focusOn(box, what) {
  requestAnimationFrame(() => box.current?.querySelector(what)?.focus());
}
