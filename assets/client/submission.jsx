// A learner's page of an assignment: the task, what they write and add, handing in, and what came of it.
import { useEffect, useRef, useState } from "react";
import { post, remove } from "./api.js";
import { useAsked } from "./asked.js";
import { useDraft } from "./draft.js";
import { BackTo, Failure, PageHead, Waiting } from "./page_parts.jsx";
import { Rubric } from "./rubric.jsx";
import { SaveState } from "./save_state.jsx";
import { FileLine, FilePreview } from "./submitted_file.jsx";
import { Drop, Rows } from "./upload_parts.jsx";
import { useUploads } from "./uploads.js";
import { When } from "./when.jsx";
import { useWords } from "./words.js";

const SCAN_PAUSE = 3_000;
const LATEST = "latest-attempt";

export function Submission({ assignmentId }) {
  const words = useWords();
  const url = assignmentId && `/api/v1/assignments/${assignmentId}`;
  const { data: work, error, ask } = useAsked(url && `${url}/work`);
  if (!work) return <Waiting error={error} />;
  const { assignment } = work;
  return (
    <>
      <PageHead
        title={assignment.title}
        above={
          <BackTo href={`/classes/${assignment.classroom_id}/mine`}>{assignment.class_name}</BackTo>
        }
      />
      <div className="split">
        <div className="stack gap-5">
          <section aria-labelledby="task-title">
            <h2 id="task-title">{words("submission.task")}</h2>
            <div className="prose-ui" dangerouslySetInnerHTML={{ __html: assignment.instructions_html }} />
          </section>
          <Standing work={work} />
          {work.standing === "open" && <Desk work={work} url={url} ask={ask} />}
          {work.submitted.map((submission, place) => (
            <HandedIn
              key={submission.id}
              submission={submission}
              assignment={assignment}
              id={place === 0 ? LATEST : `attempt-${submission.attempt}`}
            />
          ))}
        </div>
        <Facts work={work} />
      </div>
    </>
  );
}

function Standing({ work }) {
  const words = useWords();
  if (work.standing === "open") return null;
  return (
    <p className="soft" role="status">
      {words(`submission_standing.${work.standing}`)}{" "}
      {work.standing === "soon" && <When at={work.assignment.opens_at} look="moment" />}
    </p>
  );
}

function Facts({ work }) {
  const words = useWords();
  const { assignment } = work;
  return (
    <aside className="stack gap-4">
      <dl className="facts">
        <dt>{words("assignment.due")}</dt>
        <dd>{work.due_at ? <When at={work.due_at} look="moment" /> : words("assignment.no_due")}</dd>
        {work.closes_at && (
          <>
            <dt>{words("assignment.closes")}</dt>
            <dd>
              <When at={work.closes_at} look="moment" />
            </dd>
          </>
        )}
        <dt>{words("assignment.points")}</dt>
        <dd>{assignment.points}</dd>
        <dt>{words("submission.attempts_left")}</dt>
        <dd>
          {words("submission.attempts_of", { left: work.attempts_left, all: assignment.attempts })}
        </dd>
      </dl>
      {Number(assignment.late.percent_a_day) > 0 && (
        <p className="hint">
          {words("submission.late_rule", {
            percent: assignment.late.percent_a_day,
            most: assignment.late.most_percent,
          })}
        </p>
      )}
      {work.is_excused && <p className="soft">{words("submission.excused")}</p>}
      {work.extension_reason && (
        <p className="hint">{words("submission.extended", { reason: work.extension_reason })}</p>
      )}
      {assignment.criteria.length > 0 && (
        <section aria-labelledby="rubric-title">
          <h2 id="rubric-title">{words(`marking_form.${assignment.form}`)}</h2>
          <Rubric criteria={assignment.criteria} />
        </section>
      )}
    </aside>
  );
}

function Desk({ work, url, ask }) {
  const words = useWords();
  const { assignment } = work;
  const draft = useDraft(url, work);
  const [error, setError] = useState(null);
  const [isSending, setSending] = useState(false);
  const uploads = useUploads({
    url: `${url}/files`,
    maxMegabytes: assignment.file_megabytes_most,
  });
  const files = work.draft?.files ?? [];
  const here = files.filter((file) => file.scan === "pending").length;
  const came = uploads.files.filter((file) => file.state === "done").length;
  const known = useRef(0);

  useEffect(() => {
    if (came === known.current) return;
    known.current = came;
    ask();
  }, [came, ask]);

  useEffect(() => {
    if (!here) return undefined;
    const timer = setInterval(ask, SCAN_PAUSE);
    return () => clearInterval(timer);
  }, [here, ask]);

  async function handIn(event) {
    event.preventDefault();
    setSending(true);
    setError(null);
    try {
      await draft.flush();
      await post(`${url}/submit`, { attempt: work.attempt });
      draft.forget();
      await ask();
      document.getElementById(LATEST)?.focus();
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(false);
    }
  }

  async function takeOut(file) {
    try {
      await remove(`/api/v1/submission-files/${file.id}`);
      await ask();
    } catch (failure) {
      setError(failure);
    }
  }

  const isGoing = uploads.files.some((file) => ["going", "waiting"].includes(file.state));
  return (
    <form className="stack gap-4" onSubmit={handIn} aria-labelledby="desk-title">
      <div className="row spread">
        <h2 id="desk-title">{words("submission.yours", { attempt: work.attempt })}</h2>
        <SaveState />
      </div>
      {assignment.form === "reflection" &&
        assignment.criteria.map((criterion) => (
          <div className="field" key={criterion.id}>
            <label htmlFor={`reflection-${criterion.id}`}>{criterion.title}</label>
            <textarea
              id={`reflection-${criterion.id}`}
              className="input"
              rows={4}
              value={draft.said.reflections[criterion.id] ?? ""}
              onChange={(event) => draft.reflect(criterion.id, event.target.value)}
              onBlur={draft.soon}
            />
            {criterion.description && <p className="hint">{criterion.description}</p>}
          </div>
        ))}
      {assignment.allows_text && (
        <div className="field">
          <label htmlFor="submission-text">{words("submission.text")}</label>
          <textarea
            id="submission-text"
            className="input input-read"
            rows={10}
            value={draft.said.text}
            onChange={(event) => draft.write(event.target.value)}
            onBlur={draft.soon}
          />
          <p className="hint">{words("submission.words", { n: countWords(draft.said.text) })}</p>
        </div>
      )}
      {assignment.allows_files && (
        <div className="stack gap-3">
          <Drop
            label={words("submission.add_files")}
            hint={words("submission.file_limits", {
              most: assignment.files_most,
              megabytes: assignment.file_megabytes_most,
            })}
            multiple
            onFiles={uploads.add}
          />
          <Rows
            files={uploads.files.filter((file) => file.state !== "done")}
            onRemove={uploads.remove}
            onRetry={uploads.retry}
          />
          {files.map((file) => (
            <FileLine key={file.id} file={file}>
              <button type="button" className="btn btn-sm" onClick={() => takeOut(file)}>
                {words("submission.take_out")}
                <span className="vh"> {file.filename}</span>
              </button>
            </FileLine>
          ))}
        </div>
      )}
      <Failure error={error} />
      <div className="row">
        <button type="submit" className="btn btn-primary" disabled={isSending || isGoing} aria-busy={isSending}>
          {words("submission.hand_in")}
        </button>
        <span className="hint">
          {isGoing
            ? words("submission.wait_for_files")
            : words("submission.left_after", { n: work.attempts_left - 1 })}
        </span>
      </div>
    </form>
  );
}

function HandedIn({ submission, assignment, id }) {
  const words = useWords();
  const { mark } = submission;
  return (
    <section className="handed" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {words("submission.attempt", { attempt: submission.attempt })}
      </h2>
      <p className="meta">
        {words("submission.handed_in")} <When at={submission.submitted_at} look="moment" />
        {submission.days_late > 0 && <> · {words("submission.days_late", { n: submission.days_late })}</>}
      </p>
      <p className="meta">
        {words("submission.receipt")} <code className="receipt">{submission.receipt}</code>
      </p>
      {mark ? (
        <div className="stack gap-3">
          <p className="verdict">
            {words("submission.mark", { points: mark.points, possible: assignment.points })}
          </p>
          {mark.comment && <p className="remark">{mark.comment}</p>}
          {assignment.criteria.length > 0 && (
            <Rubric criteria={assignment.criteria} marks={mark.criteria} />
          )}
        </div>
      ) : (
        <p className="soft">{words("submission.not_marked")}</p>
      )}
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
    </section>
  );
}

const countWords = (text) => text.split(/\s+/).filter(Boolean).length;
