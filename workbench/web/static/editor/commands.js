// The acts of a reviewer as the page does them at once; the server does the same and has the last word (corpora/review/commands.py).

const clean = (text) => text.normalize("NFC").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "").split(/\r\n|\r|\n/).map((line) => line.split(/\s+/).filter(Boolean).join(" ")).join("\n").trim();
const points = (text) => Array.from(text);
// of a text that is no sentence a good guess is enough, and counting takes time
const length = (text) => (text.length > 20000 ? text.length : points(text).length);

export class Refused extends Error {}

export function statusOf(row) {
  return row.view ? row.view.status : { u: "unreviewed", a: "accepted", r: "rejected" }[row.light[2]];
}

function lightOf(view, measure) {
  const long = Math.max(...["source", "target"].map((side) => view[side].reduce((sum, piece) => sum + length(piece[4]), 0)));
  const notes = (view.bookmark ? 1 : 0) + (view.comment ? 2 : 0);
  const figure = measure === null ? -1 : Math.round(measure * 100);
  const place = view.target.find((piece) => piece[1] >= 0)?.[1] ?? -1;
  return [view.id, view.version, view.status[0], figure, view.source.length, view.target.length, long, notes, view.light?.[8] ?? "", place, (view.errors ?? []).join(",")];
}

// the pieces as their document has them: those of rows that cross come in another order; what a person added follows what it followed
function inTextOrder(pieces) {
  let last = [-1, -1];
  const placed = pieces.map((piece) => {
    if (piece[1] >= 0 && piece[3]) last = [piece[1], piece[2]];
    return [last, piece];
  });
  return placed.sort(([a], [b]) => a[0] - b[0] || a[1] - b[1]).map(([, piece]) => piece);
}

export function rowOf(view) {
  return { id: view.id, version: view.version, light: view.light, view };
}

// a row with some fields changed; what the server knows of it (marks, reasons) is asked for again when it answers
export function changed(row, fields, version) {
  const structural = "source" in fields || "target" in fields;
  const view = { ...row.view, ...fields, version };
  if (structural) Object.assign(view, { mt: {}, marks: { mt: {}, text: {} }, why: [], errors: [], ignored: [], runner: null, scores: {}, unit: {} });
  const light = lightOf(view, view.measure);
  // a person wrote it; the server says whether something is still missing, and what checks find
  if (structural) [light[8], light[10]] = ["", "?"];
  return { id: view.id, version, light, view };
}

function byHand(row, id, source, target, more, version) {
  const fresh = { id, source, target, status: "unreviewed", reason: "", measure: null, ...more };
  return changed({ view: { ...row.view } }, fresh, version);
}

const noted = (rows) => ({
  comment: rows.map((row) => row.view.comment).filter(Boolean).join("\n"),
  bookmark: rows.some((row) => row.view.bookmark),
});

function neighbours(reviewRows, act) {
  const at = reviewRows.at(act.row);
  const other = act.values.with === "next" || act.values.to === "next" ? at + 1 : at - 1;
  if (other < 0 || other >= reviewRows.order.length) throw new Refused("edge");
  const [first, second] = [Math.min(at, other), Math.max(at, other)].map((place) => reviewRows.rows.get(reviewRows.order[place]));
  return { row: reviewRows.rows.get(act.row), first, second };
}

// which rows an act is about: what the person must have seen as they are
export function touched(reviewRows, act) {
  if (act.act === "accept_above" || act.values.scope === "document") return [];
  if (act.act === "merge" || act.act === "move") {
    const { first, second } = neighbours(reviewRows, act);
    return [first, second];
  }
  return [reviewRows.rows.get(act.row)];
}

const ACTS = {
  accept: (reviewRows, act, version) => set(reviewRows, act, { status: "accepted", reason: "" }, version),
  reject: (reviewRows, act, version) => set(reviewRows, act, { status: "rejected", reason: act.values.reason }, version),
  clear: (reviewRows, act, version) => set(reviewRows, act, { status: "unreviewed", reason: "" }, version),
  comment: (reviewRows, act, version) => set(reviewRows, act, { comment: act.values.text.trim() }, version),
  bookmark: (reviewRows, act, version) => set(reviewRows, act, { bookmark: act.values.on }, version),

  ignore(reviewRows, act, version) {
    const { check, why, on, scope } = act.values;
    if (scope === "document") return [];
    const { view } = reviewRows.rows.get(act.row);
    const ignored = [...view.ignored.filter(([name]) => name !== check), ...(on ? [[check, "", why]] : [])];
    const errors = [...view.errors.filter((name) => name !== check), ...(on ? [] : [check])];
    return set(reviewRows, act, { ignored, errors }, version);
  },

  edit(reviewRows, act, version) {
    const { side, texts } = act.values;
    const row = reviewRows.rows.get(act.row);
    const pieces = row.view[side].map((piece) => [...piece.slice(0, 4), clean(texts[piece[0]] ?? piece[4])]);
    if (clean(texts[""] ?? "")) {
      const at = pieces.length ? pieces[pieces.length - 1][1] : -1;
      pieces.push([`${act.values.new}.n`, at, 0, 0, clean(texts[""])]);
    }
    return set(reviewRows, act, { [side]: pieces.filter((piece) => piece[4]) }, version);
  },

  merge(reviewRows, act, version) {
    const { first, second } = neighbours(reviewRows, act);
    const sides = ["source", "target"].map((side) => inTextOrder([...first.view[side], ...second.view[side]]));
    return [{ before: [first, second], after: [byHand(first, first.id, ...sides, noted([first, second]), version)] }];
  },

  split(reviewRows, act, version) {
    const row = reviewRows.rows.get(act.row);
    const sides = ["source", "target"].map((side) => cut(row.view[side], act.values[side]));
    if (!sides[0][0].length && !sides[1][0].length) throw new Refused("nothing");
    if (!sides[0][1].length && !sides[1][1].length) throw new Refused("nothing");
    const first = byHand(row, row.id, sides[0][0], sides[1][0], {}, version);
    const second = byHand(row, act.values.new, sides[0][1], sides[1][1], { comment: "", bookmark: false }, version);
    return [{ before: [row], after: [first, second] }];
  },

  move(reviewRows, act, version) {
    const { row, first, second } = neighbours(reviewRows, act);
    const { side } = act.values;
    const down = act.values.to === "next";
    const taker = down ? second : first;
    const pieces = row.view[side];
    if (!pieces.length) throw new Refused("nothing");
    const left = down ? pieces.slice(0, -1) : pieces.slice(1);
    const moved = down ? pieces.slice(-1) : pieces.slice(0, 1);
    const taken = inTextOrder(down ? [...moved, ...taker.view[side]] : [...taker.view[side], ...moved]);
    const gave = byHand(row, row.id, ...sidesWith(row, side, left), {}, version);
    const empty = !gave.view.source.length && !gave.view.target.length;
    const took = byHand(taker, taker.id, ...sidesWith(taker, side, taken), empty ? noted([first, second]) : {}, version);
    return [{ before: [first, second], after: empty ? [took] : down ? [gave, took] : [took, gave] }];
  },

  // worked out where every row is known
  accept_above: () => [],
};

const sidesWith = (row, side, pieces) => (side === "source" ? [pieces, row.view.target] : [row.view.source, pieces]);

function set(reviewRows, act, fields, version) {
  const row = reviewRows.rows.get(act.row);
  return [{ before: [row], after: [changed(row, fields, version)] }];
}

function cut(pieces, [at, offset]) {
  if (!offset) return [pieces.slice(0, at), pieces.slice(at)];
  const piece = pieces[at];
  const text = points(piece[4]);
  const left = [`${piece[0]}.a`, piece[1], piece[2], piece[3], text.slice(0, offset).join("").trim()];
  const right = [`${piece[0]}.b`, piece[1], piece[2], piece[3], text.slice(offset).join("").trim()];
  if (!left[4]) return [pieces.slice(0, at), pieces.slice(at)];
  if (!right[4]) return [pieces.slice(0, at + 1), pieces.slice(at + 1)];
  return [[...pieces.slice(0, at), left], [right, ...pieces.slice(at + 1)]];
}

// the changes that an act makes to a reviewRows, as rows that go and rows that come; throws Refused where it cannot be done
export function perform(reviewRows, act, version) {
  for (const row of touched(reviewRows, act)) if (!row || !row.view) throw new Refused("unknown");
  return ACTS[act.act](reviewRows, act, version);
}

// where both sides of a row are cut when one of them is cut at a place: the other at the nearest boundary, never inside
export function cuts(view, side, at, offset) {
  const other = side === "source" ? "target" : "source";
  const total = view[side].reduce((sum, piece) => sum + length(piece[4]), 0);
  const before = view[side].slice(0, at).reduce((sum, piece) => sum + length(piece[4]), 0) + offset;
  const pieces = view[other];
  let place = pieces.length;
  if (pieces.length > 1) {
    const wanted = (before / Math.max(1, total)) * pieces.reduce((sum, piece) => sum + length(piece[4]), 0);
    let sum = 0;
    let best = Infinity;
    for (let boundary = 1; boundary < pieces.length; boundary += 1) {
      sum += length(pieces[boundary - 1][4]);
      if (Math.abs(sum - wanted) < best) [best, place] = [Math.abs(sum - wanted), boundary];
    }
  }
  return { [side]: [at, offset], [other]: [place, 0] };
}

export const caret = (text, place) => length(clean(text.slice(0, place))) ;
export { clean, points };
