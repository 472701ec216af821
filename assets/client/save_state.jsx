// "Saving", "Saved 12:03", "Offline, kept on this device", "Not saved: …": always in the same place.
import Check from "lucide-react/dist/esm/icons/check.mjs";
import CircleAlert from "lucide-react/dist/esm/icons/circle-alert.mjs";
import CloudOff from "lucide-react/dist/esm/icons/cloud-off.mjs";
import { told } from "./api.js";
import { useSaving } from "./saving.js";
import { useWords } from "./words.js";

const ICONS = { saved: Check, offline: CloudOff, failed: CircleAlert };

// Follows what the page sends by itself; or shows the values that are given.
export function SaveState({ kind, at, reason }) {
  const words = useWords();
  const own = useSaving();
  const shown = kind
    ? { kind, at, reason }
    : { ...own, reason: own.error && told(own.error, words) };
  const Icon = ICONS[shown.kind];
  return (
    <span className={`saved is-${shown.kind || "idle"}`} role="status">
      {Icon && <Icon className="i" strokeWidth={1.75} aria-hidden="true" />}
      {shown.kind &&
        shown.kind !== "idle" &&
        words(`save.${shown.kind}`, { at: shown.at, reason: shown.reason })}
    </span>
  );
}
