// A rubric, checklist or reflection as it is read: before handing in, and with its marks after.
import Check from "lucide-react/dist/esm/icons/check.mjs";
import { useWords } from "./words.js";

export function Rubric({ criteria, marks }) {
  const words = useWords();
  return (
    <ul className="rubric">
      {criteria.map((criterion) => {
        const mark = marks?.[criterion.id];
        return (
          <li key={criterion.id}>
            <p>
              <strong>{criterion.title}</strong>
              {criterion.description && <span className="soft"> {criterion.description}</span>}
            </p>
            <ol className="levels">
              {criterion.levels.map((level, place) => (
                <li key={level.title} className={mark?.level === place ? "level is-chosen" : "level"}>
                  {mark?.level === place && (
                    <Check className="i" strokeWidth={1.75} aria-label={words("rubric.chosen")} />
                  )}
                  <span>{level.title}</span>{" "}
                  <span className="meta">{words("rubric.points", { points: number(level.points) })}</span>
                  {level.description && <p className="meta">{level.description}</p>}
                </li>
              ))}
            </ol>
            {mark?.comment && <p className="remark">{mark.comment}</p>}
          </li>
        );
      })}
    </ul>
  );
}

export const number = (text) => String(Number(text));
