// What the editor asks for in a box of its own; the browser keeps the focus inside and gives it back.

import { element } from "./row.js";
import { onEnter } from "./fields.js";
import { DEFAULTS, isFree, keyOf } from "./keys.js";

export const REASONS = ["wrong language", "misaligned", "untranslated", "machine-translated", "translation error", "free translation", "bad text"];

export class Dialogs {
  constructor(box, say) {
    this.box = box;
    this.say = say;
    this.closed = null;
    this.waiting = []; // conflicts that came while the box was open
    box.addEventListener("close", () => {
      const done = this.closed;
      this.closed = null;
      done?.();
      if (!this.box.open) this.waiting.shift()?.();
    });
  }

  // done: handlers that the box was closed, however that was
  _open(title, content, done) {
    this.box.replaceChildren(element("h2", { id: "dialog-title", tabindex: "-1" }, title), ...content);
    this.closed = done;
    if (!this.box.open) this.box.showModal();
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
    onEnter(field, { keep: done, leave: () => this.close(), lines: true });
    this._open(this.say("comment title", { row: number }), [field, this._buttons(done)]);
    field.focus();
    field.setSelectionRange(text.length, text.length);
  }

  // A check that a row fails, or that is ignored already, is ignored or heeded again, here or in the document.
  // choices: [check, how it is called, where it is ignored: "row", "document" or ""]; done(values)
  ignore(number, choices, done) {
    const which = element("select", { id: "ignore-check", "aria-label": this.say("ignore which") }, ...choices.map(([check, text], at) => element("option", { value: String(at) }, text)));
    const why = element("input", { id: "ignore-why", type: "text", required: true, maxlength: "500", dir: "auto" });
    const label = element("label", { class: "quiet" }, this.say("ignore why"), " ", why);
    const pick = (scope) => {
      const [check, , where] = choices[Number(which.value)];
      if (!where && !why.value.trim()) {
        why.reportValidity();
        return;
      }
      this.close();
      done({ check, why: where ? "" : why.value.trim(), on: !where, ...((where || scope) === "document" ? { scope: "document" } : {}) });
    };
    const buttons = element("div", { class: "buttons" });
    const tell = () => {
      const where = choices[Number(which.value)][2];
      label.hidden = Boolean(where);
      const made = where ? [["heed", where]] : [["ignore row", "row"], ["ignore document", "document"]];
      buttons.replaceChildren(...made.map(([word, scope], at) => element("button", { type: "button", class: at ? "plain" : "", "data-scope": scope, onclick: () => pick(scope) }, this.say(word))),
        element("button", { type: "button", class: "plain", onclick: () => this.close() }, this.say("cancel")));
    };
    which.addEventListener("change", tell);
    onEnter(why, { keep: () => pick("row"), leave: () => this.close() });
    tell();
    this._open(this.say("ignore title", { row: number }), [which, label, buttons]);
    (label.hidden ? buttons.firstChild : why).focus();
  }

  score(start, count, accept, passed) {
    const field = element("input", { type: "number", id: "score", min: "0", max: "1", step: "0.01", value: String(start), "aria-labelledby": "dialog-title", "aria-describedby": "score-count" });
    const said = element("p", { id: "score-count", role: "status" });
    const aside = element("ul", { id: "score-passed", class: "quiet", role: "status" });
    const tell = () => {
      said.textContent = this.say("score count", { count: count(Number(field.value)) });
      aside.replaceChildren(...passed(Number(field.value)).filter(([, count]) => count).map(([word, count]) => element("li", {}, this.say(word, { count }))));
    };
    const done = () => {
      if (!field.checkValidity() || field.value === "") return;
      this.close();
      accept(Number(field.value));
    };
    field.addEventListener("input", tell);
    onEnter(field, { keep: done, leave: () => this.close() });
    this._open(this.say("score title"), [field, said, aside, this._buttons(done)]);
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
            else if (other) said.textContent = this.say("taken", { key, action: label(other) });
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

  // Acts that will never be stored, with what was written in them and why; `seen` is called when the box is closed.
  unsaved(acts, seen) {
    if (this.box.open && this.box.dataset.kind !== "unsaved") {
      if (!this.reminding) {
        this.reminding = true;
        this.waiting.push(() => {
          this.reminding = false;
          if (acts.length) this.unsaved(acts, seen);
        });
      }
      return;
    }
    const items = acts.map((act) => element("li", {},
      element("p", {}, act.row ? this.say("did", { action: act.name, row: act.row }) : act.name),
      ...act.texts.map(([side, text]) => {
        const field = element("textarea", { rows: "3", dir: "auto", readonly: true, class: "mine", "aria-label": `${this.say("yours")}: ${side ? this.say(side) : this.say("comment")}` });
        field.value = text;
        return field;
      }),
      element("p", { class: "quiet" }, act.reason)));
    this._open(this.say("unsaved title", { count: acts.length }), [element("ul", { class: "unsaved" }, ...items),
      element("p", { class: "quiet" }, this.say("copy")), element("div", { class: "buttons" }, this._close())], () => {
      delete this.box.dataset.kind;
      seen();
    });
    this.box.dataset.kind = "unsaved";
    this.box.firstElementChild.focus();
  }

  // Both versions of what two people changed; nothing of either is lost by looking, and one that comes while a box is open waits.
  // mine: { name, texts: [[side, text]…] }; theirs: { rows, by, gone }; apply: null where there is nothing to do it to
  conflict(mine, theirs, { apply, keep }) {
    if (this.box.open) {
      this.waiting.push(() => this.conflict(mine, theirs, { apply, keep }));
      return;
    }
    let decided = false;
    const choose = (what) => {
      decided = true;
      this.close();
      what();
    };
    const buttons = element("div", { class: "buttons" },
      apply ? element("button", { type: "button", id: "apply-mine", onclick: () => choose(apply) }, this.say("apply mine")) : null,
      element("button", { type: "button", class: "plain", id: "keep-theirs", onclick: () => choose(keep) }, this.say("keep theirs")));
    const texts = mine.texts.map(([side, text], at) => {
      const name = side ? this.say(side) : this.say("comment");
      const field = element("textarea", { rows: "3", dir: "auto", readonly: true, "aria-label": `${this.say("yours")} ${at + 1}: ${name}`, class: "mine" });
      field.value = text;
      return element("div", {}, element("p", { class: "quiet" }, name), field);
    });
    this._open(theirs.by ? this.say("conflict by", { user: theirs.by }) : this.say("conflict title"), [
      element("section", {}, element("h3", {}, this.say("yours")), element("p", {}, this.say("your act", { action: mine.name })), ...texts, texts.length ? element("p", { class: "quiet" }, this.say("copy")) : null),
      element("section", {}, element("h3", {}, this.say("theirs")), theirs.gone ? element("p", {}, this.say(theirs.rows.length ? "gone into" : "gone")) : null, ...theirs.rows.map((view) => this._there(view))),
      buttons,
    ], () => { if (!decided) keep(); });
    // an Enter that a person was about to press elsewhere must not decide
    this.box.firstElementChild.focus();
  }

  _there(view) {
    const status = this.say(view.status);
    const sides = ["source", "target"].flatMap((side) => [
      element("dt", { class: "quiet" }, this.say(side)),
      element("dd", { lang: view.lang[side], dir: "auto" }, view[side].map((piece) => piece[4]).join(" ") || this.say(`no ${side}`)),
    ]);
    return element("dl", { class: "theirs" }, ...sides, element("dt", { class: "quiet" }, this.say("status")),
      element("dd", {}, [status, view.reason ? this.say(view.reason) : ""].filter(Boolean).join(": ")),
      ...(view.comment ? [element("dt", { class: "quiet" }, this.say("comment")), element("dd", { dir: "auto", class: "lines" }, view.comment)] : []));
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
