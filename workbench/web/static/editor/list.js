// The rows in sight: a document of any length is a few dozen elements and two empty blocks that stand for the rest.

const AHEAD = 700; // pixels of rows above and below the view that are there before they are seen
const GUESS = 64; // pixels of a row that was never laid out, and more for each line

export class List {
  // handlers: shows(ids) at rows in sight that are not known in full
  constructor(box, reviewRows, painter, handlers) {
    this.box = box;
    this.reviewRows = reviewRows;
    this.painter = painter;
    this.handlers = handlers;
    [this.above, this.list, this.below] = box.children;
    this.shown = [];
    this.heights = new Map();
    this.elements = new Map();
    this.options = { current: "", side: "target", acts: true, editing: "" };
    this.tops = null;
    this.wide = 0;
    box.addEventListener("scroll", () => this._soon(), { passive: true });
    new ResizeObserver(() => {
      if (Math.abs(box.clientWidth - this.wide) > 1) {
        this.wide = box.clientWidth;
        this.heights.clear();
        this.refresh();
      } else this._soon();
    }).observe(box);
  }

  _soon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  show(ids) {
    this.shown = ids;
    this.places = null;
    this.refresh();
  }

  place(id) {
    if (this.shown === this.reviewRows.order) return this.reviewRows.rows.has(id) ? this.reviewRows.at(id) : -1;
    if (!this.places) this.places = new Map(this.shown.map((name, at) => [name, at]));
    return this.places.get(id) ?? -1;
  }

  // everything is laid out anew
  refresh() {
    this.tops = null;
    this.paint();
  }

  _height(id) {
    const known = this.heights.get(id);
    if (known !== undefined) return known;
    const long = this.reviewRows.rows.get(id)?.light[6] ?? 60;
    const wide = Math.max(20, (this.wide || 900) / 34);
    return GUESS + Math.ceil(long / wide) * 24;
  }

  _tops() {
    if (this.tops) return this.tops;
    const tops = new Float64Array(this.shown.length + 1);
    for (let at = 0; at < this.shown.length; at += 1) tops[at + 1] = tops[at] + this._height(this.shown[at]);
    this.tops = tops;
    return tops;
  }

  _find(y) {
    const tops = this._tops();
    let [low, high] = [0, this.shown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tops[middle + 1] <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  paint() {
    const view = this.box.clientHeight || 600;
    let first = Math.max(0, this._find(Math.max(0, this.box.scrollTop - AHEAD)));
    let last = Math.min(this.shown.length, this._find(this.box.scrollTop + view + AHEAD) + 1);
    const anchor = this._anchor();
    const wanted = this.shown.slice(first, last);
    this._fill(wanted, first);
    const tops = this._tops();
    this.above.style.height = `${tops[first]}px`;
    this.below.style.height = `${Math.max(0, tops[this.shown.length] - tops[last])}px`;
    this._measure(wanted);
    this._settle(anchor, first, last);
    const unknown = wanted.filter((id) => !this.reviewRows.rows.get(id)?.view);
    if (unknown.length) this.handlers.shows(unknown);
    this.handlers.painted();
  }

  // the row at the top of the view and how far it is scrolled: it stays where it is while others get their true height
  _anchor() {
    const box = this.box.getBoundingClientRect().top;
    for (const node of this.list.children) {
      const rect = node.getBoundingClientRect();
      if (rect.bottom > box + 1) return { id: node.dataset.id, off: rect.top - box };
    }
    return null;
  }

  _settle(anchor, first, last) {
    const tops = this._tops();
    this.above.style.height = `${tops[first]}px`;
    this.below.style.height = `${Math.max(0, tops[this.shown.length] - tops[last])}px`;
    const node = anchor && this.elements.get(anchor.id)?.node;
    if (!node || !node.isConnected || this.held) return;
    const off = node.getBoundingClientRect().top - this.box.getBoundingClientRect().top;
    if (Math.abs(off - anchor.off) > 1) this.box.scrollTop += off - anchor.off;
  }

  _fill(wanted, first) {
    const keep = new Set(wanted);
    for (const [id, { node }] of this.elements) {
      if (!keep.has(id)) {
        node.remove();
        // a field that is scrolled out of sight keeps what was written in it
        if (id !== this.options.editing) this.elements.delete(id);
      }
    }
    let next = this.list.firstElementChild;
    wanted.forEach((id, at) => {
      const row = this.reviewRows.rows.get(id);
      const number = this.reviewRows.at(id) + 1;
      const state = this._state(id, number, first + at);
      let known = this.elements.get(id);
      if (!known || ((known.row !== row || known.state !== state) && this.options.editing !== id)) {
        const focused = known && known.node.contains(document.activeElement);
        const node = this.painter.row(row, number, this.reviewRows.order.length, {
          current: this.options.current === id, side: this.options.side, acts: this.options.acts, crosses: this.reviewRows.crosses(id),
        });
        if (known) {
          if (next === known.node) next = known.node.nextElementSibling;
          known.node.remove();
        }
        known = { row, state, node };
        this.elements.set(id, known);
        this.list.insertBefore(node, next);
        if (focused) node.focus({ preventScroll: true });
      } else if (known.node !== next) {
        this.list.insertBefore(known.node, next);
      } else next = next.nextElementSibling;
    });
  }

  _state(id, number) {
    const current = this.options.current === id;
    return `${number}/${this.reviewRows.order.length}/${current ? this.options.side : ""}/${this.reviewRows.crosses(id) ?? ""}/${this.reviewRows.ignored}`;
  }

  _measure(wanted) {
    for (const id of wanted) {
      const node = this.elements.get(id).node;
      const height = node.getBoundingClientRect().height;
      const known = this.heights.get(id);
      if (known === undefined || Math.abs(known - height) > 0.5) {
        this.heights.set(id, height);
        this.tops = null;
      }
    }
  }

  // bring a row into view, in the middle where it was far away
  reach(id) {
    const at = this.place(id);
    if (at < 0) return;
    const tops = this._tops();
    const [view, top, height] = [this.box.clientHeight, this.box.scrollTop, this._height(id)];
    if (tops[at] < top || tops[at] + height > top + view) {
      const far = Math.abs(tops[at] - top) > view * 1.5;
      this.held = true;
      this.box.scrollTop = far ? tops[at] - view / 3 : tops[at] < top ? tops[at] - 12 : tops[at] + height - view + 12;
      this.paint();
      // true heights may have moved it
      const node = this.elements.get(id)?.node;
      if (node) node.scrollIntoView({ block: "nearest" });
      this.held = false;
    }
    this.paint();
  }

  focus(id) {
    (this.elements.get(id)?.node ?? this.box).focus({ preventScroll: true });
  }
}
