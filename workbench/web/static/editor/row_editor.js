// Writing in a row: its texts in fields, what becomes of them, and a cut where the caret is.

import { caret, clean, cuts, points } from "./commands.js";
import { act, contest, enqueue } from "./command_runner.js";
import { onEnter } from "./fields.js";
import { announce, at, discarded, fetchRows, go, hooks, list, newName, say, reviewRows, state, config, update } from "./page.js";
import { element } from "./row.js";

export function edit() {
  if (state.editing) {
    // one row at a time
    const { id, fields, last } = state.editing;
    go(id);
    (last ?? fields[0]).focus();
    return;
  }
  const row = reviewRows.rows.get(state.current);
  if (!row?.view || !config.acts) return;
  go(row.id);
  const node = list.elements.get(row.id)?.node;
  if (!node) return;
  const fields = [];
  for (const side of ["source", "target"]) {
    const box = node.querySelector(`.side.${side}`);
    box.querySelectorAll(".piece, .none, .divider, .cut").forEach((old) => old.remove());
    const pieces = row.view[side].length ? row.view[side] : [["", -1, 0, 0, ""]];
    const made = pieces.map((piece, place) => {
      const field = element("textarea", { class: "field", dir: "auto", lang: row.view.lang[side], rows: "1", spellcheck: "true",
        "aria-label": say(`edit ${side}`, { number: place + 1 }), "data-piece": piece[0], "data-side": side });
      field.value = piece[4];
      const grow = () => {
        field.style.height = "auto";
        // all of it: what does not fit on the screen is reached by scrolling the rows
        field.style.height = `${field.scrollHeight + 2}px`;
      };
      field.addEventListener("input", () => {
        grow();
        remember();
      });
      requestAnimationFrame(grow);
      onEnter(field, { keep: () => keep(), leave: () => abandon(), split: () => splitAtCaret(field), lines: true });
      fields.push(field);
      return field;
    });
    box.prepend(...made);
  }
  const bar = element("div", { class: "edit-bar" },
    element("button", { type: "button", "data-edit": "keep", onclick: () => keep() }, say("keep")),
    element("button", { type: "button", class: "plain", "data-edit": "leave", onclick: () => abandon() }, say("leave")),
    element("button", { type: "button", class: "plain", "data-edit": "split", onpointerdown: (event) => event.preventDefault(), onclick: () => splitAtCaret(state.editing.last) }, say("split_caret")));
  node.insertBefore(bar, node.querySelector(".link"));
  node.classList.add("in-edit");
  state.editing = { id: row.id, version: row.version, fields, view: row.view, last: null };
  fields.forEach((field) => field.addEventListener("focus", () => { state.editing.last = field; }));
  list.options.editing = row.id;
  list.heights.delete(row.id);
  const first = fields.find((field) => field.dataset.side === state.side) ?? fields[0];
  document.body.classList.add("writing");
  // the caret is at the end of the text, which may be longer than the screen is high
  requestAnimationFrame(() => requestAnimationFrame(() => first.scrollIntoView({ block: first.offsetHeight > at("rows").clientHeight / 2 ? "end" : "nearest" })));
  first.focus({ preventScroll: true });
  first.setSelectionRange(first.value.length, first.value.length);
  hooks.buttons();
}

// a page that goes without asking (a crash, a dead battery) gives back what was being written when it comes again
const DRAFT = `jjak.draft.${config.alignment}`;
function remember() {
  const { editing } = state;
  const texts = editing ? drafts(editing).map((field) => [field.dataset.side, field.dataset.piece, field.value]) : [];
  try {
    if (texts.length) sessionStorage.setItem(DRAFT, JSON.stringify({ id: editing.id, texts }));
    else sessionStorage.removeItem(DRAFT);
  } catch {
    // a full or forbidden storage
  }
}

export function recall() {
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(DRAFT));
  } catch {
    // nothing that can be read
  }
  if (draft && reviewRows.rows.has(draft.id) && config.acts) discarded(() => rewrite(draft.id, draft.texts));
}

// open a row again with texts that were left
async function rewrite(id, texts) {
  if (!reviewRows.rows.get(id)?.view) await fetchRows([id]);
  go(id);
  edit();
  for (const [side, piece, text] of texts) {
    const field = state.editing?.fields.find((each) => each.dataset.side === side && each.dataset.piece === piece);
    if (field) field.value = text;
  }
  remember();
}

function close() {
  const { id } = state.editing;
  state.editing = null;
  document.body.classList.remove("writing");
  remember();
  list.options.editing = "";
  const known = list.elements.get(id);
  if (known) known.state = "";
  list.heights.delete(id);
  update();
  list.focus(state.current);
}

export const drafts = (editing) => editing.fields.filter((field) => clean(field.value) !== clean(editing.view[field.dataset.side].find((piece) => piece[0] === field.dataset.piece)?.[4] ?? ""));

function write(editing, changedFields) {
  for (const side of ["source", "target"]) {
    const some = changedFields.filter((field) => field.dataset.side === side);
    if (!some.length) continue;
    const texts = Object.fromEntries(some.map((field) => [field.dataset.piece, field.value]));
    // what the person saw when they began to write is what the server must still have
    const wanted = { act: "edit", row: editing.id, values: { side, texts, new: newName() } };
    const now = reviewRows.rows.get(editing.id);
    const seen = { [editing.id]: now && now.version !== editing.version && editing.wrote ? now.version : editing.version };
    const item = enqueue("acts", { act: "edit", row: editing.id, seen, values: wanted.values }, reviewRows.rows.has(editing.id) ? wanted : null);
    editing.wrote = true;
    if (item) announce(say("did", { action: say("edit"), row: reviewRows.rows.has(editing.id) ? reviewRows.at(editing.id) + 1 : "" }), true);
  }
}

export function keep() {
  const { editing } = state;
  if (!editing) return;
  write(editing, drafts(editing));
  close();
}

function abandon() {
  const { editing } = state;
  if (!editing) return;
  const left = drafts(editing).map((field) => [field.dataset.side, field.dataset.piece, field.value]);
  close();
  if (!left.length) return;
  discarded(() => rewrite(editing.id, left));
}

function splitAtCaret(field) {
  const { editing } = state;
  if (!editing || !field) return;
  const { side, piece } = field.dataset;
  const same = editing.fields.filter((each) => each.dataset.side === side && (clean(each.value) || each === field));
  // a text that nobody touched is cut as it is, in whatever normal form
  const offset = drafts(editing).includes(field) ? caret(field.value, field.selectionStart) : points(field.value.slice(0, field.selectionStart)).length;
  const place = same.indexOf(field);
  write(editing, drafts(editing));
  const { id } = editing;
  close();
  const view = reviewRows.rows.get(id)?.view;
  if (!view || !piece) return;
  const whole = points(view[side][place]?.[4] ?? "").length;
  const cut = offset <= 0 ? [place, 0] : offset >= whole ? [place + 1, 0] : [place, offset];
  if (act("split", { ...cuts(view, side, ...cut), new: newName() }, id)) {
    update();
    go(id);
  }
}

// a row that somebody merged or split away while its text was being written: what was written stays before the person
export function rescue(answer = null) {
  const { editing } = state;
  if (!editing || reviewRows.rows.has(editing.id)) return;
  const fields = drafts(editing);
  state.editing = null;
  document.body.classList.remove("writing");
  remember();
  list.options.editing = "";
  const rows = answer?.changes.find((change) => change.before?.includes(editing.id))?.after ?? [];
  for (const side of ["source", "target"]) {
    const some = fields.filter((field) => field.dataset.side === side);
    if (some.length) contest("edit", editing.id, { side, texts: Object.fromEntries(some.map((field) => [field.dataset.piece, field.value])), new: newName() }, rows, answer?.user ?? "");
  }
}
