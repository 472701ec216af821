// A text with gaps: typed into, or chosen from a list, where they stand.
import { html } from "./html.js";
import { Mark, Reason, RightAnswer, kindOf, partOf } from "./outcome.jsx";
import { useWords } from "../words.js";

export function ClozeInput({ question, answer, isOpen, onAnswer, onEnter, verdict }) {
  const words = useWords();
  const given = answer?.gaps ?? {};
  const gaps = question.pieces.map((piece) => piece.gap).filter(Boolean);

  function fill(id, value) {
    const { [id]: before, ...others } = given;
    const next = value.trim() ? { ...others, [id]: value } : others;
    onAnswer(Object.keys(next).length ? { gaps: next } : null);
  }

  return (
    <>
      <div className="cloze">
        {question.pieces.map((piece, place) => (
          <span key={place}>
            <span {...html(piece.html)} />
            {piece.gap && (
              <Gap
                gap={piece.gap}
                number={gaps.indexOf(piece.gap) + 1}
                value={given[piece.gap.id] ?? ""}
                isOpen={isOpen}
                part={partOf(verdict, piece.gap.id)}
                onFill={(value) => fill(piece.gap.id, value)}
                onEnter={onEnter}
              />
            )}
          </span>
        ))}
      </div>
      {verdict && (
        <ol className="part-list">
          {gaps.map((gap) => (
            <GapVerdict key={gap.id} gap={gap} verdict={verdict} words={words} />
          ))}
        </ol>
      )}
    </>
  );
}

function Gap({ gap, number, value, isOpen, part, onFill, onEnter }) {
  const words = useWords();
  const shared = {
    className: `input gap${part ? ` is-${kindOf(part)}` : ""}`,
    "aria-label": words("question.gap", { n: number }),
    value,
    disabled: !isOpen,
    onChange: ({ target }) => onFill(target.value),
  };
  if (gap.kind === "choice") {
    return (
      <select {...shared}>
        <option value="">{words("question.choose")}</option>
        {gap.picks.map((pick) => (
          <option key={pick.id} value={pick.id}>
            {pick.text}
          </option>
        ))}
      </select>
    );
  }
  return (
    <>
      <input
        {...shared}
        type="text"
        inputMode={gap.kind === "number" ? "decimal" : "text"}
        autoComplete="off"
        maxLength={gap.kind === "number" ? 40 : 500}
        onKeyDown={(event) => event.key === "Enter" && onEnter?.()}
      />
      {gap.unit && <span> {gap.unit}</span>}
    </>
  );
}

function GapVerdict({ gap, verdict, words }) {
  const part = partOf(verdict, gap.id);
  if (!part) return null;
  const right = verdict.right?.gaps?.[gap.id];
  const pick = gap.picks.find((each) => each.id === right);
  return (
    <li>
      <Mark kind={kindOf(part)} />
      {!part.is_right && right && (
        <RightAnswer>{pick ? <span {...html(pick.html)} /> : right}</RightAnswer>
      )}
      <Reason part={part} />
    </li>
  );
}
