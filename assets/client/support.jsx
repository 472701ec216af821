// How many statements stand on a source: a solid tick each, a half for partly, a hollow one for none.
import { useWords } from "./words.js";

const MOST = 6;

export function SupportTicks({ full = 0, part = 0, none = 0 }) {
  const words = useWords();
  const total = full + part + none;
  if (total === 0) return null;
  const ticks = [...shares([full, part, none], total)].flatMap((count, kind) =>
    Array(count).fill(["full", "part", "none"][kind]),
  );
  return (
    <span
      className="support-ticks"
      role="img"
      aria-label={words("support.count", { full, part, none })}
    >
      {ticks.map((kind, index) => (
        <i key={index} className={`is-${kind}`} />
      ))}
    </span>
  );
}

// At most six ticks; what is there at all keeps at least one.
function shares(counts, total) {
  if (total <= MOST) return counts;
  const scaled = counts.map((count) =>
    count ? Math.max(1, Math.round((MOST * count) / total)) : 0,
  );
  scaled[0] = Math.max(counts[0] ? 1 : 0, MOST - scaled[1] - scaled[2]);
  return scaled;
}
