// Every question by its number, with a shape for what is answered and what is marked to come back to.
import Check from "lucide-react/dist/esm/icons/check.mjs";
import Flag from "lucide-react/dist/esm/icons/flag.mjs";
import { useWords } from "../words.js";

export function Overview({ slots, writes, at, canGo, onGo }) {
  const words = useWords();
  return (
    <nav className="exam-overview" aria-label={words("exam.overview")}>
      <ol>
        {slots.map(({ slot }) => {
          const own = writes[slot];
          const answered = own.answer !== null;
          return (
            <li key={slot}>
              <button
                type="button"
                className={`exam-place ${answered ? "is-answered" : ""}`}
                aria-current={slot === at ? "step" : undefined}
                disabled={!canGo(slot)}
                onClick={() => onGo(slot)}
                aria-label={words("exam.place", {
                  n: slot + 1,
                  answered: answered ? "yes" : "no",
                  flagged: own.is_flagged ? "yes" : "no",
                })}
              >
                {slot + 1}
                {answered && <Check className="i" strokeWidth={2} aria-hidden="true" />}
                {own.is_flagged && <Flag className="i is-flag" strokeWidth={2} aria-hidden="true" />}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
