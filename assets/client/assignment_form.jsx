// Making and changing an assignment: the task, its times, what may be handed in, how it is marked.
import { useEffect, useState } from "react";
import { post, put, remove } from "./api.js";
import { useAsked } from "./asked.js";
import { Criteria } from "./criteria_form.jsx";
import { BackTo, Failure, Labelled, PageHead, Waiting, toInstant, toLocal } from "./page_parts.jsx";
import { setSaving } from "./saving.js";
import { SaveState } from "./save_state.jsx";
import { useWords } from "./words.js";

const FORMS = ["points", "rubric", "checklist", "reflection"];
const EMPTY = {
  title: "",
  instructions: "",
  opens_at: null,
  due_at: null,
  closes_at: null,
  late: { percent_a_day: "0", most_percent: "100", grace_minutes: 0 },
  attempts: 1,
  allows_text: true,
  allows_files: true,
  files_most: 5,
  file_megabytes_most: 50,
  form: "points",
  points: "10",
  criteria: [],
  is_extra: false,
  is_anonymous: false,
  lesson_id: null,
  category_id: null,
};

export function AssignmentForm({ classroomId, assignmentId }) {
  const url = assignmentId && `/api/v1/assignments/${assignmentId}`;
  const { data, error, show } = useAsked(url);
  if (assignmentId && !data) return <Waiting error={error} />;
  if (!assignmentId && !classroomId) return <Waiting />;
  return (
    <Form
      key={assignmentId || "new"}
      classroomId={classroomId || data.classroom_id}
      made={data}
      onSaved={show}
    />
  );
}

function Form({ classroomId, made, onSaved }) {
  const words = useWords();
  const [values, setValues] = useState(() => inputsOf(made ?? EMPTY));
  const [error, setError] = useState(null);
  const [isDeleted, setDeleted] = useState(false);
  const url = made && `/api/v1/assignments/${made.id}`;
  const list = `/classes/${classroomId}/assignments`;

  useEffect(() => () => setSaving("idle"), []);

  function set(name, value) {
    setValues((all) => ({ ...all, [name]: value }));
  }

  function field(name, more = {}) {
    return {
      className: "input",
      value: values[name] ?? "",
      onChange: (event) => set(name, event.target.value),
      ...more,
    };
  }

  const time = (name) => ({
    className: "input",
    type: "datetime-local",
    value: toLocal(values[name]),
    onChange: (event) => set(name, toInstant(event.target.value)),
  });
  const count = (name, most) => ({
    className: "input num",
    type: "number",
    min: 1,
    max: most,
    value: values[name],
    onChange: (event) => set(name, Number(event.target.value)),
  });
  const box = (name) => ({
    type: "checkbox",
    checked: values[name],
    onChange: (event) => set(name, event.target.checked),
  });
  const late = (name) => ({
    className: "input num",
    type: "number",
    min: 0,
    value: values.late[name],
    onChange: (event) => set("late", { ...values.late, [name]: event.target.value }),
  });

  async function act(doing) {
    setError(null);
    setSaving("saving");
    try {
      await doing();
      setSaving("saved", { at: new Date().toISOString() });
    } catch (failure) {
      setError(failure);
      setSaving("idle");
    }
  }

  async function save() {
    if (made) return put(url, values);
    return post(`/api/v1${list}`, values);
  }

  const submit = (event) => {
    event.preventDefault();
    const isPublishing = event.nativeEvent.submitter?.value === "publish";
    return act(async () => {
      let saved = await save();
      if (isPublishing) saved = await post(`/api/v1/assignments/${saved.id}/publish`);
      if (made) onSaved(saved);
      else window.location.assign(`/assignments/${saved.id}/edit`);
    });
  };

  if (isDeleted) {
    const undo = async () => {
      await post(`${url}/restore`);
      setDeleted(false);
    };
    return (
      <div className="empty" role="status">
        <p>{words("assignment.deleted", { title: made.title })}</p>
        <div className="row">
          <button type="button" className="btn" onClick={() => act(undo)}>
            {words("assignment.undo")}
          </button>
          <a href={list}>{words("assignments.title")}</a>
        </div>
        <Failure error={error} />
      </div>
    );
  }
  return (
    <form className="stack gap-5 assignment-form" onSubmit={submit}>
      <PageHead
        title={made ? made.title : words("assignments.new")}
        above={<BackTo href={list}>{words("assignments.title")}</BackTo>}
        actions={
          <>
            <SaveState />
            {made?.published_at && (
              <a className="btn" href={`/assignments/${made.id}/grade`}>
                {words("assignments.grade")}
              </a>
            )}
          </>
        }
      />
      <Labelled label={words("assignment.name")}>
        <input {...field("title")} required maxLength={120} />
      </Labelled>
      <Labelled label={words("assignment.instructions")} hint={words("assignment.markdown")}>
        <textarea {...field("instructions")} rows={8} maxLength={50000} required />
      </Labelled>
      <fieldset className="field-row">
        <legend>{words("assignment.times")}</legend>
        <Labelled label={words("assignment.opens")} optional>
          <input {...time("opens_at")} />
        </Labelled>
        <Labelled label={words("assignment.due")} optional>
          <input {...time("due_at")} />
        </Labelled>
        <Labelled label={words("assignment.closes")} optional>
          <input {...time("closes_at")} />
        </Labelled>
        <Labelled label={words("assignment.late_percent")}>
          <input {...late("percent_a_day")} max={100} />
        </Labelled>
        <Labelled label={words("assignment.late_most")}>
          <input {...late("most_percent")} max={100} />
        </Labelled>
        <Labelled label={words("assignment.late_grace")}>
          <input {...late("grace_minutes")} max={10080} />
        </Labelled>
      </fieldset>
      <fieldset className="field-row">
        <legend>{words("assignment.taken")}</legend>
        <label className="check">
          <input {...box("allows_text")} /> <span>{words("assignment.allows_text")}</span>
        </label>
        <label className="check">
          <input {...box("allows_files")} /> <span>{words("assignment.allows_files")}</span>
        </label>
        {values.allows_files && (
          <>
            <Labelled label={words("assignment.files_most")}>
              <input {...count("files_most", 50)} />
            </Labelled>
            <Labelled label={words("assignment.megabytes_most")}>
              <input {...count("file_megabytes_most", 2000)} />
            </Labelled>
          </>
        )}
        <Labelled label={words("assignment.attempts")}>
          <input {...count("attempts", 50)} />
        </Labelled>
      </fieldset>
      <fieldset className="stack gap-4">
        <legend>{words("assignment.marking")}</legend>
        <div className="field-row">
          <Labelled label={words("assignment.form")}>
            <select
              {...field("form")}
              onChange={(event) => {
                const form = event.target.value;
                setValues((all) => ({ ...all, form, criteria: form === "points" ? [] : all.criteria }));
              }}
            >
              {FORMS.map((form) => (
                <option key={form} value={form}>
                  {words(`marking_form.${form}`)}
                </option>
              ))}
            </select>
          </Labelled>
          {values.form === "points" && (
            <Labelled label={words("assignment.points")}>
              <input {...field("points", { type: "number", min: 0, max: 10000, step: "any" })} required />
            </Labelled>
          )}
          <label className="check">
            <input {...box("is_anonymous")} /> <span>{words("assignment.anonymous")}</span>
          </label>
          <label className="check">
            <input {...box("is_extra")} /> <span>{words("assignment.extra")}</span>
          </label>
        </div>
        {values.form !== "points" && (
          <Criteria
            form={values.form}
            criteria={values.criteria}
            onChange={(criteria) => set("criteria", criteria)}
          />
        )}
      </fieldset>
      <Failure error={error} />
      <div className="row">
        {!made?.published_at && (
          <button type="submit" value="publish" className="btn btn-primary">
            {words("assignment.publish")}
          </button>
        )}
        <button type="submit" value="save" className={made?.published_at ? "btn btn-primary" : "btn"}>
          {words(made?.published_at ? "assignment.save" : "assignment.save_draft")}
        </button>
        {made?.published_at && (
          <button
            type="button"
            className="btn"
            onClick={() => act(async () => onSaved(await post(`${url}/hide`)))}
          >
            {words("assignment.hide")}
          </button>
        )}
        {made && (
          <button
            type="button"
            className="btn btn-danger"
            onClick={() =>
              act(async () => {
                await remove(url);
                setDeleted(true);
              })
            }
          >
            {words("assignment.delete")}
          </button>
        )}
      </div>
    </form>
  );
}

function inputsOf(made) {
  return Object.fromEntries(
    Object.keys(EMPTY).map((name) => [
      name,
      name === "criteria"
        ? made.criteria.map(({ title, description, levels }) => ({ title, description, levels }))
        : made[name],
    ]),
  );
}
