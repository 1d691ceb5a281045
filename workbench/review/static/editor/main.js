// The alignment editor: what a key or a button does, and what the page says of it.

import { Refused, caret, clean, cuts, points, statusOf, touched } from "./acts.js";
import { Dialogs } from "./dialogs.js";
import { enterIsSpent, mind } from "./fields.js";
import { Keys, inField, keyOf } from "./keys.js";
import { Live, Outbox, ask } from "./link.js";
import { List } from "./list.js";
import { Painter, element } from "./row.js";
import { Sheet } from "./sheet.js";

const told = JSON.parse(document.getElementById("told").textContent);
const at = (id) => document.getElementById(id);
const base = `/api/documents/${told.alignment}`;
const sheet = new Sheet();
const painter = new Painter(told.words, told);
const say = (key, ...values) => painter.say(key, ...values);
const keys = new Keys();
const dialogs = new Dialogs(at("dialog"), say);

const state = {
  filter: "all", found: null, current: "", side: "target", editing: null, steps: { undo: 0, redo: 0 },
  lost: false, asking: new Set(), left: null, working: false,
};

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");
const newKey = () => `${Date.now().toString(36)}${random()}`;
const newName = () => `r${random()}`;

// ——— what is in sight

const list = new List(at("rows"), sheet, painter, { shows: fetchRows });
list.options.acts = told.acts;

async function fetchRows(ids) {
  const wanted = ids.filter((id) => !state.asking.has(id)).slice(0, 120);
  if (!wanted.length) return;
  wanted.forEach((id) => state.asking.add(id));
  try {
    const answer = await ask(`${base}/rows?ids=${wanted.map(encodeURIComponent).join(",")}`);
    if (answer.status === 200) sheet.take(answer.told);
  } catch {
    // asked for again when they are seen the next time
  } finally {
    wanted.forEach((id) => state.asking.delete(id));
  }
  list.refresh();
}

const doubtful = (row) => statusOf(row) === "unreviewed" && row.light[3] >= 0 && row.light[3] < painter.thresholds[0] * 100;
const unreviewed = (row) => statusOf(row) === "unreviewed";
const FILTERS = {
  all: () => true,
  doubtful,
  unreviewed,
  one: (row) => row.light[4] !== 1 || row.light[5] !== 1,
  omissions: (row) => !row.light[4] || !row.light[5],
  rejected: (row) => statusOf(row) === "rejected",
  bookmarks: (row) => (row.light[7] & 1) === 1,
};

function select() {
  if (state.filter === "all" && !state.found) return sheet.order;
  const fits = FILTERS[state.filter];
  const found = state.found;
  // the row that a person is at stays in sight also when it no longer fits
  return sheet.order.filter((id) => (fits(sheet.rows.get(id)) || id === state.current) && (!found || found.has(id)));
}

function update() {
  if (!sheet.rows.has(state.current)) state.current = state.fallback && sheet.rows.has(state.fallback) ? state.fallback : sheet.order[0] ?? "";
  list.options.current = state.current;
  list.options.side = state.side;
  list.options.editing = state.editing?.id ?? "";
  list.show(select());
  buttons();
  // what stands in the bars can wait until the rows are there
  if (!state.counting) {
    state.counting = true;
    requestAnimationFrame(() => setTimeout(counts, 0));
  }
}

function counts() {
  state.counting = false;
  const total = sheet.order.length;
  const least = painter.thresholds[0] * 100;
  const found = { all: total, doubtful: 0, unreviewed: 0, one: 0, omissions: 0, rejected: 0, bookmarks: 0 };
  // the same as FILTERS, in one pass: a document may have many thousand rows
  for (const row of sheet.rows.values()) {
    const [, , status, measure, sources, targets, , notes] = row.light;
    if (status === "u") {
      found.unreviewed += 1;
      if (measure >= 0 && measure < least) found.doubtful += 1;
    } else if (status === "r") found.rejected += 1;
    if (sources !== 1 || targets !== 1) found.one += 1;
    if (!sources || !targets) found.omissions += 1;
    if (notes & 1) found.bookmarks += 1;
  }
  const settled = total - found.unreviewed;
  at("progress").max = Math.max(1, total);
  at("progress").value = settled;
  at("settled").textContent = say("settled", settled.toLocaleString(), total.toLocaleString());
  for (const button of at("filters").children) {
    const name = button.dataset.filter;
    button.lastChild.textContent = name === "all" ? "" : ` ${found[name].toLocaleString()}`;
    button.setAttribute("aria-pressed", String(state.filter === name));
  }
}

// ——— going from row to row

function go(id, { focus = true } = {}) {
  if (!id || !sheet.rows.has(id)) return;
  state.current = id;
  list.options.current = id;
  list.options.side = state.side;
  list.reach(id);
  if (focus && !state.editing) list.focus(id);
  buttons();
  leave();
}

function leave() {
  clearTimeout(state.left);
  state.left = setTimeout(() => {
    ask(`${base}/place`, { row: state.current }).catch(() => {});
  }, 700);
}

function step(by) {
  const place = list.place(state.current);
  const next = list.shown[Math.min(list.shown.length - 1, Math.max(0, place + by))];
  if (next) go(next);
}

// the next row in the order shown, around the end and on from the beginning
function seek(fits, by = 1) {
  const size = list.shown.length;
  const place = Math.max(0, list.place(state.current));
  for (let step = 1; step <= size; step += 1) {
    const id = list.shown[(((place + by * step) % size) + size) % size];
    if (id !== state.current && fits(sheet.rows.get(id))) return id;
  }
  return "";
}

function seekAndGo(fits, by = 1) {
  const id = seek(fits, by);
  if (id) go(id);
  else announce(say("no more"));
}

// ——— what the page says

function announce(text, undo = false) {
  at("said").textContent = text;
  at("toast-text").textContent = text;
  at("toast-undo").textContent = say("undo");
  at("toast-undo").hidden = !undo || !told.acts;
  at("toast").hidden = false;
  clearTimeout(state.toast);
  state.toast = setTimeout(() => { at("toast").hidden = true; }, 6000);
}

function notice(text, ...more) {
  at("notice").hidden = !text;
  if (text) at("notice").replaceChildren(text, ...more);
}

// what an act of the log is called, which does not say in which direction
const actName = (name) => say({ merge: "merge", move: "move" }[name] ?? name);

function nameOf(item) {
  const values = item.body.values ?? {};
  if (item.path !== "acts") return say(item.path);
  if (item.body.act === "merge") return say(values.with === "next" ? "merge_next" : "merge_previous");
  if (item.body.act === "move") return say(values.to === "next" ? "move_down" : "move_up");
  return say(item.body.act);
}

// ——— acts

const outbox = new Outbox(base, `jjak.outbox.${told.alignment}.${told.user}`, {
  answer(item, answer) {
    took(answer, true);
    if (answer.act === "undo" || answer.act === "redo") {
      const detail = answer.detail ?? {};
      announce(say(answer.act === "undo" ? "did undo" : "did redo", actName(detail.act ?? "")));
      const row = detail.row && sheet.rows.has(detail.row) ? detail.row : answer.changes.flatMap((change) => change.row ?? change.after.map((view) => view.id)).find((id) => sheet.rows.has(id));
      if (row) go(row);
    } else if (!answer.changes.length && item.path === "acts") announce(say("nothing to do"));
    else if (answer.changes.length > 1) announce(say("did many", nameOf(item), answer.changes.length.toLocaleString()), true);
  },
  refused(item, status, answer) {
    sheet.drop(item.key);
    update();
    // it said that it was done
    at("toast").hidden = true;
    if (status === 409) conflict(item, answer);
    else announce(say("refused", [answer.error, answer.fix].filter(Boolean).join(". ") || String(status)));
  },
  lost(status) {
    state.lost = true;
    state.signedOut = status === 401;
  },
  state(waiting, connected) {
    const line = at("state");
    line.textContent = waiting && connected ? say("saving", waiting) : waiting ? say("saving", waiting) : say("saved");
    line.dataset.waiting = String(waiting);
    if (!connected) notice(state.signedOut ? say("signed out") : say("offline", waiting));
    else if (state.lost && !waiting) {
      state.lost = false;
      notice("");
      announce(say("back"));
    }
  },
});

function enqueue(path, body, act) {
  const item = { key: newKey(), path, body };
  if (act) {
    try {
      sheet.add({ key: item.key, act, changes: [] });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      announce(error.message === "edge" || error.message === "nothing" ? say("nothing to do") : say("refused", error.message));
      return null;
    }
  }
  outbox.add(item);
  return item;
}

function act(name, values = {}, row = state.current) {
  if (!told.acts) {
    announce(say("reading"));
    return null;
  }
  const wanted = { act: name, row, values };
  let seen = {};
  try {
    seen = Object.fromEntries(touched(sheet, wanted).map((each) => [each.id, each.version]));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    announce(say("nothing to do"));
    return null;
  }
  const number = sheet.rows.has(row) ? sheet.at(row) + 1 : "";
  const item = enqueue("acts", { act: name, row, seen, values }, wanted);
  if (item && row) announce(say("did", nameOf(item), number), true);
  return item;
}

// what the server says happened, here or elsewhere
function took(answer, own = false) {
  // told twice, by the answer and by the live changes
  if (answer.number <= sheet.head && answer.number > 0 && !sheet.pending.some((item) => item.key === answer.key)) {
    if (own && "undo" in answer) state.steps = { undo: answer.undo, redo: answer.redo };
    buttons();
    return;
  }
  const before = sheet.order[sheet.rows.has(state.current) ? sheet.at(state.current) : 0];
  if (!sheet.confirm(answer)) {
    resync();
    return;
  }
  rescue(answer);
  if (own && "undo" in answer) state.steps = { undo: answer.undo, redo: answer.redo };
  if (!sheet.rows.has(state.current)) {
    // the row went into another: that is where the person is now
    const into = answer.changes.find((change) => change.before?.includes(before))?.after[0]?.id;
    state.current = into ?? sheet.order[0] ?? "";
  }
  update();
}

// a row that somebody merged or split away while its text was being written: what was written stays before the person
function rescue(answer = null) {
  const { editing } = state;
  if (!editing || sheet.rows.has(editing.id)) return;
  const fields = drafts(editing);
  state.editing = null;
  remember();
  list.options.editing = "";
  const rows = answer?.changes.find((change) => change.before?.includes(editing.id))?.after ?? [];
  for (const side of ["source", "target"]) {
    const some = fields.filter((field) => field.dataset.side === side);
    if (some.length) contest("edit", editing.id, { side, texts: Object.fromEntries(some.map((field) => [field.dataset.piece, field.value])), new: newName() }, rows, answer?.user ?? "");
  }
}

let syncing = false;
async function resync() {
  if (syncing) return;
  syncing = true;
  try {
    const answer = await ask(`${base}/changes?after=${sheet.head}`);
    if (answer.status === 200 && answer.told.length < 200 && answer.told.every((event) => sheet.confirm(event))) update();
    else await load();
  } catch {
    // asked for again when the connection is back
  } finally {
    syncing = false;
  }
}

// the row that an act can be done to now: its own, or for a text the one that holds the segments
function holder(row, values) {
  if (sheet.rows.has(row)) return row;
  const pieces = Object.keys(values.texts ?? {});
  if (!pieces.length) return "";
  return sheet.order.find((id) => {
    const there = sheet.rows.get(id).view?.[values.side].map((piece) => piece[0]) ?? [];
    return pieces.every((piece) => there.includes(piece));
  }) ?? "";
}

// what a person did to a row, and what somebody else made of it first: both are shown, and the person decides
function contest(name, row, values, rows, by) {
  const texts = [...Object.values(values.texts ?? {}).map((text) => [values.side, text]), ...(typeof values.text === "string" ? [["", values.text]] : [])];
  const gone = !rows.some((view) => view.id === row);
  const can = !gone || (values.texts && rows.some((view) => Object.keys(values.texts).every((piece) => view[values.side].some((each) => each[0] === piece))));
  dialogs.conflict({ name: nameOf({ path: "acts", body: { act: name, values } }), texts }, { rows, by: by === told.user ? "" : by, gone }, {
    apply: can ? async () => {
      await load();
      await fetchRows(rows.map((view) => view.id));
      const to = holder(row, values);
      if (to) act(name, values, to);
      else announce(say("refused", say("gone row")));
      update();
    } : null,
    keep() {
      update();
      if (texts.length) discarded(() => contest(name, row, values, rows, by));
    },
  });
}

// what a person wrote and left can be taken back for as long as the page says so
function discarded(restore) {
  announce(say("discarded"), true);
  at("toast-undo").textContent = say("restore");
  state.restore = restore;
}

function conflict(item, answer) {
  const theirs = answer.rows ?? [];
  sheet.take(theirs);
  resync();
  contest(item.body.act, item.body.row, item.body.values ?? {}, theirs, answer.by ?? "");
}

const settle = (name, values) => {
  if (!act(name, values)) return;
  const next = seek(unreviewed);
  update();
  if (next) go(next);
};

function merge(which) {
  const place = sheet.at(state.current);
  const into = which === "next" ? state.current : sheet.order[place - 1];
  state.fallback = into;
  if (act("merge", { with: which })) {
    state.current = into;
    update();
    go(into);
  }
}

function move(to, row = state.current) {
  const place = sheet.at(row);
  const taker = sheet.order[place + (to === "next" ? 1 : -1)];
  state.fallback = taker;
  if (act("move", { side: state.side, to }, row)) {
    update();
    go(sheet.rows.has(state.current) ? state.current : taker);
  }
}

function pull(from) {
  const place = sheet.at(state.current) + (from === "next" ? 1 : -1);
  const giver = sheet.order[place];
  if (giver) move(from === "next" ? "previous" : "next", giver);
  else announce(say("nothing to do"));
}

function split(side = null, boundary = 0) {
  const view = sheet.rows.get(state.current)?.view;
  if (!view) return;
  const chosen = side ?? (view[state.side].length > 1 ? state.side : ["target", "source"].find((name) => view[name].length > 1));
  if (!chosen) {
    edit();
    announce(say("split help"));
    return;
  }
  if (act("split", { ...cuts(view, chosen, boundary || 1, 0), new: newName() })) {
    update();
    go(state.current);
  }
}

function undo(path) {
  if (!told.acts) return;
  if (!state.steps[path] && !outbox.items.length) {
    announce(say("nothing to do"));
    return;
  }
  enqueue(path, {}, null);
  // what the server would say is not known here
  if (!outbox.connected) announce(say("queued", say(path)));
}

// ——— editing texts

function edit() {
  if (state.editing) {
    // one row at a time
    const { id, fields, last } = state.editing;
    go(id);
    (last ?? fields[0]).focus();
    return;
  }
  const row = sheet.rows.get(state.current);
  if (!row?.view || !told.acts) return;
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
        "aria-label": say(`edit ${side}`, place + 1), "data-piece": piece[0], "data-side": side });
      field.value = piece[4];
      const grow = () => {
        field.style.height = "auto";
        field.style.height = `${Math.min(field.scrollHeight + 2, 600)}px`;
      };
      field.addEventListener("input", () => {
        grow();
        remember();
      });
      requestAnimationFrame(grow);
      mind(field, { keep: () => keep(), leave: () => abandon(), split: () => splitAtCaret(field) });
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
  requestAnimationFrame(() => bar.scrollIntoView({ block: "nearest" }));
  first.focus({ preventScroll: true });
  first.setSelectionRange(first.value.length, first.value.length);
  buttons();
}

// a page that goes without asking (a crash, a dead battery) gives back what was being written when it comes again
const DRAFT = `jjak.draft.${told.alignment}`;
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

function recall() {
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(DRAFT));
  } catch {
    // nothing that can be read
  }
  if (draft && sheet.rows.has(draft.id) && told.acts) discarded(() => rewrite(draft.id, draft.texts));
}

// open a row again with texts that were left
async function rewrite(id, texts) {
  if (!sheet.rows.get(id)?.view) await fetchRows([id]);
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
  remember();
  list.options.editing = "";
  const known = list.elements.get(id);
  if (known) known.state = "";
  list.heights.delete(id);
  update();
  list.focus(state.current);
}

const drafts = (editing) => editing.fields.filter((field) => clean(field.value) !== clean(editing.view[field.dataset.side].find((piece) => piece[0] === field.dataset.piece)?.[4] ?? ""));

function write(editing, changedFields) {
  for (const side of ["source", "target"]) {
    const some = changedFields.filter((field) => field.dataset.side === side);
    if (!some.length) continue;
    const texts = Object.fromEntries(some.map((field) => [field.dataset.piece, field.value]));
    // what the person saw when they began to write is what the server must still have
    const wanted = { act: "edit", row: editing.id, values: { side, texts, new: newName() } };
    const now = sheet.rows.get(editing.id);
    const seen = { [editing.id]: now && now.version !== editing.version && editing.wrote ? now.version : editing.version };
    const item = enqueue("acts", { act: "edit", row: editing.id, seen, values: wanted.values }, sheet.rows.has(editing.id) ? wanted : null);
    editing.wrote = true;
    if (item) announce(say("did", say("edit"), sheet.rows.has(editing.id) ? sheet.at(editing.id) + 1 : ""), true);
  }
}

function keep() {
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
  const view = sheet.rows.get(id)?.view;
  if (!view || !piece) return;
  const whole = points(view[side][place]?.[4] ?? "").length;
  const cut = offset <= 0 ? [place, 0] : offset >= whole ? [place + 1, 0] : [place, offset];
  if (act("split", { ...cuts(view, side, ...cut), new: newName() }, id)) {
    update();
    go(id);
  }
}

// ——— long work

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

async function realign() {
  if (!told.acts || state.working) return;
  if (told.imported) {
    announce(say("nothing to align"));
    return;
  }
  state.working = true;
  try {
    await beginAligning();
  } catch {
    announce(say("refused", say("no connection")));
  } finally {
    state.working = false;
  }
}

async function beginAligning() {
  const row = state.current;
  const number = sheet.at(row) + 1;
  // the rows that are aligned are the server's: what was done here goes first
  while (outbox.items.length && outbox.connected) await pause(30);
  if (outbox.items.length) throw new Error("no connection");
  const answer = await ask(`${base}/realign`, { row, key: newKey() });
  if (answer.status !== 202) {
    announce(say("refused", [answer.told.error, answer.told.fix].filter(Boolean).join(" ") || String(answer.status)));
    return;
  }
  sessionStorage.setItem(`jjak.job.${told.alignment}`, JSON.stringify({ id: answer.told.id, number }));
  await watch(answer.told.id, number);
}

async function watch(id, number) {
  const bar = element("progress", { max: "1", "aria-label": say("realigning", number) });
  const stop = element("button", { type: "button", class: "plain", onclick: () => ask(`/api/jobs/${id}/stop`, {}).catch(() => {}) }, say("stop"));
  notice(`${say("realigning", number)} `, bar, " ", stop);
  for (;;) {
    let answer;
    try {
      answer = await ask(`/api/jobs/${id}`);
    } catch {
      answer = { status: 0, told: {} };
    }
    const job = answer.told;
    if (answer.status === 404) break;
    if (answer.status === 200) {
      if (job.total) [bar.max, bar.value] = [job.total, job.done];
      if (!["waiting", "running"].includes(job.state)) {
        if (job.state === "done") announce(job.result === "0" ? say("realign same") : say("did many", say("realign"), job.result), job.result !== "0");
        else announce(job.state === "stopped" ? say("stopped") : say("refused", [job.result, job.fix].filter(Boolean).join(" ")));
        break;
      }
    }
    await pause(300);
  }
  sessionStorage.removeItem(`jjak.job.${told.alignment}`);
  notice("");
  await load();
}

function acceptAbove() {
  const open = () => select().map((id) => sheet.rows.get(id)).filter((row) => unreviewed(row) && row.light[4] && row.light[5] && row.light[3] >= 0);
  const count = (least) => open().filter((row) => row.light[3] >= Math.round(least * 100)).length;
  dialogs.score(painter.thresholds[1], count, (score) => {
    const values = { score };
    if (state.filter !== "all" || state.found) values.rows = select();
    if (enqueue("acts", { act: "accept_above", row: "", seen: {}, values }, { act: "accept_above", row: "", values })) update();
  });
}

// ——— keys and buttons

const COMMANDS = {
  accept: () => settle("accept"),
  reject: () => dialogs.reasons((reason) => settle("reject", { reason })),
  clear: () => { if (act("clear")) update(); },
  merge_next: () => merge("next"),
  merge_previous: () => merge("previous"),
  split: () => split(),
  move_up: () => move("previous"),
  move_down: () => move("next"),
  pull_down: () => pull("previous"),
  pull_up: () => pull("next"),
  edit: () => edit(),
  comment() {
    const row = sheet.rows.get(state.current);
    if (row?.view && told.acts) dialogs.comment(sheet.at(row.id) + 1, row.view.comment, (text) => { if (act("comment", { text }, row.id)) update(); });
  },
  bookmark() {
    const row = sheet.rows.get(state.current);
    if (row?.view && act("bookmark", { on: !row.view.bookmark })) update();
  },
  next_doubtful: () => seekAndGo(doubtful),
  previous_doubtful: () => seekAndGo(doubtful, -1),
  next_unreviewed: () => seekAndGo(unreviewed),
  next_row: () => step(1),
  previous_row: () => step(-1),
  other_side() {
    state.side = state.side === "source" ? "target" : "source";
    update();
    list.focus(state.current);
  },
  accept_above: () => { if (told.acts) acceptAbove(); },
  realign,
  undo: () => undo("undo"),
  redo: () => undo("redo"),
  find: () => at("find").focus(),
  toggle_mt: () => toggle("mt"),
  toggle_reasons: () => toggle("reasons"),
  help: () => dialogs.keys(keys, say, () => buttons(true)),
};

const BAR = ["accept", "reject", "clear", "merge_next", "merge_previous", "split", "move_up", "move_down", "pull_down", "pull_up", "other_side", "edit", "comment", "bookmark", "next_doubtful", "previous_doubtful", "next_unreviewed", "realign", "accept_above"];
const ACTING = new Set(["accept", "reject", "clear", "merge_next", "merge_previous", "split", "move_up", "move_down", "pull_down", "pull_up", "edit", "comment", "bookmark", "realign", "accept_above"]);

function run(name) {
  if (ACTING.has(name) || name in state.steps) {
    if (!told.acts) {
      announce(say("reading"));
      return;
    }
    // a document may have no rows
    if (!state.current) {
      announce(say("nothing to do"));
      return;
    }
    // what is being written comes first: an act must not overtake the text that it is about
    if (state.editing && name !== "edit") keep();
  }
  COMMANDS[name]();
}

function command(name) {
  return element("button", { type: "button", "data-command": name, onclick: () => run(name) },
    element("kbd", {}, keys.map[name]), " ", element("span", { class: "word" }, say(name)));
}

function build() {
  at("filters").replaceChildren(...Object.keys(FILTERS).map((name) => element("button", { type: "button", class: "plain", "data-filter": name, "aria-pressed": String(name === "all"), onclick() {
    state.filter = name;
    at("rows").scrollTop = 0;
    update();
    if (list.place(state.current) >= 0) list.reach(state.current);
  } }, say(name), element("span", { class: "count" }))));
  at("tools").replaceChildren(
    element("button", { type: "button", class: "plain", "data-toggle": "mt", onclick: () => toggle("mt") }, say("mt"), " ", element("kbd", {}, keys.map.toggle_mt)),
    element("button", { type: "button", class: "plain", "data-toggle": "reasons", onclick: () => toggle("reasons") }, say("reasons"), " ", element("kbd", {}, keys.map.toggle_reasons)),
    element("button", { type: "button", class: "plain", "data-command": "undo", onclick: () => run("undo") }, say("undo"), " ", element("kbd", {}, keys.map.undo)),
    element("button", { type: "button", class: "plain", "data-command": "redo", onclick: () => run("redo") }, say("redo"), " ", element("kbd", {}, keys.map.redo)));
  at("acts").replaceChildren(...BAR.filter((name) => name !== "realign" || !told.imported).map(command));
  document.querySelectorAll("[data-word]").forEach((node) => { node.textContent = say(node.dataset.word); });
  for (const name of ["mt", "reasons"]) toggle(name, localStorage.getItem(`jjak.${name}`) !== "off");
}

function toggle(name, on = document.body.classList.contains(`no-${name}`)) {
  document.body.classList.toggle(`no-${name}`, !on);
  localStorage.setItem(`jjak.${name}`, on ? "on" : "off");
  document.querySelector(`[data-toggle=${name}]`).setAttribute("aria-pressed", String(on));
  list.heights.clear();
  list.refresh();
}

function buttons(renamed = false) {
  const view = sheet.rows.get(state.current)?.view;
  for (const button of document.querySelectorAll("[data-command]")) {
    const name = button.dataset.command;
    if (renamed) button.querySelector("kbd").textContent = keys.map[name];
    button.setAttribute("aria-keyshortcuts", keys.map[name].length === 1 && /[A-Z]/.test(keys.map[name]) ? `Shift+${keys.map[name]}` : keys.map[name]);
    button.disabled = (ACTING.has(name) && (!told.acts || !state.current)) || (name in state.steps && !state.steps[name] && !outbox.items.length);
    if (name === "bookmark") button.setAttribute("aria-pressed", String(Boolean(view?.bookmark)));
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || at("dialog").open || inField(event.target)) return;
  if (event.key === "Enter" && enterIsSpent()) {
    event.preventDefault();
    return;
  }
  const arrows = { ArrowDown: () => step(1), ArrowUp: () => step(-1) };
  if (!event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && at("rows").contains(event.target)) {
    const sides = { ArrowLeft: "source", ArrowRight: "target" };
    if (arrows[event.key]) {
      event.preventDefault();
      arrows[event.key]();
      return;
    }
    if (sides[event.key]) {
      event.preventDefault();
      if (state.side !== sides[event.key]) COMMANDS.other_side();
      return;
    }
  }
  const key = keyOf(event);
  const name = key && keys.act(key);
  if (!name) return;
  event.preventDefault();
  run(name);
});

at("rows").addEventListener("click", (event) => {
  const node = event.target.closest(".row");
  if (!node || state.editing?.id === node.dataset.id) return;
  const side = event.target.closest("[data-side]")?.dataset.side;
  if (side) state.side = side;
  const cutButton = event.target.closest(".cut");
  const selecting = String(getSelection()).length > 0;
  if (cutButton) split(cutButton.dataset.side, Number(cutButton.dataset.cut));
  else if (node.dataset.id !== state.current || side) {
    list.options.side = state.side;
    go(node.dataset.id, { focus: !selecting });
  }
});
at("rows").addEventListener("dblclick", (event) => {
  if (event.target.closest(".piece, .none") && told.acts) edit();
});
at("rows").addEventListener("focusin", (event) => {
  const node = event.target.closest(".row");
  if (node && event.target === node && node.dataset.id !== state.current && !state.editing) {
    state.current = node.dataset.id;
    update();
  }
});
at("toast-undo").addEventListener("click", () => {
  if (state.restore && at("toast-undo").textContent === say("restore")) {
    const restore = state.restore;
    state.restore = null;
    restore();
  } else undo("undo");
});
at("show-keys").addEventListener("click", () => COMMANDS.help());

let finding;
at("find").addEventListener("input", () => {
  clearTimeout(finding);
  finding = setTimeout(async () => {
    const text = at("find").value.trim();
    let answer = null;
    try {
      answer = text ? await ask(`${base}/find?q=${encodeURIComponent(text)}`) : null;
    } catch {
      announce(say("refused", say("no connection")));
    }
    if (at("find").value.trim() !== text) return;
    state.found = answer && answer.status === 200 ? new Set(answer.told) : null;
    at("rows").scrollTop = 0;
    update();
    if (state.found) announce(say("score count", state.found.size.toLocaleString()));
  }, 150);
});
mind(at("find"), {
  keep: () => { if (list.shown.length) go(list.shown[0]); },
  leave() {
    at("find").value = "";
    at("find").dispatchEvent(new Event("input"));
    list.focus(state.current);
  },
});
window.addEventListener("beforeunload", (event) => {
  if (state.editing && drafts(state.editing).length) event.preventDefault();
});

// ——— the beginning

async function load(tries = 3) {
  const answer = await ask(`${base}/index`);
  if (answer.status !== 200) throw new Error(answer.told.error ?? String(answer.status));
  // what was asked for may come after the answers to acts that were done since
  if (answer.told.head < sheet.head && tries > 1) return load(tries - 1);
  painter.thresholds = answer.told.thresholds;
  sheet.load(answer.told);
  rescue();
  state.steps = { undo: answer.told.undo, redo: answer.told.redo };
  update();
  return answer.told;
}

async function start() {
  build();
  let kept = [];
  try {
    kept = await outbox.kept();
  } catch {
    // a forbidden storage
  }
  const index = await load();
  const wanted = told.row && sheet.rows.has(told.row) ? told.row : index.place;
  state.current = wanted || sheet.order[0] || "";
  update();
  if (state.current) go(state.current);
  if (!sheet.order.length) announce(say("empty"));
  document.body.dataset.ready = "yes";
  for (const item of kept) outbox.add(item);
  outbox.hears.state(outbox.items.length, true);
  if (!told.acts) notice(say("reading"));
  recall();
  new Live(`${base}/live`, (event) => {
    if (event.user !== told.user && event.number > sheet.head) announce(say("other did", event.user, actName(event.act)));
    took(event, event.user === told.user);
  }, () => {
    // what happened while nobody listened
    outbox.wake();
    resync();
  });
  try {
    const job = JSON.parse(sessionStorage.getItem(`jjak.job.${told.alignment}`));
    if (job) {
      state.working = true;
      watch(job.id, job.number).catch(() => {}).finally(() => { state.working = false; });
    }
  } catch {
    // nothing was going on
  }
}

// for the tests and for whoever looks under the bonnet
window.jjak = { sheet, state, outbox, list };

start().catch((error) => {
  notice(say("refused", error.message));
});
