// Why a figure of the gradebook is what it is, and what a teacher can do about it.
import { useEffect, useState } from "react";
import { put } from "./api.js";
import { Dialog } from "./dialog.jsx";
import { Failure, Labelled, toInstant, toLocal } from "./page_parts.jsx";
import { useWords } from "./words.js";

export function CellPanel({ book, opened, onClose, onChanged }) {
  const row = opened && book.rows[opened[0]];
  const column = opened && book.columns[opened[1]];
  return (
    <Dialog open={Boolean(row)} title={row?.name ?? ""} onClose={onClose}>
      {row && (
        <div className="stack gap-4">
          {column ? (
            <One
              key={`${row.user_id}${column.id}`}
              row={row}
              column={column}
              cell={row.cells[opened[1]]}
              onChanged={onChanged}
            />
          ) : (
            <Total row={row} />
          )}
        </div>
      )}
    </Dialog>
  );
}

export function Why({ why }) {
  const words = useWords();
  return (
    <div className="why">
      <p>{words(why.key, why.facts)}</p>
      {why.formula && <p className="sum-formula">{why.formula}</p>}
    </div>
  );
}

export function Total({ row }) {
  return (
    <>
      <Why why={row.why} />
      {row.categories.map((one) => (
        <Why key={one.category_id} why={one.why} />
      ))}
    </>
  );
}

function One({ row, column, cell, onChanged }) {
  const words = useWords();
  const [points, setPoints] = useState(cell.marked);
  const [override, setOverride] = useState(cell.state === "overridden" ? cell.shown : "");
  const [reason, setReason] = useState(cell.override_reason);
  const [due, setDue] = useState("");
  const [error, setError] = useState(null);
  const [isDone, setDone] = useState(false);
  const url = `/api/v1/grade-columns/${column.id}/learners/${row.user_id}`;

  useEffect(() => setPoints(cell.marked), [cell.marked]);

  async function change(values, to = url) {
    setError(null);
    setDone(false);
    try {
      await put(to, values);
      await onChanged();
      setDone(true);
    } catch (failure) {
      setError(failure);
    }
  }

  function send(event, values, to) {
    event.preventDefault();
    change(values, to);
  }

  return (
    <>
      <Why why={cell.why} />
      {!cell.is_released && cell.marked && <p className="hint">{words("gradebook.not_released")}</p>}
      {!column.assignment_id && (
        <form className="field-row" onSubmit={(event) => send(event, { points: clean(points) })}>
          <Labelled label={words("grading.points_of", { possible: column.points })}>
            <input
              className="input num"
              inputMode="decimal"
              required
              value={points}
              onChange={(event) => setPoints(event.target.value)}
            />
          </Labelled>
          <button type="submit" className="btn btn-primary">
            {words("gradebook.set_points")}
          </button>
        </form>
      )}
      <form
        className="stack gap-3"
        onSubmit={(event) => send(event, { override: clean(override), reason })}
      >
        <div className="field-row">
          <Labelled label={words("gradebook.override")}>
            <input
              className="input num"
              inputMode="decimal"
              required
              value={override}
              onChange={(event) => setOverride(event.target.value)}
            />
          </Labelled>
          <Labelled label={words("gradebook.reason")} hint={words("gradebook.reason_hint")}>
            <input
              className="input"
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Labelled>
        </div>
        <div className="row">
          <button type="submit" className="btn">
            {words("gradebook.set_override")}
          </button>
          {cell.state === "overridden" && (
            <button type="button" className="btn" onClick={() => change({ clears_override: true })}>
              {words("gradebook.clear_override")}
            </button>
          )}
          <button
            type="button"
            className="btn"
            onClick={() => change({ is_excused: cell.state !== "excused" })}
          >
            {words(cell.state === "excused" ? "gradebook.unexcuse" : "gradebook.excuse")}
          </button>
        </div>
      </form>
      {column.assignment_id && (
        <form
          className="field-row"
          onSubmit={(event) => send(event, { due_at: toInstant(due) }, `${url}/extension`)}
        >
          <Labelled label={words("gradebook.more_time")} hint={words("gradebook.more_time_hint")}>
            <input
              className="input"
              type="datetime-local"
              value={due}
              min={toLocal(column.due_at)}
              onChange={(event) => setDue(event.target.value)}
            />
          </Labelled>
          <button type="submit" className="btn">
            {words(due ? "gradebook.extend" : "gradebook.no_extension")}
          </button>
        </form>
      )}
      <Failure error={error} />
      <p className="meta" role="status">
        {isDone && words("gradebook.saved")}
      </p>
    </>
  );
}

const clean = (text) => String(text).replace(",", ".");
