// Text fields in which Enter keeps, also while Hangul is being composed: the Enter that ends a composition is the one that
// keeps, once, after the last syllable is in the field.

const HANGUL = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/;
const SOON = 150; // milliseconds: Safari tells of the Enter after the composition it ended

const isEnter = (event) => event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter";
let down = false; // whether Enter is held
let swallowed = false; // an Enter that was acted upon and may be told of again before it is let go
window.addEventListener("keydown", (event) => {
  if (isEnter(event)) down = true;
}, true);
window.addEventListener("keyup", (event) => {
  if (isEnter(event)) down = swallowed = false;
}, true);

export const enterIsSpent = () => swallowed;

// keep, leave, split: called at Enter, Esc and Ctrl+Shift+Enter; lines: Shift+Enter makes a new line
export function onEnter(field, { keep, leave, split, lines = false }) {
  let composing = false;
  let hangul = false;
  let wanted = null;
  let ended = -Infinity;

  const act = (what) => {
    if (swallowed) return;
    swallowed = down;
    what?.();
  };
  const meant = (event) => (event.ctrlKey || event.metaKey) && event.shiftKey && split ? split : keep;

  field.addEventListener("compositionstart", () => { composing = true; });
  field.addEventListener("compositionupdate", (event) => { hangul = HANGUL.test(event.data ?? ""); });
  field.addEventListener("compositionend", (event) => {
    composing = false;
    hangul = HANGUL.test(event.data ?? "") || hangul;
    ended = performance.now();
    if (wanted) {
      const what = wanted;
      wanted = null;
      // the browser puts the syllable into the field with this event; the act comes after it
      setTimeout(() => act(what), 0);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !composing) {
      event.preventDefault();
      event.stopPropagation();
      leave?.();
      return;
    }
    if (!isEnter(event)) return;
    if (composing || event.isComposing) {
      // of other scripts an Enter chooses a word, and the person goes on writing
      if (hangul && !(lines && event.shiftKey)) wanted = meant(event);
      return;
    }
    if (event.keyCode === 229 && performance.now() - ended > SOON) return;
    if (lines && event.shiftKey && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act(meant(event));
  });
}
