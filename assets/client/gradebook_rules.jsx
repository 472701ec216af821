// How a class adds up: categories, columns that are filled in by hand, and what missing work counts.
import { useState } from "react";
import { post, put, remove } from "./api.js";
import { Dialog } from "./dialog.jsx";
import { Failure, Labelled } from "./page_parts.jsx";
import { useWords } from "./words.js";

const MISSING = ["zero_after_due", "zero", "ignored"];

export function Rules({ book, url, isOpen, onClose, onChanged }) {
  const words = useWords();
  const [error, setError] = useState(null);

  async function act(doing) {
    setError(null);
    try {
      await doing();
      await onChanged();
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    }
  }

  return (
    <Dialog open={isOpen} title={words("gradebook.rules")} onClose={onClose} wide>
      <div className="stack gap-5">
        <Failure error={error} />
        <section className="stack gap-3" aria-label={words("gradebook.categories")}>
          <h3>{words("gradebook.categories")}</h3>
          <p className="hint">{words("gradebook.weights_hint")}</p>
          {book.categories.map((category) => (
            <CategoryForm
              key={category.id}
              category={category}
              onSave={(values) => act(() => put(`${url}/categories/${category.id}`, values))}
              onDelete={() => act(() => remove(`${url}/categories/${category.id}`))}
            />
          ))}
          <CategoryForm
            key={`new-${book.categories.length}`}
            onSave={(values) => act(() => post(`${url}/categories`, values))}
          />
        </section>
        <ColumnForm
          key={book.columns.length}
          categories={book.categories}
          onSave={(values) => act(() => post(`${url}/columns`, values))}
        />
        <RulesForm rules={book.rules} onSave={(values) => act(() => put(`${url}/rules`, values))} />
      </div>
    </Dialog>
  );
}

function CategoryForm({ category, onSave, onDelete }) {
  const words = useWords();

  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSave({
      title: form.get("title"),
      weight: form.get("weight") || null,
      drop_lowest: Number(form.get("drop_lowest") || 0),
    });
  }

  return (
    <form className="field-row" onSubmit={submit}>
      <Labelled label={words(category ? "gradebook.category" : "gradebook.new_category")}>
        <input className="input" name="title" defaultValue={category?.title} required maxLength={80} />
      </Labelled>
      <Labelled label={words("gradebook.weight")} optional>
        <input
          className="input num" name="weight" type="number" min={0} max={1000} step="any"
          defaultValue={category?.weight ?? ""}
        />
      </Labelled>
      <Labelled label={words("gradebook.drop_lowest")}>
        <input
          className="input num" name="drop_lowest" type="number" min={0} max={50}
          defaultValue={category?.drop_lowest ?? 0}
        />
      </Labelled>
      <button type="submit" className="btn btn-sm">
        {words(category ? "gradebook.save" : "gradebook.add")}
      </button>
      {onDelete && (
        <button type="button" className="btn btn-sm btn-quiet" onClick={onDelete}>
          {words("gradebook.delete")}
          <span className="vh"> {category.title}</span>
        </button>
      )}
    </form>
  );
}

function ColumnForm({ categories, onSave }) {
  const words = useWords();

  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSave({
      title: form.get("title"),
      points: form.get("points"),
      category_id: form.get("category_id") || null,
      is_extra: form.has("is_extra"),
      is_hidden: form.has("is_hidden"),
    });
  }

  return (
    <form className="stack gap-3" onSubmit={submit} aria-label={words("gradebook.new_column")}>
      <h3>{words("gradebook.new_column")}</h3>
      <div className="field-row">
        <Labelled label={words("gradebook.column")}>
          <input className="input" name="title" required maxLength={120} />
        </Labelled>
        <Labelled label={words("assignment.points")}>
          <input
            className="input num" name="points" type="number" min={0} max={10000} step="any"
            defaultValue={10} required
          />
        </Labelled>
        {categories.length > 0 && (
          <Labelled label={words("gradebook.category")}>
            <select className="input" name="category_id">
              {categories.map((category) => (
                <option key={category.id} value={category.id}>
                  {category.title}
                </option>
              ))}
            </select>
          </Labelled>
        )}
        <label className="check">
          <input type="checkbox" name="is_extra" /> <span>{words("assignment.extra")}</span>
        </label>
        <label className="check">
          <input type="checkbox" name="is_hidden" /> <span>{words("gradebook.hidden")}</span>
        </label>
        <button type="submit" className="btn btn-sm">
          {words("gradebook.add")}
        </button>
      </div>
    </form>
  );
}

function RulesForm({ rules, onSave }) {
  const words = useWords();
  const [letters, setLetters] = useState(() =>
    rules.letters.map((letter) => `${letter.name} ${Number(letter.at_least)}`).join(", "),
  );

  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSave({
      missing: form.get("missing"),
      decimals: Number(form.get("decimals")),
      letters: letters
        .split(",")
        .map((part) => part.trim().match(/^(.+?)\s+([\d.]+)$/))
        .filter(Boolean)
        .map(([, name, at_least]) => ({ name, at_least })),
    });
  }

  return (
    <form className="stack gap-3" onSubmit={submit}>
      <h3>{words("gradebook.whole")}</h3>
      <div className="field-row">
        <Labelled label={words("gradebook.missing")}>
          <select className="input" name="missing" defaultValue={rules.missing}>
            {MISSING.map((one) => (
              <option key={one} value={one}>
                {words(`missing_policy.${one}`)}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled label={words("gradebook.decimals")}>
          <input
            className="input num" name="decimals" type="number" min={0} max={3}
            defaultValue={rules.decimals}
          />
        </Labelled>
        <Labelled label={words("gradebook.letters")} hint={words("gradebook.letters_hint")} optional>
          <input className="input" value={letters} onChange={(event) => setLetters(event.target.value)} />
        </Labelled>
        <button type="submit" className="btn btn-sm">
          {words("gradebook.save")}
        </button>
      </div>
    </form>
  );
}
