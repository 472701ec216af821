// Parts that pages made in the browser share with those made on the server.
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import { told } from "./api.js";
import { useWords } from "./words.js";

export function PageHead({ title, above, lead, actions }) {
  return (
    <header className="page-head">
      <div>
        {above}
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {actions && <div className="row">{actions}</div>}
    </header>
  );
}

export function BackTo({ href, children }) {
  return (
    <p className="meta">
      <a href={href}>{children}</a>
    </p>
  );
}

export function Failure({ error }) {
  const words = useWords();
  if (!error) return null;
  const hint = words(`error.${(error.code ?? "").replaceAll(".", "_")}_hint`, error.facts, " ");
  return (
    <p className="field-error" role="alert">
      <CircleAlert className="i" strokeWidth={1.75} aria-hidden="true" />
      <span>
        {told(error, words)} {hint}
      </span>
    </p>
  );
}

// Until the answer is there; in its place, when it does not come, why.
export function Waiting({ error }) {
  const words = useWords();
  if (error) {
    return (
      <div className="empty">
        <Failure error={error} />
      </div>
    );
  }
  return <p className="soft" aria-busy="true">{words("page.loading")}</p>;
}

export function Labelled({ label, hint, children, optional }) {
  const words = useWords();
  return (
    <div className="field">
      <label>
        <span>{label}</span>
        {optional && <span className="optional"> {words("field.optional")}</span>}
        {children}
      </label>
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}

// Between an instant and what a datetime-local field holds, in this browser's zone.
export function toLocal(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const toInstant = (local) => (local ? new Date(local).toISOString() : null);
