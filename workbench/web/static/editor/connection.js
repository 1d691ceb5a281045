// The connection: acts go out one after the other and are kept until they are stored; what others do comes in.

const WAITS = [300, 600, 1200, 2500, 5000]; // milliseconds between two tries without a connection

const TAB = "jjak.tab";
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");

const meta = (name) => document.querySelector(`meta[name=${name}]`);
const corpusOf = (identity) => identity.split(".")[0];

// the corpus that this page is of: its id, and the number of its life as the server said it last
export const identity = () => meta("corpus").content;
export const corpus = corpusOf(identity());

export async function ask(path, body) {
  const options = { headers: { accept: "application/json" } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["content-type"] = "application/json";
    options.headers["x-csrf-token"] = meta("csrf").content;
    options.headers["x-jjak-corpus"] = identity();
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  const found = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  return { status: answer.status, body: found };
}

// why an act cannot be sent now, though nothing is wrong with it; "" where the server took it or will never take it
function hindrance({ status, body }) {
  if (status === 0 || status >= 500 || status === 429) return "offline";
  if (status === 401) return body.login ? "signed out" : "closed";
  return { page: "offline", corpus: "other corpus" }[body.code] ?? "";
}

export class Outbox {
  // handlers: answer(item, body), refused(item, status, body, seen), lost(why, body), state(waiting, refused, connected), life()
  // An act goes out of it when it is acknowledged, or when `seen` is called: its writer was shown that it is not, with its text.
  constructor(base, alignment, user, handlers) {
    this.base = base;
    this.user = user;
    this.prefix = `jjak.outbox.${corpus}.${alignment}.${user}/`;
    this.older = `jjak.outbox.${alignment}.${user}/`; // of pages that did not know which corpus they were of
    this.name = "";
    this.handlers = handlers;
    this.items = [];
    this.refused = [];
    this.numbers = new Map();
    this.connected = true;
    this.why = "";
    this.told = {};
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
    const taken = keys.filter((each) => [this.prefix, this.older].some((prefix) => each.startsWith(prefix)) && each !== this.name && !open.has(each));
    for (const key of taken) {
      const old = key.startsWith(this.older);
      found.push(...this._read(key).map((item) => (old ? { ...item, refused: { status: 409, body: { code: "older" } } } : item)));
    }
    const once = new Map(found.map((item) => [item.key, item]));
    // written under this tab's name before they are taken from where they were
    this.refused = [...once.values()].filter((item) => item.refused);
    this._keep([...once.values()].filter((item) => !item.refused));
    for (const key of taken) localStorage.removeItem(key);
    return [...once.values()].filter((item) => !item.refused);
  }

  // show again what was refused and not seen yet
  remind() {
    for (const item of this.refused) this._show(item);
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

  _keep(items = this.items) {
    const all = [...this.refused, ...items];
    try {
      if (all.length) localStorage.setItem(this.name, JSON.stringify(all));
      else localStorage.removeItem(this.name);
    } catch {
      // a full or forbidden storage loses nothing but the way over a reload
    }
    this.handlers.state(items.length, this.refused.length, this.connected);
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
    let [number, key] = item.body.base ?? [0, ""];
    for (const [row, version] of Object.entries(item.body.seen)) {
      const made = typeof version === "number" ? null : this.numbers.get(version.slice(2));
      seen[row] = made === null ? version : made ?? -1;
      if (made > number) [number, key] = [made, version.slice(2)];
    }
    return { ...item.body, seen, base: [number, key] };
  }

  async send() {
    if (this.busy || !this.items.length) return;
    this.busy = true;
    const item = this.items[0];
    let answer = { status: 0, body: {} };
    try {
      if (this.why === "" || (await this._renewed())) answer = await ask(`${this.base}/${item.path}`, { ...this._body(item), key: item.key });
      else answer = null;
    } catch {
      // no answer
    }
    this.busy = false;
    const why = answer ? hindrance(answer) : this.why;
    if (why) {
      // the token of a page goes with its session: the next try asks for a new one
      this._lost(why, answer?.body ?? this.told);
      return;
    }
    this.connected = true;
    this.why = "";
    this.tries = 0;
    this.items.shift();
    if (answer.status === 200) {
      this.numbers.set(item.key, answer.body.number);
      this._keep();
      this.handlers.answer(item, answer.body);
    } else {
      const refused = { ...item, refused: { status: answer.status, body: answer.body } };
      this.refused.push(refused);
      this._keep();
      this._show(refused);
    }
    this.send();
  }

  _show(item) {
    this.handlers.refused(item, item.refused.status, item.refused.body, () => {
      this.refused = this.refused.filter((each) => each.key !== item.key);
      this._keep();
    });
  }

  // whether the server is there, of this corpus, and this person logged in
  async _renewed() {
    const { status, body } = await ask("/api/session");
    this.told = body;
    if (status !== 200) {
      this.why = hindrance({ status, body }) || "offline";
      return false;
    }
    return this.take(body);
  }

  // the session that a page has now: its token, and the corpus that it is of
  take(session) {
    if (session.user !== this.user) this.why = "other user";
    else if (corpusOf(session.corpus) !== corpus) this.why = "other corpus";
    else {
      meta("csrf").content = session.token;
      const reborn = session.corpus !== identity();
      meta("corpus").content = session.corpus;
      if (reborn) this.handlers.life();
      return true;
    }
    return false;
  }

  // log in from here, and go on; what was wrong, or nothing
  async login(password) {
    const { status, body } = await ask("/api/login", { name: this.user, password });
    if (status !== 200) return body.error || String(status);
    this.take(body);
    this.wake();
    return "";
  }

  _lost(why, body) {
    this.connected = false;
    this.why = why;
    this.handlers.lost(why, body);
    this.handlers.state(this.items.length, this.refused.length, false);
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
