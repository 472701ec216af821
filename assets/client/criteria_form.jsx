// The criteria of a rubric, a checklist or a reflection, each with its levels.
import Plus from "lucide-react/dist/esm/icons/plus.mjs";
import X from "lucide-react/dist/esm/icons/x.mjs";
import { Labelled } from "./page_parts.jsx";
import { useWords } from "./words.js";

export function Criteria({ form, criteria, onChange }) {
  const words = useWords();

  function fresh() {
    const names = form === "checklist" ? ["not_met", "met"] : ["missing", "partly", "convincing"];
    return {
      title: "",
      description: "",
      levels: names.map((name, place) => ({
        title: words(`level_name.${name}`),
        description: "",
        points: place * (form === "checklist" ? 1 : 2),
      })),
    };
  }

  const change = (at, values) =>
    onChange(criteria.map((one, place) => (place === at ? { ...one, ...values } : one)));

  function changeLevel(at, place, values) {
    const levels = criteria[at].levels.map((level, one) =>
      one === place ? { ...level, ...values } : level,
    );
    change(at, { levels });
  }

  return (
    <div className="stack gap-4">
      {criteria.map((criterion, at) => (
        <fieldset className="criterion-form" key={at}>
          <legend className="vh">{words("criteria.number", { n: at + 1 })}</legend>
          <div className="row">
            <Labelled label={words(`criteria_title.${form}`)}>
              <input
                className="input"
                value={criterion.title}
                maxLength={200}
                required
                onChange={(event) => change(at, { title: event.target.value })}
              />
            </Labelled>
            <button
              type="button"
              className="btn btn-quiet btn-icon"
              aria-label={words("criteria.remove", { title: criterion.title })}
              onClick={() => onChange(criteria.filter((_, place) => place !== at))}
            >
              <X className="i" strokeWidth={1.75} aria-hidden="true" />
            </button>
          </div>
          <div className="level-forms">
            {criterion.levels.map((level, place) => (
              <div className="level-form" key={place}>
                <input
                  className="input"
                  aria-label={words("criteria.level_title", { n: place + 1 })}
                  value={level.title}
                  maxLength={80}
                  required
                  onChange={(event) => changeLevel(at, place, { title: event.target.value })}
                />
                <input
                  className="input num"
                  type="number"
                  min={0}
                  max={1000}
                  step="any"
                  required
                  aria-label={words("criteria.level_points", { n: place + 1 })}
                  value={level.points}
                  onChange={(event) => changeLevel(at, place, { points: event.target.value })}
                />
                {criterion.levels.length > 2 && (
                  <button
                    type="button"
                    className="btn btn-quiet btn-icon btn-sm"
                    aria-label={words("criteria.remove", { title: level.title })}
                    onClick={() =>
                      change(at, { levels: criterion.levels.filter((_, one) => one !== place) })
                    }
                  >
                    <X className="i" strokeWidth={1.75} aria-hidden="true" />
                  </button>
                )}
              </div>
            ))}
            {form !== "checklist" && criterion.levels.length < 9 && (
              <button
                type="button"
                className="btn btn-sm"
                onClick={() =>
                  change(at, {
                    levels: [
                      ...criterion.levels,
                      { title: "", description: "", points: criterion.levels.at(-1).points },
                    ],
                  })
                }
              >
                {words("criteria.add_level")}
              </button>
            )}
          </div>
        </fieldset>
      ))}
      <div className="row">
        <button type="button" className="btn" onClick={() => onChange([...criteria, fresh()])}>
          <Plus className="i" strokeWidth={1.75} aria-hidden="true" />
          {words(`criteria_add.${form}`)}
        </button>
      </div>
    </div>
  );
}
