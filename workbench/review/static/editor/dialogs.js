// What the editor asks for in a box of its own; the browser keeps the focus inside and gives it back.

import { element } from "./row.js";
import { mind } from "./fields.js";
import { DEFAULTS, isFree, keyOf } from "./keys.js";

export const REASONS = ["wrong language", "misaligned", "untranslated", "machine-translated", "translation error", "free translation", "bad text"];

export class Dialogs {
  constructor(box, say) {
    this.box = box;
    this.say = say;
    this.closed = null;
    box.addEventListener("close", () => {
      const done = this.closed;
      this.closed = null;
      done?.();
    });
  }

  _open(title, content, done) {
    if (this.box.open) this.box.close();
    this.box.replaceChildren(element("h2", { id: "dialog-title" }, title), ...content);
    this.closed = done;
    this.box.showModal();
  }

  close() {
    this.box.close();
  }

  reasons(chosen) {
    const pick = (reason) => {
      this.close();
      chosen(reason);
    };
    const buttons = REASONS.map((reason, at) => element("button", { type: "button", class: "reason", "data-reason": reason, onclick: () => pick(reason) },
      element("kbd", {}, String(at + 1)), " ", this.say(reason)));
    const list = element("div", { class: "reasons", onkeydown: (event) => {
      const at = Number(event.key) - 1;
      if (REASONS[at]) pick(REASONS[at]);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
      }
    } }, ...buttons);
    this._open(this.say("reason title"), [list, this._cancel()]);
    buttons[0].focus();
  }

  comment(number, text, keep) {
    const field = element("textarea", { id: "comment", rows: "4", "aria-labelledby": "dialog-title", dir: "auto" });
    field.value = text;
    const done = () => {
      this.close();
      if (field.value.trim() !== text) keep(field.value);
    };
    mind(field, { keep: done, leave: () => this.close(), lines: true });
    this._open(this.say("comment title", number), [field, this._buttons(done)]);
    field.focus();
    field.setSelectionRange(text.length, text.length);
  }

  score(start, count, accept) {
    const field = element("input", { type: "number", id: "score", min: "0", max: "1", step: "0.01", value: String(start), "aria-labelledby": "dialog-title", "aria-describedby": "score-count" });
    const said = element("p", { id: "score-count", role: "status" });
    const tell = () => { said.textContent = this.say("score count", count(Number(field.value)).toLocaleString()); };
    const done = () => {
      if (!field.checkValidity() || field.value === "") return;
      this.close();
      accept(Number(field.value));
    };
    field.addEventListener("input", tell);
    mind(field, { keep: done, leave: () => this.close() });
    this._open(this.say("score title"), [field, said, this._buttons(done)]);
    tell();
    field.select();
  }

  keys(keys, label, changed) {
    const said = element("p", { role: "status", class: "quiet" });
    const rows = Object.keys(DEFAULTS).map((act) => {
      const button = element("button", { type: "button", class: "key", "data-act": act, "aria-label": `${label(act)}: ${keys.map[act]}` }, element("kbd", {}, keys.map[act]));
      button.addEventListener("click", () => {
        button.replaceChildren(this.say("press"));
        button.onkeydown = (event) => {
          if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
          event.preventDefault();
          event.stopPropagation();
          button.onkeydown = null;
          const key = keyOf(event);
          if (event.key !== "Escape") {
            const other = key && isFree(key) ? keys.set(act, key) : undefined;
            if (other === undefined) said.textContent = this.say("browser key");
            else if (other) said.textContent = this.say("taken", key, label(other));
            else said.textContent = `${label(act)}: ${key}`;
          }
          button.replaceChildren(element("kbd", {}, keys.map[act]));
          button.setAttribute("aria-label", `${label(act)}: ${keys.map[act]}`);
          changed();
        };
      });
      return element("div", {}, element("dt", {}, label(act)), element("dd", {}, button));
    });
    const reset = element("button", { type: "button", class: "plain", id: "reset-keys", onclick: () => {
      keys.reset();
      changed();
      this.keys(keys, label, changed);
    } }, this.say("reset keys"));
    this._open(this.say("keys title"), [element("p", { class: "quiet" }, this.say("keys help")), element("dl", { class: "keymap" }, ...rows),
      element("p", { class: "quiet" }, this.say("fields")), said, element("div", { class: "buttons" }, reset, this._close())]);
  }

  // both versions of what two people changed; nothing of either is lost by looking
  conflict(mine, theirs, { apply, keep }) {
    let decided = false;
    const choose = (what) => {
      decided = true;
      this.close();
      what();
    };
    const buttons = element("div", { class: "buttons" },
      theirs.length ? element("button", { type: "button", id: "apply-mine", onclick: () => choose(apply) }, this.say("apply mine")) : null,
      element("button", { type: "button", class: "plain", id: "keep-theirs", onclick: () => choose(keep) }, this.say("keep theirs")));
    const texts = mine.texts.map((text, at) => {
      const field = element("textarea", { rows: "3", dir: "auto", readonly: true, "aria-label": `${this.say("yours")} ${at + 1}`, class: "mine" });
      field.value = text;
      return field;
    });
    const there = theirs.map((view) => element("div", { class: "theirs" },
      ...["source", "target"].map((side) => element("p", { lang: view.lang[side], dir: "auto" }, view[side].map((piece) => piece[4]).join(" "))),
      element("p", { class: "quiet" }, this.say(view.status === "rejected" ? "rejected status" : view.status === "accepted" ? "accepted" : "unreviewed status"), view.comment ? ` · ${view.comment}` : "")));
    this._open(this.say("conflict title"), [
      element("section", {}, element("h3", {}, this.say("yours")), element("p", {}, this.say("your act", mine.name)), ...texts, texts.length ? element("p", { class: "quiet" }, this.say("copy")) : null),
      element("section", {}, element("h3", {}, this.say("theirs")), ...(there.length ? there : [element("p", {}, this.say("gone"))])),
      buttons,
    ], () => { if (!decided) keep(); });
  }

  _cancel() {
    return element("div", { class: "buttons" }, element("button", { type: "button", class: "plain", onclick: () => this.close() }, this.say("cancel")));
  }

  _close() {
    return element("button", { type: "button", onclick: () => this.close() }, this.say("close"));
  }

  _buttons(done) {
    return element("div", { class: "buttons" }, element("button", { type: "button", id: "dialog-ok", onclick: done }, this.say("ok")),
      element("button", { type: "button", class: "plain", onclick: () => this.close() }, this.say("cancel")));
  }
}
