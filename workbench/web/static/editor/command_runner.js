// Acts on their way to the server and back, and what is done where somebody else was first.

import { Refused, touched } from "./commands.js";
import { Outbox, ask } from "./connection.js";
import { element } from "./row.js";
import { actName, announce, at, base, checkRest, dialogs, discarded, fetchRows, go, hooks, nameOf, newKey, notice, painter, reasonOf, say, reviewRows, state, config, update } from "./page.js";

export const outbox = new Outbox(base, config.alignment, config.user, {
  answer(item, answer) {
    receive(answer, true);
    if (answer.act === "undo" || answer.act === "redo") {
      const detail = answer.detail ?? {};
      const passed = (detail.skipped ?? []).length;
      announce([say(answer.act === "undo" ? "did undo" : "did redo", { action: actName(detail.act ?? "") }), passed ? say("passed by", { count: passed }) : ""].filter(Boolean).join(". "));
      const row = detail.row && reviewRows.rows.has(detail.row) ? detail.row : answer.changes.flatMap((change) => change.row ?? change.after.map((view) => view.id)).find((id) => reviewRows.rows.has(id));
      if (row) go(row);
    } else if (!answer.changes.length && item.path === "acts") announce(say("nothing to do"));
    else if (answer.changes.length > 1) announce(say("did many", { action: nameOf(item), count: answer.changes.length }), true);
  },
  refused(item, status, answer, seen) {
    reviewRows.drop(item.key);
    update();
    // it said that it was done
    at("toast").hidden = true;
    if (status === 409 && !answer.code) conflict(item, answer, seen);
    else if (status === 422 && !textsOf(item).length) {
      announce(say("refused", { reason: reasonOf(answer, status) }));
      seen();
    } else showUnsaved(item, status, answer, seen);
  },
  lost(why, answer) {
    state.lost = why;
    state.lostFor = reasonOf(answer, "");
  },
  state(waiting, refused, connected) {
    const line = at("state");
    line.textContent = waiting ? say("saving", { count: waiting }) : refused ? say("not saved", { count: refused }) : say("saved");
    line.dataset.waiting = String(waiting);
    if (!connected) showHindrance(waiting);
    else if (state.lost && !waiting) {
      state.lost = "";
      notice("");
      announce(say("back"));
    }
  },
  // the corpus was restored: what is shown is of an earlier life
  life() {
    load().catch(() => {});
  },
});

// what a person wrote in an act, with the side of each text
function textsOf(item) {
  const values = item.body.values ?? {};
  return [...Object.values(values.texts ?? {}).map((text) => [values.side, text]), ...(typeof values.text === "string" ? [["", values.text]] : [])];
}

// acts that will never be stored, until their writer has seen them with their texts
const unsaved = [];
function showUnsaved(item, status, answer, seen) {
  const row = item.body.row && reviewRows.rows.has(item.body.row) ? reviewRows.at(item.body.row) + 1 : 0;
  const reason = answer.code === "older" ? say("older page") : reasonOf(answer, status);
  unsaved.push({ name: nameOf(item), row, texts: textsOf(item), reason, seen });
  dialogs.unsaved(unsaved, () => unsaved.splice(0).forEach((each) => each.seen()));
}

// why nothing can be sent now; the words change with what waits, the field for the password stays
function showHindrance(waiting) {
  const words = { "signed out": "signed out", closed: "closed", "other corpus": "other corpus", "other user": "other user" }[state.lost] ?? "offline";
  const text = [say(words, { count: waiting, user: config.user }), words === "closed" ? state.lostFor : ""].filter(Boolean).join(" ");
  if (words !== "signed out") {
    notice(text);
    return;
  }
  const form = at("login-here");
  if (form) {
    form.previousSibling.textContent = text;
    return;
  }
  notice(text, loginForm());
}

function loginForm() {
  const field = element("input", { type: "password", autocomplete: "current-password", required: true, "aria-label": say("password of", { user: config.user }) });
  const wrong = element("span", { role: "alert", class: "problem" });
  const form = element("form", { id: "login-here", class: "login-here" },
    element("label", {}, say("password of", { user: config.user }), " ", field), " ", element("button", {}, say("log in")), " ", wrong);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    try {
      wrong.textContent = await outbox.login(field.value);
    } catch {
      wrong.textContent = say("no connection");
    }
    field.value = "";
  });
  return form;
}

export function enqueue(path, body, act) {
  const item = { key: newKey(), path, body: { ...body, base: [reviewRows.head, reviewRows.headKey] } };
  if (act) {
    try {
      reviewRows.add({ key: item.key, act, changes: [] });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      announce(error.message === "edge" || error.message === "nothing" ? say("nothing to do") : say("refused", { reason: say(error.message === "gone" ? "gone row" : "loading") }));
      return null;
    }
  }
  outbox.add(item);
  return item;
}

export function act(name, values = {}, row = state.current) {
  if (!config.acts) {
    announce(say("reading"));
    return null;
  }
  const wanted = { act: name, row, values };
  let seen = {};
  try {
    seen = Object.fromEntries(touched(reviewRows, wanted).map((each) => [each.id, each.version]));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    announce(say("nothing to do"));
    return null;
  }
  const number = reviewRows.rows.has(row) ? reviewRows.at(row) + 1 : "";
  const item = enqueue("acts", { act: name, row, seen, values }, wanted);
  if (item && row) announce(say("did", { action: nameOf(item), row: number }), true);
  return item;
}

// what the server says happened, here or elsewhere
export function receive(answer, own = false) {
  // said twice, by the answer and by the live changes
  if (answer.number <= reviewRows.head && answer.number > 0 && !reviewRows.pending.some((item) => item.key === answer.key)) {
    if (own && "undo" in answer) state.steps = { undo: answer.undo, redo: answer.redo };
    hooks.buttons();
    return;
  }
  const before = reviewRows.order[reviewRows.rows.has(state.current) ? reviewRows.at(state.current) : 0];
  if (!reviewRows.confirm(answer)) {
    resync();
    return;
  }
  hooks.rescue(answer);
  if (own && "undo" in answer) state.steps = { undo: answer.undo, redo: answer.redo };
  if (!reviewRows.rows.has(state.current)) {
    // the row went into another: that is where the person is now
    const into = answer.changes.find((change) => change.before?.includes(before))?.after[0]?.id;
    state.current = into ?? reviewRows.order[0] ?? "";
  }
  update();
}

let syncing = false;
export async function resync() {
  if (syncing) return;
  syncing = true;
  try {
    const answer = await ask(`${base}/changes?after=${reviewRows.head}`);
    if (answer.status === 200 && !answer.body.more && answer.body.events.every((event) => reviewRows.confirm(event))) update();
    else await load();
  } catch {
    // asked for again when the connection is back
  } finally {
    syncing = false;
  }
}

export async function load(tries = 3) {
  const answer = await ask(`${base}/index`);
  if (answer.status !== 200) throw new Error(answer.body.error ?? String(answer.status));
  // what was asked for may come after the answers to acts that were done since
  if (answer.body.head < reviewRows.head && tries > 1) return load(tries - 1);
  painter.thresholds = answer.body.thresholds;
  reviewRows.load(answer.body);
  hooks.rescue();
  state.steps = { undo: answer.body.undo, redo: answer.body.redo };
  update();
  checkRest();
  return answer.body;
}

// the row that an act can be done to now: its own, or for a text the one that holds the segments
function holder(row, values) {
  if (reviewRows.rows.has(row)) return row;
  const pieces = Object.keys(values.texts ?? {});
  if (!pieces.length) return "";
  return reviewRows.order.find((id) => {
    const there = reviewRows.rows.get(id).view?.[values.side].map((piece) => piece[0]) ?? [];
    return pieces.every((piece) => there.includes(piece));
  }) ?? "";
}

// what a person did to a row, and what somebody else made of it first: both are shown, and the person decides
export function contest(name, row, values, rows, by, seen = () => {}) {
  const texts = textsOf({ body: { values } });
  const gone = !rows.some((view) => view.id === row);
  const can = !gone || (values.texts && rows.some((view) => Object.keys(values.texts).every((piece) => view[values.side].some((each) => each[0] === piece))));
  dialogs.conflict({ name: nameOf({ path: "acts", body: { act: name, values } }), texts }, { rows, by: by === config.user ? "" : by, gone }, {
    apply: can ? async () => {
      seen();
      await load();
      await fetchRows(rows.map((view) => view.id));
      const to = holder(row, values);
      if (to) act(name, values, to);
      else announce(say("refused", { reason: say("gone row") }));
      update();
    } : null,
    keep() {
      seen();
      update();
      if (texts.length) discarded(() => contest(name, row, values, rows, by));
    },
  });
}

function conflict(item, answer, seen) {
  const theirs = answer.rows ?? [];
  reviewRows.take(theirs);
  resync();
  contest(item.body.act, item.body.row, item.body.values ?? {}, theirs, answer.by ?? "", seen);
}

export function undo(path) {
  if (!config.acts) return;
  if (!state.steps[path] && !outbox.items.length) {
    announce(say("nothing to do"));
    return;
  }
  enqueue(path, {}, null);
  // what the server would say is not known here
  if (!outbox.connected) announce(say("queued", { action: say(path) }));
}
