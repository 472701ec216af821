// Prints the page.
import Printer from "lucide-react/dist/esm/icons/printer.mjs";

export function PrintButton({ label }) {
  return (
    <button type="button" className="btn" onClick={() => window.print()}>
      <Printer className="i" strokeWidth={1.75} aria-hidden="true" />
      {label}
    </button>
  );
}
