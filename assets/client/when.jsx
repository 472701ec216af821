// Instants and durations, in the reader's zone and language.
import { useNow } from "./clock.js";
import { useTag } from "./words.js";

const MINUTE = 60_000;
const STEPS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", MINUTE],
];
const DAY_ONLY = /^\d{4}-\d\d-\d\d$/;
const WITHOUT_YEAR = new Set(["clock", "second", "weekday_only"]);
const LOOKS = {
  clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  day: { day: "numeric", month: "short" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  weekday_only: { weekday: "short" },
  month: { month: "long", year: "numeric" },
  opening: {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  },
  moment: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

export function When({ at, look = "clock" }) {
  const tag = useTag();
  const now = useNow(look === "ago" ? MINUTE / 2 : 0);
  // A day without a time is that day wherever it is read, not the midnight of Greenwich.
  const instant = new Date(DAY_ONLY.test(at) ? `${at}T00:00` : at);
  if (!now || !at || Number.isNaN(instant.getTime())) return <time />;
  return (
    <time
      dateTime={DAY_ONLY.test(at) ? at : instant.toISOString()}
      title={look === "ago" ? instant.toLocaleString(tag) : undefined}
    >
      {look === "ago"
        ? ago(instant, Math.max(now, Date.now()), tag)
        : written(instant, new Date(now), look, tag)}
    </time>
  );
}

function written(instant, now, look, tag) {
  const parts = { ...LOOKS[look] };
  if (!WITHOUT_YEAR.has(look) && instant.getFullYear() !== now.getFullYear()) parts.year = "numeric";
  return new Intl.DateTimeFormat(tag, parts).format(instant);
}

function ago(instant, now, tag) {
  const past = instant - now;
  const words = new Intl.RelativeTimeFormat(tag, { numeric: "auto", style: "short" });
  const [unit, length] = STEPS.find(([, span]) => Math.abs(past) >= span) ?? ["second", 1000];
  return words.format(unit === "second" ? 0 : Math.trunc(past / length), unit);
}

// From an instant to another, or to now, second by second; or a number of seconds already known.
export function Elapsed({ since, until, seconds }) {
  const isRunning = Boolean(since) && !until;
  const now = useNow(isRunning ? 1000 : 0);
  if (!now) return <time />;
  const span =
    seconds ??
    (since ? (new Date(until || Math.max(now, Date.now())) - new Date(since)) / 1000 : null);
  if (span === null || Number.isNaN(span)) return <time />;
  const whole = Math.max(0, Math.round(span));
  return (
    <time className="num" dateTime={`PT${whole}S`}>
      {asClock(whole)}
    </time>
  );
}

export function asClock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
}
