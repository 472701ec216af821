// Puts message keys into words, in the reader's language.
import { useSyncExternalStore } from "react";
import { IntlMessageFormat } from "intl-messageformat";
import english from "../locales/en.json";

const SAVED = "language";
const others = import.meta.glob(["../locales/*.json", "!../locales/en.json"], {
  import: "default",
});
const listeners = new Set();

// Elements of a parsed message, as @formatjs/icu-messageformat-parser numbers them.
const ARGUMENT = 1,
  NUMBER = 2,
  DATE = 3,
  TIME = 4,
  SELECT = 5,
  PLURAL = 6;

const ENGLISH = makeCatalogue("en", english);
let current = ENGLISH;

function makeCatalogue(language, messages) {
  const parsed = new Map();
  const tag = readersTag(language);

  function words(key, facts = {}, fallback = "") {
    let message = parsed.get(key);
    if (!message) {
      const pattern = messages[key] ?? english[key];
      if (pattern === undefined) return fallback || key;
      const format = new IntlMessageFormat(pattern, tag, undefined, { ignoreTag: true });
      message = { format, slots: slotsOf(format.getAst()) };
      parsed.set(key, message);
    }
    if (message.slots.size === 0) return message.format.format();
    return message.format.format(
      Object.fromEntries(
        [...message.slots].map(([name, kind]) => [name, fitting(facts?.[name], kind)]),
      ),
    );
  }

  return { language, tag, words };
}

// Which facts a message asks for, and what they must be.
function slotsOf(elements, slots = new Map()) {
  for (const element of elements) {
    if (element.type >= ARGUMENT && element.type <= PLURAL) slots.set(element.value, element.type);
    for (const option of Object.values(element.options ?? {})) slotsOf(option.value, slots);
  }
  return slots;
}

// Facts arrive as JSON, and before the first answer of the server they do not arrive at all.
function fitting(fact, kind) {
  if (kind === DATE || kind === TIME) return fact ? new Date(fact) : new Date(0);
  if (kind === NUMBER || kind === PLURAL) return Number(fact ?? 0);
  if (kind === SELECT) return String(fact ?? "other");
  return fact ?? "";
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useWords() {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => ENGLISH,
  ).words;
}

// The tag Intl formats dates and numbers by.
export function useTag() {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => ENGLISH,
  ).tag;
}

// The language of the words in the reader's own region, so that a date looks as at home.
function readersTag(language) {
  const own = typeof window === "undefined" ? [] : (navigator.languages ?? []);
  return own.find((tag) => tag.split("-")[0] === language) ?? language;
}

export async function chooseLanguage(language) {
  const load = others[`../locales/${language}.json`];
  if (language !== "en" && !load) return;
  current = language === "en" ? ENGLISH : makeCatalogue(language, await load());
  document.documentElement.lang = language;
  listeners.forEach((listener) => listener());
}

if (typeof window !== "undefined") {
  let saved = null;
  try {
    saved = localStorage.getItem(SAVED);
  } catch {
    // Storage can be switched off; the page's own language then stands.
  }
  const language = saved ?? document.documentElement.lang ?? "en";
  if (language !== "en") chooseLanguage(language);
}
