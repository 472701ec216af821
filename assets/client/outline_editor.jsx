// The outline of a draft: drag a lesson or a module, or move it with Alt and the arrow keys.
import { useRef, useState } from "react";
import ArrowDown from "lucide-react/dist/esm/icons/arrow-down.mjs";
import ArrowUp from "lucide-react/dist/esm/icons/arrow-up.mjs";
import Ellipsis from "lucide-react/dist/esm/icons/ellipsis.mjs";
import GripVertical from "lucide-react/dist/esm/icons/grip-vertical.mjs";
import Pencil from "lucide-react/dist/esm/icons/pencil.mjs";
import Trash2 from "lucide-react/dist/esm/icons/trash-2.mjs";
import { useNavigate } from "react-router";
import { Popover } from "./popover.jsx";
import { SupportTicks } from "./support.jsx";
import { useWords } from "./words.js";

export function OutlineEditor({
  label,
  modules,
  current,
  onMoveLesson,
  onMoveModule,
  onRename,
  onDelete,
}) {
  const words = useWords();
  const navigate = useNavigate();
  const tree = useRef(null);
  const [dragged, setDragged] = useState(null);
  const [target, setTarget] = useState(null);
  const [said, say] = useState("");
  const list = modules ?? [];

  function moveLesson(lesson, moduleIndex, position) {
    const module = list[moduleIndex];
    if (!module) return;
    onMoveLesson?.(lesson.id, module.id, position);
    say(
      words("outline.moved", { title: lesson.title, module: module.title, position: position + 1 }),
    );
  }

  // One place up or down, over the edge of a module into the next one.
  function stepLesson(moduleIndex, index, step) {
    const lesson = list[moduleIndex].lessons[index];
    const to = index + step;
    if (to >= 0 && to < list[moduleIndex].lessons.length) moveLesson(lesson, moduleIndex, to);
    else if (list[moduleIndex + step])
      moveLesson(
        lesson,
        moduleIndex + step,
        step > 0 ? 0 : list[moduleIndex + step].lessons.length,
      );
  }

  function stepModule(index, step) {
    const to = index + step;
    if (to >= 0 && to < list.length) onMoveModule?.(list[index].id, to);
  }

  function keys(event) {
    const links = [...tree.current.querySelectorAll("[data-node]")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    const [kind, moduleIndex, index] = links[at].dataset.node.split(":");
    if (!event.altKey) links[at + step]?.focus();
    else if (kind === "lesson") stepLesson(Number(moduleIndex), Number(index), step);
    else stepModule(Number(moduleIndex), step);
  }

  const dropOn = (moduleIndex, index) => ({
    onDragOver(event) {
      if (!dragged) return;
      event.preventDefault();
      setTarget(`${moduleIndex}:${index}`);
    },
    onDrop(event) {
      event.preventDefault();
      setTarget(null);
      if (dragged?.kind === "lesson") {
        const isLaterInSame = dragged.moduleIndex === moduleIndex && dragged.index < index;
        moveLesson(dragged.item, moduleIndex, isLaterInSame ? index - 1 : index);
      } else if (dragged && dragged.moduleIndex !== moduleIndex) {
        onMoveModule?.(dragged.item.id, moduleIndex);
      }
      setDragged(null);
    },
  });
  const drag = (kind, item, moduleIndex, index) => ({
    draggable: true,
    onDragStart(event) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.title);
      setDragged({ kind, item, moduleIndex, index });
    },
    onDragEnd() {
      setDragged(null);
      setTarget(null);
    },
  });
  const isTarget = (moduleIndex, index) => target === `${moduleIndex}:${index}`;

  return (
    <nav className="outline is-edited" aria-label={label}>
      <ol ref={tree} onKeyDown={keys}>
        {list.map((module, moduleIndex) => (
          <li
            key={module.id}
            className={
              isTarget(moduleIndex, 0) && dragged?.kind === "module" ? "is-target" : undefined
            }
            {...(dragged?.kind === "module" ? dropOn(moduleIndex, 0) : {})}
          >
            <div className="outline-module" {...drag("module", module, moduleIndex, 0)}>
              <GripVertical className="i grip" strokeWidth={1.75} aria-hidden="true" />
              <button
                type="button"
                className="outline-name"
                data-node={`module:${moduleIndex}`}
                onClick={() => onRename?.(module.id)}
              >
                {module.number} {module.title}
              </button>
              <Moves
                words={words}
                title={module.title}
                onUp={() => stepModule(moduleIndex, -1)}
                onDown={() => stepModule(moduleIndex, 1)}
                onRename={onRename && (() => onRename(module.id))}
                onDelete={onDelete && (() => onDelete(module.id))}
              />
            </div>
            <ol>
              {module.lessons.map((lesson, index) => (
                <li
                  key={lesson.id}
                  className={isTarget(moduleIndex, index) ? "is-target" : undefined}
                  {...(dragged?.kind === "lesson" ? dropOn(moduleIndex, index) : {})}
                >
                  <div
                    className="outline-lesson"
                    aria-current={lesson.id === current ? "page" : undefined}
                    {...drag("lesson", lesson, moduleIndex, index)}
                  >
                    <GripVertical className="i grip" strokeWidth={1.75} aria-hidden="true" />
                    <a
                      className="outline-name"
                      href={lesson.href}
                      data-node={`lesson:${moduleIndex}:${index}`}
                      aria-current={lesson.id === current ? "page" : undefined}
                      draggable={false}
                      onClick={(event) => {
                        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                        event.preventDefault();
                        navigate(lesson.href);
                      }}
                    >
                      <span className="num">{lesson.number}</span>
                      <span>{lesson.title}</span>
                    </a>
                    {lesson.is_optional && <span className="meta">{words("lesson.optional")}</span>}
                    {lesson.state ? (
                      <span className="meta">{words(`state.${lesson.state}`)}</span>
                    ) : (
                      <SupportTicks full={lesson.full} part={lesson.part} none={lesson.none} />
                    )}
                    <Moves
                      words={words}
                      title={lesson.title}
                      onUp={() => stepLesson(moduleIndex, index, -1)}
                      onDown={() => stepLesson(moduleIndex, index, 1)}
                      onRename={onRename && (() => onRename(lesson.id))}
                      onDelete={onDelete && (() => onDelete(lesson.id))}
                    />
                  </div>
                </li>
              ))}
              <li
                className={`outline-end${isTarget(moduleIndex, module.lessons.length) ? " is-target" : ""}`}
                {...(dragged?.kind === "lesson" ? dropOn(moduleIndex, module.lessons.length) : {})}
                aria-hidden="true"
              />
            </ol>
          </li>
        ))}
      </ol>
      <p className="vh" role="status">
        {said}
      </p>
    </nav>
  );
}

function Moves({ words, title, onUp, onDown, onRename, onDelete }) {
  return (
    <Popover
      kind="menu"
      label={words("outline.more", { title })}
      buttonClass="btn btn-quiet btn-icon btn-sm"
    >
      <Ellipsis className="i" strokeWidth={1.75} aria-hidden="true" />
      <MenuItem icon={ArrowUp} onClick={onUp} keys="Alt ↑">
        {words("outline.up")}
      </MenuItem>
      <MenuItem icon={ArrowDown} onClick={onDown} keys="Alt ↓">
        {words("outline.down")}
      </MenuItem>
      {onRename && (
        <MenuItem icon={Pencil} onClick={onRename}>
          {words("outline.rename")}
        </MenuItem>
      )}
      {onDelete && (
        <MenuItem icon={Trash2} onClick={onDelete} isDanger>
          {words("outline.delete")}
        </MenuItem>
      )}
    </Popover>
  );
}

function MenuItem({ icon: Icon, keys, isDanger, onClick, children }) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={isDanger ? "menu-item is-danger" : "menu-item"}
      onClick={onClick}
    >
      <Icon className="i" strokeWidth={1.75} aria-hidden="true" />
      <span>{children}</span>
      {keys && <kbd aria-hidden="true">{keys}</kbd>}
    </button>
  );
}
