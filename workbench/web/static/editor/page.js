// What the editor's modules share: the document, what is shown of it, the row that a person is at, and what the page says.

import { statusOf } from "./commands.js";
import { Dialogs } from "./dialogs.js";
import { Keys } from "./keys.js";
import { ask } from "./connection.js";
import { List } from "./list.js";
import { Painter, flagsOf } from "./row.js";
import { ReviewRows } from "./rows.js";

export const config = JSON.parse(document.getElementById("config").textContent);
export const at = (id) => document.getElementById(id);
export const base = `/api/documents/${config.alignment}`;
export const reviewRows = new ReviewRows();
export const painter = new Painter(config.words, { ...config, ignored: () => reviewRows.ignored });
export const say = (key, values) => painter.say(key, values);
export const keys = new Keys();
export const dialogs = new Dialogs(at("dialog"), say);

export const state = {
  filter: "all", found: null, current: "", side: "target", editing: null, steps: { undo: 0, redo: 0 },
  lost: "", lostFor: "", asking: new Set(), left: null, working: false,
};

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");
export const newKey = () => `${Date.now().toString(36)}${random()}`;
export const newName = () => `r${random()}`;

// what the server answered that went wrong, and what to do about it, in the page's language
export const reasonOf = (answer, status) => [answer.error?.replace(/\.$/, ""), answer.fix].filter(Boolean).join(". ") || String(status);

// what stands in the other modules and is wanted here
export const hooks = { buttons() {}, rescue() {} };

// ——— what is in sight

export const list = new List(at("rows"), reviewRows, painter, { shows: fetchRows, painted: () => markHits() });
list.options.acts = config.acts;

export async function fetchRows(ids) {
  const wanted = ids.filter((id) => !state.asking.has(id)).slice(0, 120);
  if (!wanted.length) return;
  wanted.forEach((id) => state.asking.add(id));
  try {
    const answer = await ask(`${base}/rows?ids=${wanted.map(encodeURIComponent).join(",")}`);
    if (answer.status === 200) reviewRows.take(answer.body);
  } catch {
    // asked for again when they are seen the next time
  } finally {
    wanted.forEach((id) => state.asking.delete(id));
  }
  list.refresh();
}

// rows whose texts were never checked are checked now, some at a time; what is found is kept by the server
export async function checkRest() {
  if (state.checking) return;
  state.checking = true;
  try {
    while (reviewRows.order.some((id) => reviewRows.rows.get(id).light[10] === "?")) {
      const answer = await ask(`${base}/checks`);
      if (answer.status !== 200) break;
      reviewRows.learn(answer.body.found);
      update();
      if (!answer.body.left) break;
    }
  } catch {
    // asked for again with the next index
  } finally {
    state.checking = false;
  }
}

// a row that a check found an error in needs a person, however sure the link is
export const failed = (row) => reviewRows.errors(row).length > 0;
// filters by what checks find, each with the names of its checks
const CHECKS = { "check numbers": ["number only in source", "number only in target", "numbers exchanged"], "check untranslated": ["untranslated"] };
const failedOf = (name) => (row) => reviewRows.errors(row).some((error) => CHECKS[name].includes(error));
export const doubtful = (row) => statusOf(row) === "unreviewed" && (failed(row) || (row.light[3] >= 0 && row.light[3] < painter.thresholds[0] * 100));
export const unreviewed = (row) => statusOf(row) === "unreviewed";
export const FILTERS = {
  all: () => true,
  doubtful,
  unreviewed,
  one: (row) => row.light[4] !== 1 || row.light[5] !== 1,
  omissions: (row) => !row.light[4] || !row.light[5],
  rejected: (row) => statusOf(row) === "rejected",
  bookmarks: (row) => (row.light[7] & 1) === 1,
  ...Object.fromEntries(Object.keys(CHECKS).map((name) => [name, failedOf(name)])),
  ...Object.fromEntries((config.flags ?? []).map((flag) => [`flag ${flag}`, (row) => flagsOf(row).includes(flag)])),
};

export function select() {
  if (state.filter === "all" && !state.found) return reviewRows.order;
  const fits = FILTERS[state.filter];
  const found = state.found;
  // the row that a person is at stays in sight also when it no longer fits
  return reviewRows.order.filter((id) => (fits(reviewRows.rows.get(id)) || id === state.current) && (!found || found.has(id)));
}

export function update() {
  if (!reviewRows.rows.has(state.current)) state.current = state.fallback && reviewRows.rows.has(state.fallback) ? state.fallback : reviewRows.order[0] ?? "";
  list.options.current = state.current;
  list.options.side = state.side;
  list.options.editing = state.editing?.id ?? "";
  list.show(select());
  hooks.buttons();
  // what stands in the bars can wait until the rows are there
  if (!state.counting) {
    state.counting = true;
    requestAnimationFrame(() => setTimeout(counts, 0));
  }
}

export function counts() {
  state.counting = false;
  const total = reviewRows.order.length;
  const least = painter.thresholds[0] * 100;
  const found = { all: total, doubtful: 0, unreviewed: 0, one: 0, omissions: 0, rejected: 0, bookmarks: 0 };
  for (const flag of config.flags ?? []) found[`flag ${flag}`] = 0;
  for (const name of Object.keys(CHECKS)) found[name] = 0;
  // the same as FILTERS, in one pass: a document may have many thousand rows
  for (const row of reviewRows.rows.values()) {
    const [, , status, measure, sources, targets, , notes, flags] = row.light;
    if (status === "u") {
      found.unreviewed += 1;
      if ((measure >= 0 && measure < least) || failed(row)) found.doubtful += 1;
    } else if (status === "r") found.rejected += 1;
    if (sources !== 1 || targets !== 1) found.one += 1;
    if (!sources || !targets) found.omissions += 1;
    if (notes & 1) found.bookmarks += 1;
    const errors = row.light[10] ? reviewRows.errors(row) : [];
    if (errors.length) for (const name of Object.keys(CHECKS)) if (errors.some((error) => CHECKS[name].includes(error))) found[name] += 1;
    if (flags) for (const flag of flags.split(",")) found[`flag ${flag}`] = (found[`flag ${flag}`] ?? 0) + 1;
  }
  const settled = total - found.unreviewed;
  at("progress").max = Math.max(1, total);
  at("progress").value = settled;
  at("settled").textContent = say("settled", { done: settled, total });
  for (const button of at("filters").children) {
    const name = button.dataset.filter;
    button.lastChild.textContent = name === "all" ? "" : ` ${found[name].toLocaleString()}`;
    button.setAttribute("aria-pressed", String(state.filter === name));
    // what no row fails takes no room
    if (name in CHECKS) button.hidden = !found[name] && state.filter !== name;
  }
}

// ——— going from row to row

// what is looked for, wherever it stands in the rows in sight
export function markHits() {
  if (!window.Highlight) return;
  const wanted = state.found ? at("find").value.trim().normalize("NFC").toLowerCase() : "";
  const ranges = [];
  for (const node of wanted ? at("rows").querySelectorAll(".piece, .comment") : []) {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    const whole = texts.map((text) => text.data).join("").toLowerCase();
    for (let place = whole.indexOf(wanted); place >= 0; place = whole.indexOf(wanted, place + wanted.length)) ranges.push(rangeOf(texts, place, place + wanted.length));
  }
  CSS.highlights.set("hit", new Highlight(...ranges));
}

// of neighbouring texts, from one character of the whole to another
function rangeOf(texts, start, stop) {
  const range = new Range();
  let sum = 0;
  for (const text of texts) {
    if (start >= sum && start < sum + text.length) range.setStart(text, start - sum);
    if (stop > sum && stop <= sum + text.length) range.setEnd(text, stop - sum);
    sum += text.length;
  }
  return range;
}

export function go(id, { focus = true } = {}) {
  if (!id || !reviewRows.rows.has(id)) return;
  state.current = id;
  list.options.current = id;
  list.options.side = state.side;
  list.reach(id);
  if (focus && !state.editing) list.focus(id);
  hooks.buttons();
  leave();
}

export function leave() {
  clearTimeout(state.left);
  state.left = setTimeout(() => {
    ask(`${base}/place`, { row: state.current }).catch(() => {});
  }, 700);
}

export function step(by) {
  const place = list.place(state.current);
  const next = list.shown[Math.min(list.shown.length - 1, Math.max(0, place + by))];
  if (next) go(next);
}

// the next row in the order shown, around the end and on from the beginning
export function seek(fits, by = 1) {
  const size = list.shown.length;
  const place = Math.max(0, list.place(state.current));
  for (let step = 1; step <= size; step += 1) {
    const id = list.shown[(((place + by * step) % size) + size) % size];
    if (id !== state.current && fits(reviewRows.rows.get(id))) return id;
  }
  return "";
}

export function seekAndGo(fits, by = 1) {
  const id = seek(fits, by);
  if (id) go(id);
  else announce(say("no more"));
}

// ——— what the page says

export function announce(text, undo = false) {
  at("said").textContent = text;
  at("toast-text").textContent = text;
  at("toast-undo").textContent = say("undo");
  at("toast-undo").hidden = !undo || !config.acts;
  at("toast").hidden = false;
  clearTimeout(state.toast);
  state.toast = setTimeout(() => { at("toast").hidden = true; }, 6000);
}

export function notice(text, ...more) {
  at("notice").hidden = !text;
  if (text) at("notice").replaceChildren(text, ...more);
}

// what an act of the log is called, which does not say in which direction
export const actName = (name) => say(name);

export function nameOf(item) {
  const values = item.body.values ?? {};
  if (item.path !== "acts") return say(item.path);
  if (item.body.act === "merge") return say(values.with === "next" ? "merge_next" : "merge_previous");
  if (item.body.act === "move") return say(values.to === "next" ? "move_down" : "move_up");
  return say(item.body.act);
}

// what a person wrote and left can be taken back for as long as the page says so
export function discarded(restore) {
  announce(say("discarded"), true);
  at("toast-undo").textContent = say("restore");
  state.restore = restore;
}
