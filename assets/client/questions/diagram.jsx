// Labels to put on the numbered places of a picture.
import { html } from "./html.js";
import { Mark, Reason, RightAnswer, kindOf, partOf } from "./outcome.jsx";
import { Outline, PictureMap, middleOf, over } from "./picture_map.jsx";
import { PlaceSelect, Tray, placed, useTray } from "./tray.jsx";
import { useWords } from "../words.js";

export function DiagramInput({ question, answer, isOpen, onAnswer, verdict }) {
  const words = useWords();
  const { picture, zones, picks } = question;
  const pairs = answer?.pairs ?? {};
  const put = (zone, label) => onAnswer(placed(answer, zone, label));
  const tray = useTray(put);
  const named = (id) => picks.find((pick) => pick.id === id);
  const look = (zone) => {
    const part = partOf(verdict, zone.id);
    if (part) return ` is-${kindOf(part)}`;
    return `${tray.over === zone.id ? " is-over" : ""}${pairs[zone.id] ? " is-filled" : ""}`;
  };

  return (
    <div className="diagram">
      {isOpen && <Tray picks={picks} used={Object.values(pairs)} tray={tray} />}
      <PictureMap
        picture={picture}
        marks={zones.map((zone) => (
          <span
            key={zone.id}
            className={`zone-tag${look(zone)}`}
            style={over(picture, middleOf(zone.shape))}
            aria-hidden="true"
          >
            {zone.number}
            {pairs[zone.id] && <span className="zone-words" {...html(named(pairs[zone.id])?.html ?? "")} />}
          </span>
        ))}
      >
        {zones.map((zone) => (
          <Outline
            key={zone.id}
            shape={zone.shape}
            className={`zone${look(zone)}`}
            {...(isOpen ? tray.place(zone.id) : {})}
          />
        ))}
      </PictureMap>
      <ol className="zone-rows">
        {zones.map((zone) => {
          const part = partOf(verdict, zone.id);
          const right = named(verdict?.right?.pairs?.[zone.id]);
          return (
            <li key={zone.id} className={`match-row${look(zone)}`}>
              <span className="opt-key" aria-hidden="true">
                {zone.number}
              </span>
              <PlaceSelect
                label={words("question.zone", { n: zone.number })}
                picks={picks}
                value={pairs[zone.id] ?? ""}
                isOpen={isOpen}
                empty={words("question.choose")}
                onPick={(label) => put(zone.id, label)}
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
      </ol>
    </div>
  );
}
