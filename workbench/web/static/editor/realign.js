// Aligning again from a row on: long work of the server, whose progress is shown and which can be stopped.

import { load, outbox } from "./command_runner.js";
import { ask } from "./connection.js";
import { announce, base, newKey, notice, reasonOf, say, reviewRows, state, config } from "./page.js";
import { element } from "./row.js";

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

export async function realign() {
  if (!config.acts || state.working) return;
  if (config.imported) {
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
  const number = reviewRows.at(row) + 1;
  // the rows that are aligned are the server's: what was done here goes first
  while (outbox.items.length && outbox.connected) await pause(30);
  if (outbox.items.length) throw new Error("no connection");
  const answer = await ask(`${base}/realign`, { row, key: newKey() });
  if (answer.status !== 202) {
    announce(say("refused", { reason: reasonOf(answer.body, answer.status) }));
    return;
  }
  sessionStorage.setItem(`jjak.job.${config.alignment}`, JSON.stringify({ id: answer.body.id, number }));
  await watch(answer.body.id, number);
}

export async function watch(id, number) {
  const bar = element("progress", { max: "1", "aria-label": say("realigning", { row: number }) });
  const stop = element("button", { type: "button", class: "plain", onclick: () => ask(`/api/jobs/${id}/stop`, {}).catch(() => {}) }, say("stop"));
  notice(`${say("realigning", { row: number })} `, bar, " ", stop);
  const before = reviewRows.head;
  let result = "";
  for (;;) {
    let answer;
    try {
      answer = await ask(`/api/jobs/${id}`);
    } catch {
      answer = { status: 0, body: {} };
    }
    const job = answer.body;
    if (answer.status === 404) break;
    if (answer.status === 200) {
      if (job.total) [bar.max, bar.value] = [job.total, job.done];
      if (!["waiting", "running"].includes(job.state)) {
        if (job.state === "done") result = job.result;
        else result = job.state === "stopped" ? say("stopped") : say("refused", { reason: reasonOf({ error: job.result, fix: job.fix }, "") });
        break;
      }
    }
    await pause(300);
  }
  sessionStorage.removeItem(`jjak.job.${config.alignment}`);
  notice("");
  await load();
  if (result) announce(result, reviewRows.head > before);
}
