// The rows of a document as the server confirmed them, with what this page did since laid over them.

import { perform, rowOf, changed, Refused } from "./commands.js";
import { crossings } from "./crossings.js";

export class ReviewRows {
  constructor() {
    this.order = [];
    this.rows = new Map();
    this.places = null;
    this.crossed = null;
    this.head = 0;
    this.ignored = []; // checks that are ignored in the document: [name, by, why]
    this.headKey = ""; // what the act was called that made the head
    this.pending = []; // acts that are not confirmed: { key, act, changes }
  }

  load(index) {
    this.head = index.head;
    this.headKey = index.head_key;
    this.ignored = index.ignored;
    this.order = index.rows.map((light) => light[0]);
    const known = this.rows;
    this.rows = new Map();
    for (const light of index.rows) {
      const old = known.get(light[0]);
      const view = old && old.view && old.version === light[1] ? old.view : null;
      this.rows.set(light[0], { id: light[0], version: light[1], light, view });
    }
    this.places = null;
    this.crossed = null;
    this.take(index.views);
    for (const item of this.pending) this._lay(item);
  }

  // views of rows that came from the server; a row that changed meanwhile keeps what it is
  take(views) {
    for (const view of views) {
      const row = this.rows.get(view.id);
      if (row && row.version === view.version) this.rows.set(view.id, rowOf(view));
    }
  }

  // what checks found in rows that were not checked before: by row its version and their names
  learn(found) {
    for (const [id, [version, names]] of Object.entries(found)) {
      const row = this.rows.get(id);
      if (row && row.version === version) row.light[10] = names;
    }
  }

  // the checks that a row fails and nobody ignores; none where it was not checked yet
  errors(row) {
    if (!row.light[10] || row.light[10] === "?") return [];
    return row.light[10].split(",").filter((name) => !this.ignored.some(([check]) => check === name));
  }

  at(id) {
    if (!this.places) this.places = new Map(this.order.map((name, place) => [name, place]));
    const place = this.places.get(id);
    if (place === undefined) throw new Refused("gone");
    return place;
  }

  // the numbers of the first and the last row that a row crosses; undefined where it crosses none
  crosses(id) {
    this.crossed ??= crossings(this.order, (name) => this.rows.get(name).light);
    return this.crossed.get(id);
  }

  _replace(before, after) {
    const at = this.at(before[0].id);
    const stays = before.length === after.length && before.every((row, k) => row.id === after[k].id && row.light[4] === after[k].light[4] && row.light[9] === after[k].light[9]);
    if (!stays) this.crossed = null;
    for (const row of before) this.rows.delete(row.id);
    for (const row of after) this.rows.set(row.id, row);
    if (before.length === after.length && before.every((row, k) => row.id === after[k].id)) return;
    this.order.splice(at, before.length, ...after.map((row) => row.id));
    this.places = null;
  }

  _lay(item) {
    try {
      item.changes = item.act ? perform(this, item.act, `p:${item.key}`) : [];
      for (const change of item.changes) this._replace(change.before, change.after);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      item.changes = [];
    }
  }

  _lift() {
    for (const item of [...this.pending].reverse()) {
      for (const change of [...item.changes].reverse()) this._replace(change.after, change.before);
      item.changes = [];
    }
  }

  // do an act here before the server has it; throws Refused where it cannot be done
  add(item) {
    if (item.act) perform(this, item.act, `p:${item.key}`);
    this.pending.push(item);
    this._lay(item);
  }

  drop(key) {
    this._lift();
    this.pending = this.pending.filter((item) => item.key !== key);
    for (const item of this.pending) this._lay(item);
  }

  // take in what the server says happened; false where it does not follow on what is known here
  confirm(answer) {
    if (answer.number <= this.head) {
      if (this.pending.some((item) => item.key === answer.key)) this.drop(answer.key);
      return true;
    }
    if (answer.number !== this.head + 1) return false;
    this._lift();
    this.pending = this.pending.filter((item) => item.key !== answer.key);
    try {
      for (const change of answer.changes) this._take(change, answer.number);
      this.head = answer.number;
      this.headKey = answer.key;
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return false;
    } finally {
      for (const item of this.pending) this._lay(item);
    }
  }

  _take(change, number) {
    if (change.row === undefined) {
      const before = change.before.map((id) => this.rows.get(id));
      if (before.some((row) => !row)) throw new Refused("gone");
      this._replace(before, change.after.map(rowOf));
      return;
    }
    if (!change.row) {
      this.ignored = change.set.ignored;
      return;
    }
    const row = this.rows.get(change.row);
    if (!row) throw new Refused("gone");
    if (row.view) {
      const measure = row.view.measure;
      const next = changed(row, change.set, number);
      next.light[3] = measure === null ? -1 : Math.round(measure * 100);
      this.rows.set(row.id, next);
      return;
    }
    const light = [...row.light];
    light[1] = number;
    if (change.set.status) light[2] = change.set.status[0];
    if ("bookmark" in change.set) light[7] = (light[7] & 2) | (change.set.bookmark ? 1 : 0);
    if ("comment" in change.set) light[7] = (light[7] & 1) | (change.set.comment ? 2 : 0);
    this.rows.set(row.id, { id: row.id, version: number, light, view: null });
  }
}
