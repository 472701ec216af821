// What single keys do to the marks of the learner who is shown: they fill in the form as a hand would.
export function press(panel, key) {
  const act = ACTIONS[key] ?? (/^[0-9]$/.test(key) ? digit : null);
  return Boolean(act) && act(panel, key) !== false;
}

// Numbers go to the first criterion without a level.
export function begin(panel) {
  const criteria = criteriaOf(panel);
  if (criteria.some(isActive)) return;
  activate(panel, criteria.find((one) => !one.querySelector(":checked")) ?? criteria[0]);
}

export function activate(panel, criterion) {
  if (!criterion) return;
  criteriaOf(panel).forEach((one) => one.toggleAttribute("data-active", one === criterion));
  criterion.scrollIntoView({ block: "nearest" });
}

// Adds a comment of the bank to what is written already.
export function insert(panel, snippet) {
  const comment = panel.querySelector("textarea[name=comment]");
  if (!snippet || !comment) return;
  const text = snippet.dataset.snippet;
  write(comment, comment.value ? `${comment.value}\n${text}` : text);
}

const ACTIONS = {
  ArrowDown: (panel) => step(panel, 1),
  ArrowUp: (panel) => step(panel, -1),
  c: (panel) => panel.querySelector("textarea[name=comment]")?.focus(),
  b(panel) {
    const bank = panel.querySelector("details[data-bank]");
    if (bank) bank.open = !bank.open;
  },
};

function digit(panel, key) {
  const bank = panel.querySelector("details[data-bank]");
  if (bank?.open) return insert(panel, bank.querySelectorAll("[data-snippet]")[Number(key) - 1]);
  const criterion = criteriaOf(panel).find(isActive);
  if (criterion) return choose(panel, criterion, Number(key) - 1);
  const points = panel.querySelector("input[name=points]");
  if (!points) return false;
  points.focus();
  return write(points, key);
}

function choose(panel, criterion, level) {
  const choice = criterion.querySelectorAll("input[type=radio]")[level];
  if (!choice) return;
  choice.click();
  step(panel, 1);
}

function step(panel, by) {
  const criteria = criteriaOf(panel);
  if (!criteria.length) return false;
  return activate(panel, criteria[criteria.findIndex(isActive) + by]);
}

function write(control, text) {
  control.value = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

const criteriaOf = (panel) => [...panel.querySelectorAll("[data-criterion]")];
const isActive = (criterion) => criterion.hasAttribute("data-active");
