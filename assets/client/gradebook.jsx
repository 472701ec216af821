// A class's gradebook: moved through by arrows, every figure says why, marks by hand, sheets out and in.
import { useRef, useState } from "react";
import { useAsked } from "./asked.js";
import { BackTo, PageHead, Waiting } from "./page_parts.jsx";
import { CellPanel } from "./gradebook_cell.jsx";
import { Rules } from "./gradebook_rules.jsx";
import { SheetImport } from "./gradebook_sheet.jsx";
import { useWords } from "./words.js";

const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Gradebook({ classroomId }) {
  const words = useWords();
  const url = classroomId && `/api/v1/classes/${classroomId}/gradebook`;
  const { data, error, ask } = useAsked(url);
  const [opened, setOpened] = useState(null);
  const [dialog, setDialog] = useState("");
  if (!data) return <Waiting error={error} />;
  return (
    <>
      <PageHead
        title={words("gradebook.title")}
        above={<BackTo href={`/classes/${classroomId}/assignments`}>{data.name}</BackTo>}
        actions={
          <>
            <button type="button" className="btn" onClick={() => setDialog("rules")}>
              {words("gradebook.rules")}
            </button>
            <button type="button" className="btn" onClick={() => setDialog("sheet")}>
              {words("gradebook.import")}
            </button>
            <a className="btn" href={`${url}.csv`} download>
              {words("gradebook.download")}
            </a>
          </>
        }
      />
      {data.rows.length === 0 || data.columns.length === 0 ? (
        <p className="empty">
          {words(data.rows.length === 0 ? "gradebook.nobody" : "gradebook.no_columns")}
        </p>
      ) : (
        <Grid book={data} onOpen={setOpened} />
      )}
      <CellPanel book={data} opened={opened} onClose={() => setOpened(null)} onChanged={ask} />
      <Rules
        book={data}
        url={url}
        isOpen={dialog === "rules"}
        onClose={() => setDialog("")}
        onChanged={ask}
      />
      <SheetImport
        url={url}
        isOpen={dialog === "sheet"}
        onClose={() => setDialog("")}
        onChanged={ask}
      />
    </>
  );
}

function Grid({ book, onOpen }) {
  const words = useWords();
  const [place, setPlace] = useState([0, 0]);
  const body = useRef(null);
  const last = [book.rows.length - 1, book.columns.length];

  function press(event) {
    const move = MOVES[event.key] ?? { Home: [0, -last[1]], End: [0, last[1]] }[event.key];
    if (!move) return;
    event.preventDefault();
    const next = place.map((at, axis) => Math.min(Math.max(at + move[axis], 0), last[axis]));
    setPlace(next);
    body.current.querySelector(`[data-at="${next.join("-")}"]`)?.focus();
  }

  const cell = (row, column) => ({
    "data-at": `${row}-${column}`,
    tabIndex: place[0] === row && place[1] === column ? 0 : -1,
    onFocus: () => setPlace([row, column]),
    onClick: () => onOpen([row, column]),
    type: "button",
  });

  return (
    <div className="table-frame gradebook is-sticky" role="region" aria-label={words("gradebook.title")}>
      <table className="tbl" role="grid">
        <thead>
          <tr>
            <th scope="col">{words("gradebook.learner")}</th>
            {book.columns.map((column) => (
              <th key={column.id} scope="col" className="r">
                {column.assignment_id ? (
                  <a href={`/assignments/${column.assignment_id}/grade`}>{column.title}</a>
                ) : (
                  column.title
                )}
                <span className="meta">
                  {words(column.is_extra ? "gradebook.extra_of" : "gradebook.out_of", {
                    points: column.points,
                  })}
                </span>
              </th>
            ))}
            <th scope="col" className="r">
              {words("gradebook.grade")}
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={press}>
          {book.rows.map((row, at) => (
            <tr key={row.user_id}>
              <th scope="row">{row.name}</th>
              {row.cells.map((one, column) => (
                <td key={one.item_id} className="r">
                  <button {...cell(at, column)} className={`grade-cell is-${one.state}`}>
                    <Shown cell={one} />
                  </button>
                </td>
              ))}
              <td className="r">
                <button {...cell(at, book.columns.length)} className="grade-cell is-total">
                  <Percent row={row} />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Shown({ cell }) {
  const words = useWords();
  const mark = ["graded", "open"].includes(cell.state) ? "" : words(`cell_state.${cell.state}`);
  return (
    <>
      <span className={cell.is_dropped ? "is-dropped" : undefined}>{cell.shown || "–"}</span>
      {(mark || cell.is_dropped) && (
        <span className="cell-note">{cell.is_dropped ? words("cell_state.dropped") : mark}</span>
      )}
    </>
  );
}

export function Percent({ row }) {
  const words = useWords();
  if (!row.percent) return <span>–</span>;
  return (
    <span>
      {words("gradebook.percent", { percent: row.percent })}
      {row.letter && <strong> {row.letter}</strong>}
    </span>
  );
}
