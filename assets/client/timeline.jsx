// The stages of a job on one scale of time, with a line at "now".
import Ban from "lucide-react/dist/esm/icons/ban.mjs";
import Check from "lucide-react/dist/esm/icons/check.mjs";
import Circle from "lucide-react/dist/esm/icons/circle.mjs";
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import CircleDot from "lucide-react/dist/esm/icons/circle-dot.mjs";
import Clock from "lucide-react/dist/esm/icons/clock.mjs";
import { useNow } from "./clock.js";
import { asClock } from "./when.jsx";
import { useTag, useWords } from "./words.js";

const ICONS = {
  done: Check,
  running: CircleDot,
  failed: CircleAlert,
  cancelled: Ban,
  waiting: Clock,
  paused: Clock,
  expected: Circle,
};
const BARS = { done: "", running: "is-now", failed: "is-failed" };
const SAID = { done: "done", running: "part", failed: "failed", cancelled: "cancelled" };
const STEPS = [
  5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];
const MOST_TICKS = 6;
// Of the axis, on both sides of "now": no other label has room there.
const NEAR_NOW = 0.1;

export function Timeline({ label, stages, ended }) {
  const words = useWords();
  const tag = useTag();
  const isOver = Boolean(ended);
  const clock = useNow(isOver ? 0 : 1000);
  const rows = (stages ?? []).map((stage) => ({
    ...stage,
    from: seconds(stage.started_at),
    to: seconds(stage.ended_at),
  }));
  const begun = rows.filter((row) => row.from !== null);
  if (!clock || begun.length === 0) return null;

  const now = isOver ? seconds(ended) : Math.max(clock, Date.now()) / 1000;
  const start = Math.min(...begun.map((row) => row.from));
  const expected = rows
    .filter((row) => row.from === null && row.expected_seconds)
    .reduce((sum, row) => sum + row.expected_seconds, 0);
  const span = Math.max(now + expected - start, 10) * (isOver ? 1 : 1.05);
  const percent = (instant) => `${Math.min(100, Math.max(0, (100 * (instant - start)) / span))}%`;
  const part = (length) => `${Math.max(0.4, Math.min(100, (100 * length) / span))}%`;

  let next = now;
  const drawn = rows.map((row) => {
    if (row.from !== null) return { ...row, left: row.from, length: (row.to ?? now) - row.from };
    const left = next;
    next += row.expected_seconds ?? 0;
    return { ...row, left, length: row.expected_seconds ?? 0 };
  });
  const scale = ticks(start, span);
  const labelled = isOver ? scale : scale.filter((tick) => Math.abs(tick - now) > NEAR_NOW * span);
  const grid = {
    "--first": percent(scale[0] ?? start),
    "--step": part(scale.length > 1 ? scale[1] - scale[0] : span),
  };
  const clockAt = new Intl.DateTimeFormat(tag, {
    hour: "2-digit",
    minute: "2-digit",
    second: span < 300 ? "2-digit" : undefined,
    hourCycle: "h23",
  });

  return (
    <div className="gantt" role="group" aria-label={label} style={grid}>
      <div className="gantt-row" aria-hidden="true">
        <span className="gantt-pad" />
        <span className="gantt-axis">
          {labelled.map((tick) => (
            <span key={tick} style={{ left: percent(tick) }}>
              {clockAt.format(tick * 1000)}
            </span>
          ))}
          {!isOver && (
            <span className="gantt-now" style={{ left: percent(now) }}>
              {words("timeline.now")}
            </span>
          )}
        </span>
        <span className="gantt-pad" />
      </div>
      {drawn.map((row, index) => {
        const Icon = ICONS[row.state] ?? Circle;
        return (
          <div key={row.id ?? index} className="gantt-row">
            <span className={row.from === null ? "gantt-stage soft" : "gantt-stage"}>
              <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
              <span>
                {words(row.title_key, row.facts)}
                <span className="vh">
                  {" "}
                  {words(`stage.${SAID[row.state] ?? "waiting"}`)}
                </span>
              </span>
            </span>
            <span className="gantt-lane">
              {!isOver && <span className="gantt-line" style={{ left: percent(now) }} />}
              {row.length > 0 && (
                <span
                  className={`gantt-bar ${BARS[row.state] ?? "is-outline"}`}
                  style={{ left: percent(row.left), width: part(row.length) }}
                />
              )}
            </span>
            <span className="gantt-time num">
              {row.length > 0
                ? row.from === null
                  ? words("timeline.expected", { minutes: Math.ceil(row.length / 60) })
                  : asClock(Math.round(row.length))
                : ""}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function seconds(instant) {
  return instant ? new Date(instant).getTime() / 1000 : null;
}

// Round instants, few enough to read.
function ticks(start, span) {
  const step = STEPS.find((each) => span / each <= MOST_TICKS) ?? STEPS.at(-1);
  const zone = new Date(start * 1000).getTimezoneOffset() * 60;
  const first = Math.ceil((start - zone) / step) * step + zone;
  return Array.from(
    { length: Math.floor((start + span - first) / step) + 1 },
    (_, index) => first + index * step,
  );
}
