// The marks of one submission: levels or points, a comment, and the bank of comments.
import Plus from "lucide-react/dist/esm/icons/plus.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { post, remove } from "./api.js";
import { number } from "./rubric.jsx";
import { useWords } from "./words.js";

export function MarkForm({ assignment, mark, bank, onDone }) {
  const words = useWords();
  const { criteria } = assignment;
  return (
    <div className="stack gap-4">
      {criteria.length ? (
        <>
          {criteria.map((criterion, at) => (
            <Criterion
              key={criterion.id}
              criterion={criterion}
              mark={mark.markOf(criterion)}
              isActive={at === mark.active}
              onFocus={() => mark.setActive(at)}
              onChange={(values) => mark.setCriterion(criterion, values)}
            />
          ))}
          <p className="verdict" role="status">
            {words("grading.sum", { points: total(criteria, mark), possible: assignment.points })}
          </p>
        </>
      ) : (
        <div className="field">
          <label htmlFor="mark-points">
            {words("grading.points_of", { possible: assignment.points })}
          </label>
          <input
            id="mark-points"
            className="input num"
            inputMode="decimal"
            autoComplete="off"
            value={mark.said.points}
            onChange={(event) => mark.setPoints(event.target.value.replace(",", "."))}
            onKeyDown={(event) => event.key === "Enter" && onDone()}
          />
        </div>
      )}
      <div className="field">
        <label htmlFor="mark-comment">{words("grading.comment")}</label>
        <textarea
          id="mark-comment"
          className="input"
          rows={4}
          value={mark.said.comment}
          onChange={(event) => mark.setComment(event.target.value)}
        />
      </div>
      <Bank mark={mark} bank={bank} words={words} />
    </div>
  );
}

function Criterion({ criterion, mark, isActive, onFocus, onChange }) {
  const words = useWords();
  return (
    <fieldset className={isActive ? "mark-criterion is-active" : "mark-criterion"} onFocus={onFocus}>
      <legend>
        {criterion.title}
        {isActive && <span className="vh"> {words("grading.active")}</span>}
      </legend>
      <div className="mark-levels">
        {criterion.levels.map((level, place) => (
          <label key={level.title} className="mark-level">
            <input
              type="radio"
              name={`criterion-${criterion.id}`}
              checked={mark.level === place}
              onChange={() => onChange({ level: place })}
            />
            <span>
              <kbd aria-hidden="true">{place + 1}</kbd> {level.title}{" "}
              <span className="meta">{number(level.points)}</span>
            </span>
          </label>
        ))}
      </div>
      <input
        className="input input-sm"
        aria-label={words("grading.comment_on", { title: criterion.title })}
        placeholder={words("grading.comment_here")}
        value={mark.comment}
        onChange={(event) => onChange({ comment: event.target.value })}
      />
    </fieldset>
  );
}

function Bank({ mark, bank, words }) {
  const { data = [], ask } = mark.bank;

  async function add() {
    if (!mark.said.comment.trim()) return;
    await post("/api/v1/comment-bank", { text: mark.said.comment.slice(0, 1000) });
    ask();
  }

  async function takeOut(snippet) {
    await remove(`/api/v1/comment-bank/${snippet.id}`);
    ask();
  }

  return (
    <section className="bank" aria-label={words("grading.bank")}>
      <div className="row spread">
        <button
          type="button"
          className="btn btn-sm"
          aria-expanded={bank.isOpen}
          onClick={() => bank.setOpen(!bank.isOpen)}
        >
          {words("grading.bank")} <kbd aria-hidden="true">b</kbd>
        </button>
        <button type="button" className="btn btn-sm" disabled={!mark.said.comment.trim()} onClick={add}>
          <Plus className="i" strokeWidth={1.75} aria-hidden="true" />
          {words("grading.keep_comment")}
        </button>
      </div>
      {bank.isOpen && (
        <ol className="bank-list">
          {(data ?? []).map((snippet, at) => (
            <li key={snippet.id}>
              <button type="button" className="bank-text" onClick={() => mark.insert(at)}>
                {at < 9 && <kbd aria-hidden="true">{at + 1}</kbd>} {snippet.text}
              </button>
              <button
                type="button"
                className="btn btn-quiet btn-icon btn-sm"
                aria-label={words("grading.forget_comment", { text: snippet.text.slice(0, 40) })}
                onClick={() => takeOut(snippet)}
              >
                <X className="i" strokeWidth={1.75} aria-hidden="true" />
              </button>
            </li>
          ))}
          {!data?.length && <li className="soft">{words("grading.bank_empty")}</li>}
        </ol>
      )}
    </section>
  );
}

function total(criteria, mark) {
  return criteria.reduce((sum, criterion) => {
    const { level } = mark.markOf(criterion);
    return sum + (level === null || level === undefined ? 0 : Number(criterion.levels[level].points));
  }, 0);
}
