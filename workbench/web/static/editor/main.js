// The alignment editor: what a key or a button does.

import { cuts } from "./commands.js";
import { act, enqueue, load, outbox, resync, receive, undo } from "./command_runner.js";
import { realign, watch } from "./realign.js";
import { drafts, edit, keep, recall, rescue } from "./row_editor.js";
import { enterIsSpent, onEnter } from "./fields.js";
import { inField, keyOf } from "./keys.js";
import { Live, ask } from "./connection.js";
import { FILTERS, actName, announce, at, base, dialogs, doubtful, failed, go, hooks, keys, list, newName, notice, painter, say, seek, seekAndGo, select, reviewRows, state, step, config, unreviewed, update } from "./page.js";
import { element } from "./row.js";

hooks.buttons = buttons;
hooks.rescue = rescue;

const settle = (name, values) => {
  if (!act(name, values)) return;
  const next = seek(unreviewed);
  update();
  if (next) go(next);
};

function merge(which) {
  const place = reviewRows.at(state.current);
  const into = which === "next" ? state.current : reviewRows.order[place - 1];
  state.fallback = into;
  if (act("merge", { with: which })) {
    state.current = into;
    update();
    go(into);
  }
}

function move(to, row = state.current) {
  const place = reviewRows.at(row);
  const taker = reviewRows.order[place + (to === "next" ? 1 : -1)];
  state.fallback = taker;
  if (act("move", { side: state.side, to }, row)) {
    update();
    go(reviewRows.rows.has(state.current) ? state.current : taker);
  }
}

function pull(from) {
  const place = reviewRows.at(state.current) + (from === "next" ? 1 : -1);
  const giver = reviewRows.order[place];
  if (giver) move(from === "next" ? "previous" : "next", giver);
  else announce(say("nothing to do"));
}

function split(side = null, boundary = 0) {
  const view = reviewRows.rows.get(state.current)?.view;
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

function acceptAbove() {
  const open = () => select().map((id) => reviewRows.rows.get(id)).filter(unreviewed);
  const sure = (least) => open().filter((row) => row.light[3] >= Math.round(least * 100));
  const both = (row) => row.light[4] && row.light[5];
  const count = (least) => sure(least).filter((row) => both(row) && !failed(row)).length;
  const passed = (least) => [
    ["passed errors", sure(least).filter((row) => both(row) && failed(row)).length],
    ["passed unchecked", sure(least).filter((row) => both(row) && row.light[10] === "?").length],
    ["passed omissions", sure(least).filter((row) => !both(row)).length],
    ["passed by hand", open().filter((row) => row.light[3] < 0).length],
  ];
  dialogs.score(painter.thresholds[1], count, (score) => {
    const values = { score };
    if (state.filter !== "all" || state.found) values.rows = select();
    if (enqueue("acts", { act: "accept_above", row: "", seen: {}, values }, { act: "accept_above", row: "", values })) update();
  }, passed);
}

// a check that the row fails is ignored with a reason, or one that is ignored is heeded again
function ignore() {
  const view = reviewRows.rows.get(state.current)?.view;
  if (!view) return;
  const said = (check) => say(check, { value: view.why.find(([, key]) => key === check)?.[2] ?? "" });
  const whole = reviewRows.ignored.map(([check]) => check);
  const choices = [
    ...view.errors.filter((check) => !whole.includes(check)).map((check) => [check, said(check), ""]),
    ...view.ignored.map(([check, , why]) => [check, `${said(check)} – ${say("ignored", { why })}`, "row"]),
    ...reviewRows.ignored.map(([check, , why]) => [check, `${say(check, { value: "…" })} – ${say("ignored", { why })}`, "document"]),
  ];
  if (!choices.length) announce(say("nothing to ignore"));
  else dialogs.ignore(reviewRows.at(view.id) + 1, choices, (values) => { if (act("ignore", values, view.id)) update(); });
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
    const row = reviewRows.rows.get(state.current);
    if (row?.view && config.acts) dialogs.comment(reviewRows.at(row.id) + 1, row.view.comment, (text) => { if (act("comment", { text }, row.id)) update(); });
  },
  bookmark() {
    const row = reviewRows.rows.get(state.current);
    if (row?.view && act("bookmark", { on: !row.view.bookmark })) update();
  },
  ignore,
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
  accept_above: () => { if (config.acts) acceptAbove(); },
  realign,
  undo: () => undo("undo"),
  redo: () => undo("redo"),
  find: () => at("find").focus(),
  toggle_mt: () => toggle("mt"),
  toggle_reasons: () => toggle("reasons"),
  help: () => dialogs.keys(keys, say, () => buttons(true)),
};

const BAR = ["accept", "reject", "clear", "merge_next", "merge_previous", "split", "move_up", "move_down", "pull_down", "pull_up", "other_side", "edit", "comment", "bookmark", "next_doubtful", "previous_doubtful", "next_unreviewed", "realign", "accept_above"];
const ACTING = new Set(["accept", "reject", "clear", "merge_next", "merge_previous", "split", "move_up", "move_down", "pull_down", "pull_up", "edit", "comment", "bookmark", "ignore", "realign", "accept_above"]);

function run(name) {
  if (ACTING.has(name) || name in state.steps) {
    if (!config.acts) {
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
  at("acts").replaceChildren(...BAR.filter((name) => name !== "realign" || !config.imported).map(command));
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
  const view = reviewRows.rows.get(state.current)?.view;
  for (const button of document.querySelectorAll("[data-command]")) {
    const name = button.dataset.command;
    if (renamed) button.querySelector("kbd").textContent = keys.map[name];
    button.setAttribute("aria-keyshortcuts", keys.map[name].length === 1 && /[A-Z]/.test(keys.map[name]) ? `Shift+${keys.map[name]}` : keys.map[name]);
    button.disabled = (ACTING.has(name) && (!config.acts || !state.current)) || (name in state.steps && !state.steps[name] && !outbox.items.length);
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
  if (event.target.closest(".ignore")) {
    go(node.dataset.id, { focus: false });
    run("ignore");
  } else if (cutButton) split(cutButton.dataset.side, Number(cutButton.dataset.cut));
  else if (node.dataset.id !== state.current || side) {
    list.options.side = state.side;
    go(node.dataset.id, { focus: !selecting });
  }
});
at("rows").addEventListener("dblclick", (event) => {
  if (event.target.closest(".piece, .none") && config.acts) edit();
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
      announce(say("refused", { reason: say("no connection") }));
    }
    if (at("find").value.trim() !== text) return;
    state.found = answer && answer.status === 200 ? new Set(answer.body) : null;
    at("rows").scrollTop = 0;
    update();
    if (state.found) announce(say("score count", { count: state.found.size }));
  }, 150);
});
onEnter(at("find"), {
  keep: () => { if (list.shown.length) go(list.shown[0]); },
  leave() {
    clearTimeout(finding);
    at("find").value = "";
    state.found = null;
    update();
    if (state.current) go(state.current);
  },
});
window.addEventListener("beforeunload", (event) => {
  if (state.editing && drafts(state.editing).length) event.preventDefault();
});

// ——— the beginning

async function start() {
  build();
  let kept = [];
  try {
    kept = await outbox.recovered();
  } catch {
    // a forbidden storage
  }
  const index = await load();
  const wanted = config.row && reviewRows.rows.has(config.row) ? config.row : index.place;
  state.current = wanted || reviewRows.order[0] || "";
  update();
  if (state.current) go(state.current);
  if (!reviewRows.order.length) announce(say("empty"));
  document.body.dataset.ready = "yes";
  for (const item of kept) outbox.add(item);
  outbox.remind();
  outbox.handlers.state(outbox.items.length, outbox.refused.length, true);
  if (!config.acts) notice(say("reading"));
  recall();
  new Live(`${base}/live`, (event) => {
    if (event.user !== config.user && event.number > reviewRows.head) announce(say("other did", { user: event.user, action: actName(event.act) }));
    receive(event, event.user === config.user);
  }, () => {
    // what happened while nobody listened
    outbox.wake();
    resync();
  });
  try {
    const job = JSON.parse(sessionStorage.getItem(`jjak.job.${config.alignment}`));
    if (job) {
      state.working = true;
      watch(job.id, job.number).catch(() => {}).finally(() => { state.working = false; });
    }
  } catch {
    // nothing was going on
  }
}

// for the tests and for whoever looks under the bonnet
window.jjak = { reviewRows, state, outbox, list };

start().catch((error) => {
  notice(say("refused", { reason: error.message }));
});
