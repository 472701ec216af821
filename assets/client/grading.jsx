// Grading a whole class without a mouse: one learner after another, levels by number, saved as one goes.
import { useEffect, useRef, useState } from "react";
import { post } from "./api.js";
import { useAsked } from "./asked.js";
import { useMark } from "./grading_mark.js";
import { MarkForm } from "./grading_form.jsx";
import { BackTo, Failure, PageHead, Waiting } from "./page_parts.jsx";
import { SaveState } from "./save_state.jsx";
import { keep, kept } from "./storage.js";
import { FilePreview } from "./submitted_file.jsx";
import { When } from "./when.jsx";
import { useWords } from "./words.js";

const SHELF = "grading.keys";
const KEYS = ["j", "k", "u", "1", "↑", "↓", "c", "b", "Esc"];

export function Grading({ assignmentId }) {
  const words = useWords();
  const url = assignmentId && `/api/v1/assignments/${assignmentId}`;
  const { data, error, ask } = useAsked(url && `${url}/grading`);
  if (!data) return <Waiting error={error} />;
  return <Desk key={assignmentId} data={data} url={url} ask={ask} words={words} />;
}

function Desk({ data, url, ask, words }) {
  const { assignment, work } = data;
  const [place, setPlace] = useState(() => Math.max(0, work.findIndex(isUnmarked)));
  const [failure, setFailure] = useState(null);
  const [hasKeys, setHasKeys] = useState(() => kept(SHELF, true));
  const [isBankOpen, setBankOpen] = useState(false);
  const heading = useRef(null);
  const isFirst = useRef(true);
  const row = work[place];
  const mark = useMark(row?.submission, assignment);

  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [place]);

  useEffect(() => {
    const press = (event) => {
      if (event.key === "Escape" && event.target.closest?.(".grading-form")) {
        event.preventDefault();
        setBankOpen(false);
        heading.current?.focus();
        return;
      }
      const isTyping = event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !hasKeys) return;
      const act = actions[event.key] ?? (/^[0-9]$/.test(event.key) ? () => digit(event.key) : null);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });

  async function go(to) {
    if (to < 0 || to >= work.length || to === place) return;
    await mark.flush();
    setBankOpen(false);
    setPlace(to);
    ask();
  }

  function digit(key) {
    if (!row?.submission) return;
    if (isBankOpen) mark.insert(Number(key) - 1);
    else if (assignment.criteria.length) mark.choose(Number(key) - 1);
    else mark.type(key);
  }

  const actions = {
    j: () => go(place + 1),
    k: () => go(place - 1),
    ArrowRight: () => go(place + 1),
    ArrowLeft: () => go(place - 1),
    u: () => go(work.findIndex((one, at) => at !== place && isUnmarked(one))),
    ArrowDown: () => mark.activate(1),
    ArrowUp: () => mark.activate(-1),
    c: () => document.getElementById("mark-comment")?.focus(),
    b: () => setBankOpen((was) => !was),
  };

  async function release() {
    setFailure(null);
    try {
      await mark.flush();
      await post(`${url}/release`);
      await ask();
    } catch (error) {
      setFailure(error);
    }
  }

  const marked = work.filter((one) => one.submission && !isUnmarked(one)).length;
  const handedIn = work.filter((one) => one.submission).length;
  return (
    <>
      <PageHead
        title={assignment.title}
        above={
          <BackTo href={`/classes/${assignment.classroom_id}/assignments`}>
            {assignment.class_name}
          </BackTo>
        }
        lead={words("grading.progress", { marked, handedIn, learners: work.length })}
        actions={
          <>
            <SaveState />
            <button
              type="button"
              className="btn btn-primary"
              disabled={!data.to_release}
              onClick={release}
            >
              {words("grading.release", { n: data.to_release })}
            </button>
          </>
        }
      />
      <Failure error={failure} />
      {work.length === 0 ? (
        <p className="soft">{words("grading.nobody")}</p>
      ) : (
        <div className="grading">
          <Queue work={work} place={place} onChoose={go} words={words} />
          <section className="grading-work" aria-labelledby="learner-title">
            <h2 id="learner-title" ref={heading} tabIndex={-1}>
              {nameOf(row, words)}
            </h2>
            <Work row={row} assignment={assignment} words={words} />
          </section>
          <div className="grading-form">
            {row.submission ? (
              <MarkForm
                assignment={assignment}
                mark={mark}
                bank={{ isOpen: isBankOpen, setOpen: setBankOpen }}
                onDone={() => go(place + 1)}
              />
            ) : (
              <p className="soft">{words("grading.nothing")}</p>
            )}
            <details className="rows-of">
              <summary>{words("grading.keys")}</summary>
              <dl className="keys">
                {KEYS.map((key) => (
                  <div key={key}>
                    <dt>
                      <kbd>{key}</kbd>
                    </dt>
                    <dd>{words(`grading_key.${NAMES[key]}`)}</dd>
                  </div>
                ))}
              </dl>
              <label className="check">
                <input
                  type="checkbox"
                  checked={hasKeys}
                  onChange={(event) => {
                    setHasKeys(event.target.checked);
                    keep(SHELF, event.target.checked);
                  }}
                />
                <span>{words("grading.use_keys")}</span>
              </label>
            </details>
          </div>
        </div>
      )}
    </>
  );
}

const NAMES = {
  j: "next",
  k: "previous",
  u: "unmarked",
  1: "level",
  "↑": "criterion_before",
  "↓": "criterion_after",
  c: "comment",
  b: "bank",
  Esc: "leave",
};

function Queue({ work, place, onChoose, words }) {
  return (
    <nav className="grading-queue" aria-label={words("grading.queue")}>
      <ol>
        {work.map((row, at) => (
          <li key={row.number}>
            <button
              type="button"
              className="queue-row"
              aria-current={at === place ? "true" : undefined}
              onClick={() => onChoose(at)}
            >
              <span>{nameOf(row, words)}</span>
              <span className="meta">{words(`grading_state.${stateOf(row)}`)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Work({ row, assignment, words }) {
  const { submission } = row;
  if (!submission) return <p className="soft">{words("grading.nothing")}</p>;
  return (
    <article className="stack gap-4">
      <p className="meta">
        {words("submission.attempt", { attempt: submission.attempt })} ·{" "}
        <When at={submission.submitted_at} look="moment" />
        {submission.days_late > 0 && <> · {words("submission.days_late", { n: submission.days_late })}</>}
      </p>
      {submission.text && <p className="said">{submission.text}</p>}
      {assignment.criteria.map(
        (criterion) =>
          submission.reflections[criterion.id] && (
            <div key={criterion.id}>
              <h3>{criterion.title}</h3>
              <p className="said">{submission.reflections[criterion.id]}</p>
            </div>
          ),
      )}
      {submission.files.map((file) => (
        <FilePreview key={file.id} file={file} />
      ))}
    </article>
  );
}

const isUnmarked = (row) => row.submission?.state === "submitted";
const stateOf = (row) => row.submission?.state ?? "missing";
const nameOf = (row, words) => row?.name || words("grading.anonymous", { n: row?.number ?? 0 });
