// What the pages besides the editor need of script: a token on what changes anything, uploads with progress, jobs.

const token = () => document.querySelector("meta[name=csrf]").content;
const corpus = () => document.querySelector("meta[name=corpus]").content;

async function post(path, body) {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "x-csrf-token": token(), "x-jjak-corpus": corpus(), "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
  } catch {
    // no answer at all
    return Response.json({ error: document.getElementById("problem-line").dataset.lost }, { status: 599 });
  }
}

const say = (text) => { document.getElementById("said").textContent = text; };
// what went wrong is seen and heard, until something goes right
function warn(text) {
  const line = document.getElementById("problem-line");
  line.textContent = text;
  line.hidden = !text;
}
const reasonOf = (wrong) => [wrong.error?.replace(/\.$/, ""), wrong.fix].filter(Boolean).join(". ");
const askForJobs = () => document.body.dispatchEvent(new Event("jobs"));

async function told(answer) {
  if (answer.ok) {
    warn("");
    return true;
  }
  const wrong = await answer.json().catch(() => ({ error: String(answer.status) }));
  warn(reasonOf(wrong));
  return false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-post], #example");
  if (!button) return;
  event.preventDefault();
  button.disabled = true;
  const answer = await post(button.dataset.post ?? "/api/example");
  if (!(await told(answer))) button.disabled = false;
  askForJobs();
});

// one file after the other, with what is sent of all; the browser says how much of a body is out only to XMLHttpRequest
function send(path, file, moved, started) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("x-csrf-token", token());
    request.setRequestHeader("x-jjak-corpus", corpus());
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => moved(event.loaded);
    request.onload = () => {
      if (request.status < 300) done();
      else {
        let wrong = {};
        try {
          wrong = JSON.parse(request.responseText);
        } catch {
          wrong = { error: request.responseText || String(request.status) };
        }
        failed(new Error(reasonOf(wrong)));
      }
    };
    request.onerror = () => failed(new Error(form.dataset.lost));
    request.onabort = () => failed(new DOMException("", "AbortError"));
    request.send(file);
    started(request);
  });
}

const form = document.getElementById("upload");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...document.getElementById("files").files];
  if (!files.length) return;
  const line = document.getElementById("sending");
  const bar = document.getElementById("sent");
  const text = document.getElementById("sending-text");
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let [before, going] = [0, null];
  document.getElementById("sending-stop").onclick = () => going?.abort();
  line.hidden = false;
  bar.max = Math.max(1, total);
  try {
    const begun = await post("/api/uploads");
    if (!(await told(begun))) return;
    const { batch } = await begun.json();
    for (const [at, file] of files.entries()) {
      const [sent, all] = [at + 1, files.length];
      text.textContent = form.dataset.sending.replace("{number}", sent).replace("{total}", all);
      await send(`/api/uploads/${batch}/file?name=${encodeURIComponent(file.name)}`, file, (loaded) => { bar.value = before + loaded; }, (request) => { going = request; });
      before += file.size;
    }
    // files that were not taken stay chosen
    if (await told(await post(`/api/uploads/${batch}/build`))) form.reset();
  } catch (error) {
    if (error.name !== "AbortError") warn(error.message);
  } finally {
    line.hidden = true;
    askForJobs();
  }
});

document.addEventListener("submit", async (event) => {
  const making = event.target.closest("[data-make]");
  if (!making) return;
  event.preventDefault();
  const values = {};
  for (const [name, value] of new FormData(making)) {
    const text = value instanceof File ? await value.text() : value;
    values[name] = name in values ? `${values[name]},${text}` : text;
  }
  await told(await post("/api/make", { command: making.dataset.make, values }));
  askForJobs();
});

// a form whose fields go as JSON: one that comes several times as a list; a link that comes back is shown, else the page anew
document.addEventListener("submit", async (event) => {
  const sending = event.target.closest("[data-send]");
  if (!sending) return;
  event.preventDefault();
  if (sending.dataset.ask && !window.confirm(sending.dataset.ask)) return;
  const values = {};
  for (const [name, value] of new FormData(sending)) {
    if (name in values) values[name] = [values[name], value].flat();
    else values[name] = value;
  }
  const answer = await post(sending.dataset.send, values);
  if (!(await told(answer))) return;
  if (answer.status === 204) {
    window.location.assign(sending.dataset.then ?? window.location.href);
    return;
  }
  const shown = document.getElementById("link");
  shown.hidden = false;
  const field = shown.querySelector("input");
  field.value = (await answer.json()).link;
  field.select();
});

// times stand in the page as UTC; whoever looks has a clock of their own
function localise(root) {
  for (const node of root.querySelectorAll("time[datetime]")) {
    const when = new Date(node.dateTime);
    if (Number.isNaN(when.getTime())) continue;
    node.textContent = when.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    node.title = when.toISOString();
  }
}
localise(document);
document.addEventListener("htmx:afterSwap", (event) => localise(event.target));

// a build that ends brings new documents
let going = false;
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "jobs") return;
  const card = event.target.querySelector("[data-going]");
  const now = card?.dataset.going === "yes";
  if (going && !now) {
    const done = card?.querySelector("li:first-child");
    // what failed while somebody looked elsewhere on the page is told where every error is
    if (done?.dataset.state === "failed") warn([...done.querySelectorAll(".problem")].map((line) => line.textContent).join(" ").replace(/\s+/g, " ").trim());
    if (done) say(done.querySelector("p").textContent.replace(/\s+/g, " ").trim());
    const filters = document.querySelector("form.filters[hx-target='#documents']");
    if (filters) window.htmx?.trigger(filters, "change");
  }
  going = now;
});
