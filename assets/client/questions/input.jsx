// One question: its stem, its pictures, and what is given as the answer to it.
// `question` is an AskedView. `answer` has the shape of the API's Answer, or is null while there is none.
// `verdict`, once there is one, shows in place what was right. `uploadUrl` takes the files of a `file` question.
import { ChoiceInput } from "./choice.jsx";
import { ClozeInput } from "./cloze.jsx";
import { CodeOutputInput } from "./code_output.jsx";
import { DiagramInput } from "./diagram.jsx";
import { EssayInput } from "./essay.jsx";
import { FileInput } from "./file.jsx";
import { FormulaInput } from "./formula.jsx";
import { HotspotInput } from "./hotspot.jsx";
import { html } from "./html.js";
import { MatchingInput } from "./matching.jsx";
import { NumberInput } from "./number.jsx";
import { OrderingInput } from "./ordering.jsx";
import { ShortTextInput } from "./short_text.jsx";
import { useWords } from "../words.js";

const INPUTS = {
  single: ChoiceInput,
  multiple: ChoiceInput,
  true_false: ChoiceInput,
  numeric: NumberInput,
  short_text: ShortTextInput,
  cloze: ClozeInput,
  matching: MatchingInput,
  ordering: OrderingInput,
  hotspot: HotspotInput,
  diagram: DiagramInput,
  essay: EssayInput,
  file: FileInput,
  formula: FormulaInput,
  code_output: CodeOutputInput,
};

const NOTED = ["multiple", "matching", "ordering", "hotspot", "diagram"];

export function QuestionInput({ question, answer, isOpen, onAnswer, onEnter, verdict, uploadUrl, files }) {
  const words = useWords();
  const Input = INPUTS[question.type];
  return (
    <fieldset className={`question is-${question.type}`}>
      <legend className="stem" tabIndex={-1}>
        <span {...html(question.stem_html)} />
        {NOTED.includes(question.type) && !verdict && (
          <span className="stem-note">
            {words(`question_note.${question.type}`, { n: question.most_picks })}
          </span>
        )}
      </legend>
      {question.pictures.map((picture, place) => (
        <img
          key={place}
          className="question-picture"
          src={picture.src}
          alt={picture.alt}
          width={picture.width}
          height={picture.height}
        />
      ))}
      <Input
        question={question}
        answer={verdict?.answer ?? answer}
        isOpen={isOpen && !verdict}
        onAnswer={onAnswer}
        onEnter={onEnter}
        verdict={verdict}
        uploadUrl={uploadUrl}
        files={files}
      />
    </fieldset>
  );
}
