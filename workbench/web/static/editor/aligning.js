// Aligning again from a row on: long work of the server, whose progress is shown and which can be stopped.

import { load, outbox } from "./acting.js";
import { ask } from "./link.js";
import { announce, base, newKey, notice, reasonOf, say, sheet, state, told } from "./page.js";
import { element } from "./row.js";

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

export async function realign() {
  if (!told.acts || state.working) return;
  if (told.imported) {
    announce(say("nothing to align"));
    return;
  }
  state.working = true;
  try {
    await beginAligning();
  } catch {
    announce(say("refused", { reason: say("no connection") }));
  } finally {
    state.working = false;
  }
}

async function beginAligning() {
  const row = state.current;
  const number = sheet.at(row) + 1;
  // the rows that are aligned are the server's: what was done here goes first
  while (outbox.items.length && outbox.connected) await pause(30);
  if (outbox.items.length) throw new Error("no connection");
  const answer = await ask(`${base}/realign`, { row, key: newKey() });
  if (answer.status !== 202) {
    announce(say("refused", { reason: reasonOf(answer.told, answer.status) }));
    return;
  }
  sessionStorage.setItem(`jjak.job.${told.alignment}`, JSON.stringify({ id: answer.told.id, number }));
  await watch(answer.told.id, number);
}

export async function watch(id, number) {
  const bar = element("progress", { max: "1", "aria-label": say("realigning", { row: number }) });
  const stop = element("button", { type: "button", class: "plain", onclick: () => ask(`/api/jobs/${id}/stop`, {}).catch(() => {}) }, say("stop"));
  notice(`${say("realigning", { row: number })} `, bar, " ", stop);
  for (;;) {
    let answer;
    try {
      answer = await ask(`/api/jobs/${id}`);
    } catch {
      answer = { status: 0, told: {} };
    }
    const job = answer.told;
    if (answer.status === 404) break;
    if (answer.status === 200) {
      if (job.total) [bar.max, bar.value] = [job.total, job.done];
      if (!["waiting", "running"].includes(job.state)) {
        if (job.state === "done") announce(job.result === "0" ? say("realign same") : say("did many", { action: say("realign"), count: Number(job.result) }), job.result !== "0");
        else announce(job.state === "stopped" ? say("stopped") : say("refused", { reason: reasonOf({ error: job.result, fix: job.fix }, "") }));
        break;
      }
    }
    await pause(300);
  }
  sessionStorage.removeItem(`jjak.job.${told.alignment}`);
  notice("");
  await load();
}
