// A learner's work and grades in one class, with marks to try out.
import { useState } from "react";
import { post } from "./api.js";
import { useAsked } from "./asked.js";
import { Percent, Shown } from "./gradebook.jsx";
import { Total, Why } from "./gradebook_cell.jsx";
import { Failure, PageHead, Waiting } from "./page_parts.jsx";
import { When } from "./when.jsx";
import { useWords } from "./words.js";

export function MyClassWork({ classroomId, children }) {
  const words = useWords();
  const url = classroomId && `/api/v1/me/classes/${classroomId}`;
  const work = useAsked(url && `${url}/assignments`);
  const grades = useAsked(url && `${url}/grades`);
  if (!work.data || !grades.data) return <Waiting error={work.error ?? grades.error} />;
  return (
    <>
      <PageHead title={words("my_work.title")} above={<p className="meta">{grades.data.name}</p>} />
      <div className="stack gap-6">
        {children}
        <p>
          <a href={`/classes/${classroomId}/discussion`}>{words("my_work.questions")}</a>
        </p>
        <section aria-labelledby="assignments-title">
          <h2 id="assignments-title">{words("assignments.title")}</h2>
          {work.data.length === 0 ? (
            <p className="soft">{words("my_work.empty")}</p>
          ) : (
            <ul className="rows">
              {work.data.map((row) => (
                <li key={row.id} className="row spread work-row">
                  <a href={`/assignments/${row.id}`}>{row.title}</a>
                  <span className="meta">
                    {words(`my_standing.${row.standing}`)}
                    {row.due_at && (
                      <>
                        {" "}
                        · {words("assignment.due")} <When at={row.due_at} look="moment" />
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <Grades url={url} given={grades.data} words={words} />
      </div>
    </>
  );
}

function Grades({ url, given, words }) {
  const [supposed, setSupposed] = useState({});
  const [tried, setTried] = useState(null);
  const [error, setError] = useState(null);
  const { grade, columns } = tried ?? given;

  async function suppose(column, points) {
    const next = { ...supposed, [column.id]: points };
    if (points === "") delete next[column.id];
    setSupposed(next);
    setError(null);
    const marks = Object.entries(next).map(([item_id, value]) => ({
      item_id,
      points: value.replace(",", "."),
    }));
    try {
      setTried(marks.length ? await post(`${url}/grades/what-if`, marks) : null);
    } catch (failure) {
      setError(failure);
    }
  }

  return (
    <section aria-labelledby="grades-title">
      <h2 id="grades-title">{words("my_work.grades")}</h2>
      {columns.length === 0 ? (
        <p className="soft">{words("my_work.no_grades")}</p>
      ) : (
        <>
          <p className="verdict" role="status">
            {words(tried ? "my_work.would_be" : "my_work.is")} <Percent row={grade} />
          </p>
          <div className="table-frame" role="region" tabIndex={0} aria-label={words("my_work.grades")}>
            <table className="tbl stacks">
              <thead>
                <tr>
                  <th scope="col">{words("gradebook.column")}</th>
                  <th scope="col" className="r">
                    {words("assignment.points")}
                  </th>
                  <th scope="col">{words("my_work.why")}</th>
                  <th scope="col">{words("my_work.what_if")}</th>
                </tr>
              </thead>
              <tbody>
                {columns.map((column, at) => (
                  <tr key={column.id}>
                    <th scope="row">{column.title}</th>
                    <td className="r" data-label={words("assignment.points")}>
                      <Shown cell={grade.cells[at]} />{" "}
                      <span className="meta">
                        {words("gradebook.out_of", { points: column.points })}
                      </span>
                    </td>
                    <td data-label={words("my_work.why")}>
                      <Why why={grade.cells[at].why} />
                    </td>
                    <td data-label={words("my_work.what_if")}>
                      <input
                        className="input num what-if"
                        inputMode="decimal"
                        autoComplete="off"
                        aria-label={words("my_work.suppose", { title: column.title })}
                        value={supposed[column.id] ?? ""}
                        onChange={(event) => suppose(column, event.target.value)}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Failure error={error} />
          <details className="rows-of">
            <summary>{words("my_work.how")}</summary>
            <Total row={grade} />
          </details>
        </>
      )}
    </section>
  );
}
