// The browser's own time zone, sent along with a form.
import { useEffect, useState } from "react";

export function TimeZoneInput({ name }) {
  const [zone, setZone] = useState("UTC");
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC"), []);
  return <input type="hidden" name={name} value={zone} readOnly />;
}
