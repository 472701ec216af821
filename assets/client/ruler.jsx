// The ruler: a tick for each lesson, a tall one where a module begins, a pointer at "now".
export function Ruler({ label, ticks, done, total, sizes, small }) {
  const states = ticks ?? sequence(done ?? 0, total ?? 0);
  const starts = new Set([0]);
  (sizes ?? []).reduce((position, size) => (starts.add(position + size), position + size), 0);
  return (
    <div className={small ? "ruler ruler-small" : "ruler"} role="img" aria-label={label}>
      {states.map((state, index) => (
        <i
          key={index}
          className={[starts.has(index) ? "tall" : "", state].filter(Boolean).join(" ")}
        >
          {state === "now" && <span className="ruler-pointer" />}
        </i>
      ))}
    </div>
  );
}

function sequence(done, total) {
  return Array.from({ length: total }, (_, index) =>
    index < done ? "on" : index === done ? "now" : "",
  );
}
