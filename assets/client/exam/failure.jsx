// What went wrong, and what to do.
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import { told } from "../api.js";
import { useWords } from "../words.js";

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
