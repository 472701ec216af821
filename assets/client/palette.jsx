// The command palette: Ctrl or Cmd K, what was used lately first, then places, then what the server finds.
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import ArrowRight from "lucide-react/dist/esm/icons/arrow-right.mjs";
import History from "lucide-react/dist/esm/icons/history.mjs";
import Search from "lucide-react/dist/esm/icons/search.mjs";
import { matches } from "./combobox.jsx";
import { useListbox } from "./listbox.js";
import { keep, kept } from "./storage.js";
import { useWords } from "./words.js";

const RECENT = "palette.recent";
const MOST_RECENT = 5;
const PAUSE = 200;
const IS_APPLE = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

export function Palette({ items, searchUrl, onChoose }) {
  const words = useWords();
  const dialog = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const keys = IS_APPLE ? "⌘ K" : "Ctrl K";

  useEffect(() => {
    function open(event) {
      if (
        event.key.toLowerCase() !== "k" ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      setOpen((was) => !was);
    }
    window.addEventListener("keydown", open);
    return () => window.removeEventListener("keydown", open);
  }, []);

  useEffect(() => {
    if (isOpen && !dialog.current.open) dialog.current.showModal();
    if (!isOpen && dialog.current.open) dialog.current.close();
  }, [isOpen]);

  return (
    <>
      <button
        type="button"
        className="find"
        aria-label={words("palette.open")}
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Search className="i" strokeWidth={1.75} aria-hidden="true" />
        <span aria-hidden="true">{words("palette.open")}</span>
        <kbd aria-hidden="true" suppressHydrationWarning>
          {keys}
        </kbd>
      </button>
      <dialog
        ref={dialog}
        className="palette"
        aria-label={words("palette.open")}
        onClose={() => setOpen(false)}
        onPointerDown={(event) => event.target === dialog.current && setOpen(false)}
      >
        {isOpen && (
          <Choices
            items={items ?? []}
            searchUrl={searchUrl}
            onChoose={onChoose}
            close={() => setOpen(false)}
            words={words}
          />
        )}
      </dialog>
    </>
  );
}

function Choices({ items, searchUrl, onChoose, close, words }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const found = useFound(searchUrl, typed);
  const places = useMemo(
    () => items.map((item) => ({ ...item, title: item.word ? words(item.word) : item.title })),
    [items, words],
  );
  const recent = typed ? [] : kept(RECENT, []);
  const groups = [
    { name: words("palette.recent"), icon: History, rows: recent },
    {
      name: words("palette.places"),
      icon: ArrowRight,
      rows: places.filter(
        (place) =>
          matches(place.title, typed) && !recent.some((row) => row.href && row.href === place.href),
      ),
    },
    {
      name: words(typed ? "palette.found" : "palette.yours"),
      icon: Search,
      rows: found.rows.filter((row) => !recent.some((was) => was.href === row.href)),
    },
  ].filter((group) => group.rows.length > 0);
  const rows = groups.flatMap((group) => group.rows);

  const listbox = useListbox({
    count: rows.length,
    isOpen: true,
    onChoose: (index) => choose(rows[index]),
  });

  function choose(row) {
    close();
    if (row.href) {
      const own = { title: row.title, href: row.href, kind: row.kind, about: row.about };
      keep(
        RECENT,
        [own, ...kept(RECENT, []).filter((was) => was.href !== row.href)].slice(0, MOST_RECENT),
      );
      navigate(row.href);
    } else {
      onChoose?.(row.id);
    }
  }

  let index = -1;
  return (
    <div className="palette-body">
      <div className="palette-field">
        <Search className="i" strokeWidth={1.75} aria-hidden="true" />
        <input
          autoFocus
          type="text"
          value={typed}
          placeholder={words("palette.placeholder")}
          aria-label={words("palette.open")}
          {...listbox.field}
          onChange={(event) => {
            setTyped(event.target.value);
            listbox.setActive(0);
          }}
        />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      <div className="palette-list" {...listbox.list} aria-label={words("palette.results")}>
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={group.name}>
            <p className="menu-title" aria-hidden="true">
              {group.name}
            </p>
            {group.rows.map((row) => {
              index += 1;
              return (
                <div key={row.href ?? row.id} className="option" {...listbox.option(index)}>
                  <group.icon className="i" strokeWidth={1.75} aria-hidden="true" />
                  <span>{row.title}</span>
                  {row.kind && (
                    <span className="meta">{row.about || words(`palette_kind.${row.kind}`)}</span>
                  )}
                  {row.keys && <kbd>{row.keys}</kbd>}
                </div>
              );
            })}
          </div>
        ))}
        {rows.length === 0 && !found.isBusy && (
          <p className="option-none" role="presentation">
            {words("palette.nothing", { typed })}
          </p>
        )}
      </div>
      <p className="vh" role="status">
        {found.isBusy ? words("palette.searching") : words("palette.count", { count: rows.length })}
      </p>
    </div>
  );
}

// What the server finds; an answer that comes after the next key is dropped.
function useFound(url, typed) {
  const [found, setFound] = useState({ rows: [], isBusy: false });
  const query = typed.trim();
  useEffect(() => {
    if (!url || query.length === 1) {
      setFound({ rows: [], isBusy: false });
      return undefined;
    }
    const stop = new AbortController();
    setFound((was) => ({ ...was, isBusy: true }));
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch(`${url}?${new URLSearchParams({ q: query })}`, {
          signal: stop.signal,
        });
        const rows = answer.ok ? (await answer.json()).items : [];
        setFound({ rows, isBusy: false });
      } catch (error) {
        if (error.name !== "AbortError") setFound({ rows: [], isBusy: false });
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [url, query]);
  return found;
}
