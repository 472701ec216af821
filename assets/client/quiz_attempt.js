// One go at a quiz: what is picked stays on this device until the server has marked it.
import { useEffect, useRef, useState } from "react";
import { Unreachable, newKey, post } from "./api.js";
import * as addresses from "./addresses.js";
import { keep, kept } from "./storage.js";

const RETRY = 15_000;

export function useAttempt({ lessonId, blockId, given, onLessonCompleted }) {
  const shelf = `quiz.${blockId}`;
  const [attempt, setAttempt] = useState(given ?? null);
  const [picks, setPicks] = useState({});
  const [failures, setFailures] = useState({});
  const [sending, setSending] = useState(null);
  const latest = useRef({});
  latest.current = { attempt, picks };

  useEffect(() => setPicks(kept(shelf, {})), [shelf]);
  useEffect(() => {
    if (given) setAttempt((own) => (own && own.number > given.number ? own : given));
  }, [given]);

  const waiting = Object.keys(failures).filter(
    (question) => failures[question] instanceof Unreachable,
  );
  useEffect(() => {
    if (waiting.length === 0) return undefined;
    const again = () => waiting.forEach((question) => send(question));
    const timer = setTimeout(again, RETRY);
    window.addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  });

  function store(next) {
    latest.current.picks = next;
    setPicks(next);
    keep(shelf, next);
  }

  // `answer` is null once it is emptied again.
  function pick(question, answer) {
    const { [question]: before, ...others } = latest.current.picks;
    store(answer ? { ...others, [question]: { key: newKey(), answer } } : others);
    setFailures(({ [question]: gone, ...others }) => others);
  }

  async function send(question) {
    const { key, answer } = latest.current.picks[question];
    setSending(question);
    try {
      const current = latest.current.attempt ?? (await post(addresses.attempts(lessonId, blockId)));
      latest.current.attempt = current;
      const marked = await post(addresses.answer(current.id, question), answer, { key });
      setAttempt(marked.attempt);
      const { [question]: gone, ...others } = latest.current.picks;
      store(others);
      setFailures(({ [question]: mended, ...left }) => left);
      if (marked.is_lesson_completed) onLessonCompleted?.(marked.is_course_completed);
    } catch (error) {
      setFailures((were) => ({ ...were, [question]: error }));
    } finally {
      setSending(null);
    }
  }

  async function beginAgain() {
    setSending("retake");
    try {
      setAttempt(await post(addresses.retake(lessonId, blockId)));
      store({});
      setFailures({});
      return true;
    } catch (error) {
      setFailures({ retake: error });
      return false;
    } finally {
      setSending(null);
    }
  }

  return {
    attempt,
    verdictOf: (question) =>
      attempt?.verdicts.find((verdict) => verdict.question_version_id === question),
    pickOf: (question) => picks[question]?.answer ?? null,
    failureOf: (question) => failures[question],
    sending,
    pick,
    send,
    beginAgain,
  };
}
