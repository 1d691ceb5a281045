// The key map: letters outside text fields, found by their place on the keyboard where Hangul is switched on.

export const DEFAULTS = {
  accept: "a", reject: "r", clear: "x",
  merge_next: "m", merge_previous: "M", split: "s",
  move_up: "u", move_down: "d", pull_down: "U", pull_up: "D",
  edit: "e", comment: "c", bookmark: "b", ignore: "w",
  next_doubtful: "n", previous_doubtful: "N", next_unreviewed: "v",
  next_row: "j", previous_row: "k", other_side: "o",
  accept_above: "A", realign: "g",
  undo: "z", redo: "Z",
  find: "f", toggle_mt: "t", toggle_reasons: "i", help: "?",
};
const STORE = "jjak.keys";
// what a browser does with a key by itself, with nothing held down
const BROWSERS = new Set([" ", "/", "'", "Tab", "Enter", "Escape", "Backspace"]);

export const isFree = (key) => key.length === 1 && !BROWSERS.has(key);

export function keyOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  // with Hangul switched on the key is a jamo, or `Process`; its place says which letter was meant
  const letter = /^[a-zA-Z]$/.test(event.key) ? event.key : /^Key([A-Z])$/.exec(event.code ?? "")?.[1];
  // the same sign, whatever is switched on
  if (event.key === "Process" && event.code === "Slash" && event.shiftKey) return "?";
  // caps lock is no shift
  if (letter) return event.shiftKey ? letter.toUpperCase() : letter.toLowerCase();
  return event.key;
}

export class Keys {
  constructor() {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(STORE)) ?? {};
    } catch {
      kept = {};
    }
    this.map = { ...DEFAULTS };
    for (const [act, key] of Object.entries(kept)) if (act in DEFAULTS && typeof key === "string" && isFree(key)) this.map[act] = key;
  }

  act(key) {
    return Object.keys(this.map).find((act) => this.map[act] === key);
  }

  // the act that has the key already, or nothing where it was set
  set(act, key) {
    const other = this.act(key);
    if (other && other !== act) return other;
    this.map[act] = key;
    this._keep();
    return null;
  }

  reset() {
    this.map = { ...DEFAULTS };
    this._keep();
  }

  _keep() {
    try {
      localStorage.setItem(STORE, JSON.stringify(this.map));
    } catch {
      // remembered for this page only
    }
  }
}

export const inField = (target) => target.closest?.("input, textarea, select, dialog, [contenteditable]") !== null && target.closest !== undefined;
