// A question as a learner will see it, to be tried out; nothing is kept.
import { useState } from "react";
import { QuestionInput } from "./questions/input.jsx";

export function QuestionPreview({ question }) {
  const [given, setGiven] = useState(null);
  if (!question) return null;
  const shape = JSON.stringify([question.type, question.picks?.map((pick) => pick.id)]);
  return (
    <QuestionInput
      key={shape}
      question={question}
      answer={given?.shape === shape ? given.answer : null}
      isOpen
      onAnswer={(answer) => setGiven({ shape, answer })}
    />
  );
}
