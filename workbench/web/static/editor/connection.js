// The connection: acts go out one after the other and are kept until they are stored; what others do comes in.

const WAITS = [300, 600, 1200, 2500, 5000]; // milliseconds between two tries without a connection

const TAB = "jjak.tab";
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");

const token = () => document.querySelector("meta[name=csrf]").content;

export async function ask(path, body) {
  const options = { headers: { accept: "application/json" } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["content-type"] = "application/json";
    options.headers["x-csrf-token"] = token();
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  const found = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  return { status: answer.status, body: found };
}

export class Outbox {
  // handlers: answer(item, body), refused(item, status, body), state(waiting, connected)
  constructor(base, name, handlers) {
    this.base = base;
    this.prefix = `${name}/`;
    this.name = "";
    this.handlers = handlers;
    this.items = [];
    this.numbers = new Map();
    this.connected = true;
    this.busy = false;
    this.tries = 0;
    window.addEventListener("online", () => this.wake());
  }

  // Take a place of this tab's own in the browser's storage, so that two tabs do not write over each other; what an earlier load
  // of this tab, or a tab that is gone, did not get stored.
  async recovered() {
    let tab = sessionStorage.getItem(TAB) ?? random();
    const found = this._read(this.prefix + tab);
    // a tab that was duplicated has the name of its original
    if (!(await this._claim(tab))) {
      tab = random();
      await this._claim(tab);
    }
    sessionStorage.setItem(TAB, tab);
    this.name = this.prefix + tab;
    const open = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    for (const key of keys.filter((each) => each.startsWith(this.prefix) && each !== this.name)) {
      if (open.has(key)) continue;
      found.push(...this._read(key));
      localStorage.removeItem(key);
    }
    const once = new Map(found.map((item) => [item.key, item]));
    return [...once.values()];
  }

  // hold the name until the tab goes; where a browser has no locks (a page that is not secure) nobody contests it
  _claim(tab) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((done) => {
      navigator.locks.request(this.prefix + tab, { ifAvailable: true }, (lock) => {
        done(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      });
    });
  }

  _read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  }

  _keep() {
    try {
      if (this.items.length) localStorage.setItem(this.name, JSON.stringify(this.items));
      else localStorage.removeItem(this.name);
    } catch {
      // a full or forbidden storage loses nothing but the way over a reload
    }
    this.handlers.state(this.items.length, this.connected);
  }

  add(item) {
    this.items.push(item);
    this._keep();
    this.send();
  }

  wake() {
    this.tries = 0;
    clearTimeout(this.timer);
    this.send();
  }

  // the versions that the person saw, where an act of this page made them the number that it was stored under
  _body(item) {
    if (!item.body.seen) return item.body;
    const seen = {};
    for (const [row, version] of Object.entries(item.body.seen)) {
      seen[row] = typeof version === "number" ? version : this.numbers.get(version.slice(2)) ?? -1;
    }
    return { ...item.body, seen };
  }

  async send() {
    if (this.busy || !this.items.length) return;
    this.busy = true;
    const item = this.items[0];
    let answer;
    try {
      answer = await ask(`${this.base}/${item.path}`, { ...this._body(item), key: item.key });
    } catch {
      answer = { status: 0, body: {} };
    }
    this.busy = false;
    if (answer.status === 0 || answer.status >= 500 || answer.status === 401) {
      this._lost(answer.status);
      return;
    }
    this.connected = true;
    this.tries = 0;
    this.items.shift();
    if (answer.status === 200) {
      this.numbers.set(item.key, answer.body.number);
      this.handlers.answer(item, answer.body);
    } else {
      this.handlers.refused(item, answer.status, answer.body);
    }
    this._keep();
    this.send();
  }

  _lost(status) {
    this.connected = false;
    this.handlers.lost(status);
    this.handlers.state(this.items.length, false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAITS[Math.min(this.tries, WAITS.length - 1)]);
    this.tries += 1;
  }
}

// server-sent events while the page is looked at: a browser has few connections to a machine, and hidden pages would use them up
export class Live {
  constructor(path, heard, opened) {
    this.path = path;
    this.heard = heard;
    this.opened = opened;
    document.addEventListener("visibilitychange", () => this.reconnect());
    this.reconnect();
  }

  reconnect() {
    if (document.hidden) {
      this.source?.close();
      this.source = null;
    } else if (!this.source) {
      this.source = new EventSource(this.path);
      this.source.onmessage = (event) => this.heard(JSON.parse(event.data));
      this.source.addEventListener("ready", () => this.opened());
      this.source.onerror = () => {
        // a browser gives up for good after some errors: begin anew
        if (this.source?.readyState === EventSource.CLOSED) {
          this.source = null;
          setTimeout(() => this.reconnect(), 1500);
        }
      };
    }
  }
}
