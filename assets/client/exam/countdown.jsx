// How much time is left, by the server's clock; said aloud at five minutes and at one.
import { useEffect, useRef, useState } from "react";
import { useNow } from "../clock.js";
import { asClock } from "../when.jsx";
import { useWords } from "../words.js";

const SAID = [300, 60];

export function Countdown({ endsAt, ahead, onOver }) {
  const words = useWords();
  const now = useNow(1000);
  const left = Math.max(0, Math.ceil((Date.parse(endsAt) - (now + ahead)) / 1000));
  const isOver = now > 0 && left === 0;
  const [said, setSaid] = useState("");
  const before = useRef(null);

  useEffect(() => {
    if (!now) return;
    const last = before.current;
    before.current = left;
    const mark = SAID.find((each) => left <= each && (last === null || last > each));
    if (mark) setSaid(words("exam.minutes_left", { n: Math.ceil(left / 60) }));
  }, [left, now, words]);

  useEffect(() => {
    if (isOver) onOver();
  }, [isOver]);

  if (!now) return <span className="exam-clock" />;
  return (
    <>
      <span className={`exam-clock num ${left <= SAID[1] ? "is-last" : left <= SAID[0] ? "is-near" : ""}`} role="timer">
        <span className="vh">{words("exam.time_left")} </span>
        {asClock(left)}
      </span>
      <span className="vh" role="alert">{said}</span>
    </>
  );
}
