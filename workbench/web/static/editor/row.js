// One row as elements; texts only ever become text nodes.

import { points, statusOf } from "./commands.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// why a row is set aside: in no pair until it is translated or accepted
export const flagsOf = (row) => (row.light[8] ? row.light[8].split(",") : []);

const LONGEST = 3000; // characters of a segment that are laid out; all of them are there when it is edited

function marked(text, spans) {
  const shown = points(text.length > LONGEST ? text.slice(0, LONGEST) : text);
  const parts = [];
  let at = 0;
  for (const [start, stop] of spans ?? []) {
    if (start < at || stop > shown.length) continue;
    parts.push(shown.slice(at, start).join(""), element("span", { class: "shared" }, shown.slice(start, stop).join("")));
    at = stop;
  }
  parts.push(shown.slice(at).join(""));
  if (text.length > LONGEST) parts.push("…");
  return parts.filter((part) => part !== "");
}

export class Painter {
  // alone: a document without a human translation; imported: pairs of a file
  constructor(words, { alone, imported, ignored }) {
    this.words = words;
    this.lang = document.documentElement.lang;
    this.plural = new Intl.PluralRules(this.lang);
    this.alone = alone;
    this.imported = imported;
    this.ignored = ignored;
    this.thresholds = [0.6, 0.9];
  }

  // the text of a key with its places filled in: `{row}` as it is, `{count:,}` as a number in the page's language
  say(key, values = {}) {
    const word = this.words[key] ?? key;
    const text = typeof word === "string" ? word : word[this.plural.select(values.count)] ?? word.other;
    return text.replace(/\{(\w+)(:,)?\}/g, (_, name, grouped) => (grouped ? values[name].toLocaleString(this.lang) : String(values[name])));
  }

  level(measure) {
    if (measure === null || measure === undefined || measure < 0) return "hand";
    if (measure < this.thresholds[0]) return "low";
    return measure < this.thresholds[1] ? "middle" : "high";
  }

  confidence(row) {
    const measure = row.light[3] < 0 ? null : row.light[3] / 100;
    const level = this.level(measure);
    const names = this.alone ? { low: "poor", middle: "fair", high: "good" } : { low: "unsure", middle: "likely", high: "sure" };
    const hand = this.imported && this._asItCame(row) ? "imported" : "by hand";
    const word = this.say(level === "hand" ? hand : names[level]);
    const figure = measure === null ? "" : this.alone ? (measure * 100).toFixed(0) : measure.toFixed(2);
    return { level, word, figure };
  }

  // nobody measured how sure it is, and nobody made it here
  _asItCame(row) {
    return /^\d+$/.test(row.id) && row.light[4] === 1 && row.light[5] === 1;
  }

  // that its sentences were moved in the translation, and which rows they passed
  crossing(rows) {
    if (!rows) return "";
    const [first, last] = rows;
    return first === last ? this.say("crosses", { row: first }) : this.say("crosses many", { first, last });
  }

  label(row, number, crosses) {
    const { word, figure } = this.confidence(row);
    const status = statusOf(row);
    const said = [this.say("row", { row: number }), `${figure} ${word}`.trim(), this.say(status)];
    if (row.view?.reason) said.push(this.say(row.view.reason));
    for (const flag of flagsOf(row)) said.push(this.say(`flag ${flag}`));
    if (crosses) said.push(this.crossing(crosses));
    if (row.light[7] & 1) said.push(this.say("bookmark"));
    if (row.view?.comment) said.push(`${this.say("comment")}: ${row.view.comment}`);
    return said.join(", ");
  }

  row(row, number, size, { current, side, acts, crosses }) {
    const status = statusOf(row);
    const made = element("div", {
      class: `row ${status} ${this.confidence(row).level}${current ? " current" : ""}`,
      role: "listitem",
      tabindex: current ? "0" : "-1",
      "aria-current": current ? "true" : null,
      "aria-posinset": number,
      "aria-setsize": size,
      "aria-label": this.label(row, number, crosses),
      // a screen reader says what the row holds after what it is
      "aria-describedby": row.view ? `side-${row.id}-source side-${row.id}-target` : null,
      "data-id": row.id,
    });
    made.append(this._number(row, number));
    if (!row.view) {
      made.append(element("p", { class: "waiting" }, this.say("loading")));
      return made;
    }
    for (const name of ["source", "target"]) made.append(this._side(row.view, name, current && side === name, acts && current));
    made.append(this._link(row, crosses));
    return made;
  }

  _number(row, number) {
    return element("div", { class: "number" }, element("span", {}, String(number)),
      row.light[7] & 1 ? element("span", { class: "flag", title: this.say("bookmark") }, "★") : null,
      row.light[7] & 2 ? element("span", { class: "flag", title: this.say("comment") }, "✎") : null);
  }

  _side(view, name, active, acts) {
    const lang = view.lang[name];
    const made = element("div", { id: `side-${view.id}-${name}`, class: `side ${name}${active ? " active" : ""}`, lang, "data-side": name });
    const spans = view.marks.text[name] ?? [];
    view[name].forEach((piece, at) => {
      if (at) {
        made.append(acts
          ? element("button", { class: "cut", type: "button", "data-cut": at, "data-side": name, tabindex: "-1", "aria-label": this.say("split at", { number: at }) }, element("span", { "aria-hidden": "true" }, "✂"))
          : element("div", { class: "divider" }));
      }
      made.append(element("p", { class: "piece", dir: "auto", "data-piece": piece[0], "data-side": name }, ...marked(piece[4], spans[at])));
    });
    if (!view[name].length) made.append(element("p", { class: "none" }, this.say(`no ${name}`)));
    if (view.mt[name]) {
      const other = name === "source" ? view.lang.target : view.lang.source;
      const back = this.alone && name === "target";
      made.append(element("p", { class: "mt", lang: back ? view.lang.source : other, dir: "auto" },
        element("abbr", { class: "tag" }, back ? this.say("round trip") : this.say("mt")), " ", ...marked(view.mt[name], view.marks.mt[name])));
    }
    return made;
  }

  _link(row, crosses) {
    const { level, word, figure } = this.confidence(row);
    const view = row.view;
    const link = element("div", { class: "link" });
    const trip = this.alone && figure ? `${this.say("round trip")} ` : "";
    link.append(element("p", { class: `confidence ${level}` }, element("span", { class: "figure" }, `${trip}${figure}`), " ", word));
    if (view.status !== "unreviewed") {
      const text = view.status === "accepted" ? `✓ ${this.say("accepted")}` : `✗ ${this.say("rejected")}${view.reason ? `: ${this.say(view.reason)}` : ""}`;
      link.append(element("p", { class: `verdict ${view.status}` }, text));
    }
    for (const flag of flagsOf(row)) link.append(element("p", { class: "aside" }, this.say(`flag ${flag}`)));
    if (crosses) link.append(element("p", { class: "crosses" }, this.crossing(crosses)));
    const { context, plural, unit } = view.unit ?? {};
    for (const [key, value] of Object.entries({ unit, context, plural })) {
      if (value) link.append(element("p", { class: "unit quiet", dir: "auto" }, this.say(key, { value })));
    }
    if (view.comment) link.append(element("p", { class: "comment", dir: "auto" }, view.comment));
    const why = this._why(view);
    if (why.length) link.append(element("ul", { class: "why" }, ...why));
    return link;
  }

  // how a reason is shown: as an error, with the way to ignore it; as one that somebody ignores; or as a warning
  _weight(view, key) {
    const passed = [...(view.ignored ?? []), ...this.ignored()].find(([check]) => check === key);
    const button = () => element("button", { type: "button", class: "ignore plain", tabindex: "-1" }, this.say(passed ? "heed" : "ignore"));
    if (passed) {
      const words = passed[1] ? this.say("ignored by", { user: passed[1], why: passed[2] }) : this.say("ignored", { why: passed[2] });
      return ["warn ignored", ` – ${words}`, " ", button()];
    }
    return view.errors?.includes(key) ? ["warn error", " ", button()] : ["warn"];
  }

  _why(view) {
    const said = [];
    const words = [...new Set((view.marks.text.target ?? []).flatMap((spans, at) => spans.map(([a, b]) => points(view.target[at]?.[4] ?? "").slice(a, b).join(""))))];
    if (words.length) said.push(["+", this.say("shared", { value: words.slice(0, 4).join(", ") + (words.length > 4 ? "…" : "") })]);
    for (const [sign, key, ...values] of view.why) {
      if (key === "aligner") said.push([sign, `${this.words[`aligner.${values[0]}`] ?? values[0]} ${values[1] > 0 ? "+" : "−"}${Math.abs(values[1]).toFixed(1)}`, "nats"]);
      else said.push([sign, this.say(key, { value: values[0] }), ...this._weight(view, key)]);
    }
    if (view.runner) {
      const [source, target] = view.runner.slice(0, 2).map(([a, b]) => (b < a ? this.say("nothing") : a === b ? String(a) : `${a}–${b}`));
      said.push(["-", this.say("runner", { source, target, score: view.runner[2].toFixed(2) })]);
    }
    const scores = Object.entries(view.scores);
    const items = said.map(([sign, text, extra, ...more]) => element("li", { class: `${sign === "+" ? "for" : "against"} ${extra ?? ""}` },
      element("span", { class: "sign", role: "img", "aria-label": this.say(sign === "+" ? "for" : "against") }, sign === "+" ? "▲" : "▼"), " ", text, ...more));
    if (scores.length) {
      const name = (key) => key.replace("round_trip_", "").replace("bleu", "BLEU").replace("chrf", "chrF");
      const figures = scores.map(([key, [value, signature]]) => element("span", { title: signature }, `${name(key)} ${value.toFixed(1)}`));
      items.push(element("li", { class: "scores" }, ...figures.flatMap((figure, at) => (at ? [" · ", figure] : [figure]))));
    }
    return items;
  }
}
