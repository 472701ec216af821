// The assignments of a class, for its teachers: what is due, what waits to be marked and released.
import Plus from "lucide-react/dist/esm/icons/plus.mjs";
import { useAsked } from "./asked.js";
import { BackTo, PageHead, Waiting } from "./page_parts.jsx";
import { When } from "./when.jsx";
import { useWords } from "./words.js";

export function AssignmentList({ classroomId }) {
  const words = useWords();
  const { data, error } = useAsked(classroomId && `/api/v1/classes/${classroomId}/assignments`);
  if (!data) return <Waiting error={error} />;
  return (
    <>
      <PageHead
        title={words("assignments.title")}
        above={<BackTo href={`/classes/${classroomId}`}>{words("assignments.class")}</BackTo>}
        actions={
          <>
            <a className="btn" href={`/classes/${classroomId}/gradebook`}>
              {words("gradebook.title")}
            </a>
            <a className="btn btn-primary" href={`/classes/${classroomId}/assignments/new`}>
              <Plus className="i" strokeWidth={1.75} aria-hidden="true" />
              {words("assignments.new")}
            </a>
          </>
        }
      />
      {data.length === 0 ? (
        <p className="empty">{words("assignments.empty")}</p>
      ) : (
        <Table rows={data} words={words} />
      )}
    </>
  );
}

function Table({ rows, words }) {
  const columns = ["name", "due", "handed_in", "to_mark", "to_release"];
  return (
    <div className="table-frame" role="region" tabIndex={0} aria-label={words("assignments.title")}>
      <table className="tbl stacks">
        <thead>
          <tr>
            {columns.map((name, at) => (
              <th key={name} scope="col" className={at > 1 ? "r" : undefined}>
                {words(`assignments_column.${name}`)}
              </th>
            ))}
            <th scope="col">
              <span className="vh">{words("account.action")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={`/assignments/${row.id}/edit`}>{row.title}</a>
                {!row.published_at && (
                  <>
                    {" "}
                    <span className="badge badge-warn">{words("state.draft")}</span>
                  </>
                )}
              </th>
              <td data-label={words("assignments_column.due")}>
                {row.due_at ? <When at={row.due_at} look="moment" /> : words("assignment.no_due")}
              </td>
              <td className="r" data-label={words("assignments_column.handed_in")}>
                {words("assignments.of", { n: row.handed_in, all: row.learners })}
              </td>
              <td className="r" data-label={words("assignments_column.to_mark")}>
                {row.to_mark}
              </td>
              <td className="r" data-label={words("assignments_column.to_release")}>
                {row.to_release}
              </td>
              <td>
                {row.published_at && (
                  <a className="btn btn-sm" href={`/assignments/${row.id}/grade`}>
                    {words("assignments.grade")}
                    <span className="vh"> {row.title}</span>
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
