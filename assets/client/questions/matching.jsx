// Prompts, each with the match that belongs to it.
import { html } from "./html.js";
import { Mark, Reason, RightAnswer, kindOf, partOf } from "./outcome.jsx";
import { PlaceSelect, Tray, placed, useTray } from "./tray.jsx";
import { useWords } from "../words.js";

export function MatchingInput({ question, answer, isOpen, onAnswer, verdict }) {
  const words = useWords();
  const pairs = answer?.pairs ?? {};
  const put = (prompt, match) => onAnswer(placed(answer, prompt, match));
  const tray = useTray(put);
  const named = (id) => question.picks.find((pick) => pick.id === id);

  return (
    <div className="matching">
      <ul className="match-rows">
        {question.prompts.map((prompt) => {
          const part = partOf(verdict, prompt.id);
          const right = named(verdict?.right?.pairs?.[prompt.id]);
          return (
            <li
              key={prompt.id}
              className={`match-row${tray.over === prompt.id ? " is-over" : ""}${part ? ` is-${kindOf(part)}` : ""}`}
              {...(isOpen ? tray.place(prompt.id) : {})}
            >
              <span {...html(prompt.html)} />
              <PlaceSelect
                label={words("question.match_of", { prompt: prompt.text })}
                picks={question.picks}
                value={pairs[prompt.id] ?? ""}
                isOpen={isOpen}
                empty={words("question.choose")}
                onPick={(match) => put(prompt.id, match)}
              />
              {part && (
                <div className="part-told">
                  <Mark kind={kindOf(part)} />
                  {!part.is_right && right && (
                    <RightAnswer>
                      <span {...html(right.html)} />
                    </RightAnswer>
                  )}
                  <Reason part={part} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {isOpen && <Tray picks={question.picks} used={Object.values(pairs)} tray={tray} />}
    </div>
  );
}
