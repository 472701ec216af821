// A sheet that comes back: what it would change is shown first.
import { useState } from "react";
import { post } from "./api.js";
import { Dialog } from "./dialog.jsx";
import { Failure, Labelled } from "./page_parts.jsx";
import { useWords } from "./words.js";

export function SheetImport({ url, isOpen, onClose, onChanged }) {
  const words = useWords();
  const [text, setText] = useState("");
  const [plan, setPlan] = useState(null);
  const [error, setError] = useState(null);

  function close() {
    setText("");
    setPlan(null);
    setError(null);
    onClose();
  }

  async function read(file) {
    setPlan(null);
    setError(null);
    if (!file) return;
    const said = await file.text();
    try {
      setPlan(await post(`${url}/sheet/preview`, { text: said }));
      setText(said);
    } catch (failure) {
      setError(failure);
    }
  }

  async function apply() {
    try {
      await post(`${url}/sheet`, { text });
      await onChanged();
      close();
    } catch (failure) {
      setError(failure);
    }
  }

  return (
    <Dialog open={isOpen} title={words("gradebook.import")} onClose={close} wide>
      <div className="stack gap-4">
        <Labelled label={words("gradebook.sheet")} hint={words("gradebook.sheet_hint")}>
          <input
            className="input"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => read(event.target.files[0])}
          />
        </Labelled>
        <Failure error={error} />
        {plan && (
          <>
            <p role="status">
              {words("gradebook.sheet_says", {
                changes: plan.changes.length,
                same: plan.same,
                problems: plan.problems.length,
              })}
            </p>
            {plan.changes.length > 0 && (
              <table className="tbl">
                <tbody>
                  {plan.changes.map((one) => (
                    <tr key={one.user_id + one.item_id}>
                      <th scope="row">{one.name}</th>
                      <td>{one.title}</td>
                      <td className="r">
                        {words("gradebook.from_to", {
                          before: one.before || "–",
                          after: one.after || "–",
                        })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {plan.problems.map((one) => (
              <p key={`${one.line}-${one.title}`} className="meta">
                {words(`gradebook_sheet.${one.reason}`, one)}
              </p>
            ))}
            <div className="row">
              <button
                type="button"
                className="btn btn-primary"
                disabled={!plan.changes.length}
                onClick={apply}
              >
                {words("gradebook.apply", { n: plan.changes.length })}
              </button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
