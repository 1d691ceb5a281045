"""A long document in the editor: `python tests/bench/editor.py [--rows 20000] [--acts 500]`.

A real Chromium opens the document; the time to the first rows is from asking for the page to the rows being laid out. Then
random acts are done with keys at random places, each timed from the key to the answer of the server being on the page, by the
page's own clock. The server's memory is its peak resident set.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import units
from jjak.workbench.web.access_token import access_token

KEYS = ("a", "a", "x", "b", "m", "M", "s", "d", "u", "D", "U", "o", "z", "Z")
# a key, and the time until nothing waits for the server and everything is laid out
TIMED = """async (key) => {
  const before = performance.now();
  const head = jjak.reviewRows.head;
  const box = document.activeElement.closest('#rows') ? document.activeElement : document.body;
  const shift = key !== key.toLowerCase();
  box.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: shift, bubbles: true, cancelable: true }));
  const shown = performance.now() - before;
  while (jjak.outbox.items.length || jjak.reviewRows.pending.length) await new Promise((done) => setTimeout(done, 1));
  const answered = performance.now() - before;
  const leave = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  document.querySelector('.field')?.dispatchEvent(leave);
  return [shown, answered, jjak.reviewRows.head > head];
}"""


def main(rows: int, acts: int) -> None:
    from playwright.sync_api import sync_playwright

    folder = Path(tempfile.mkdtemp(prefix="editor-"))
    corpus = folder / "c.db"
    units.store_units(corpus, units.unit("long", list(units.links(rows))))
    print(f"{rows:,} rows; load {_load()}", flush=True)
    with sync_playwright() as playwright:
        with served(playwright, corpus) as (page, address, _):
            opened(page, address, "the first page that server and browser show at all")
        with served(playwright, corpus) as (page, address, server):
            page.goto(address)
            opened(page, address, "after the list of documents")
            page.goto("about:blank")
            opened(page, address, "again")
            page.wait_for_selector("body[data-ready=yes]")
            report(page, rows, acts)
            peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{server.pid}/status").read_text())
            print(f"server: peak {int(peak[1]) / 1024:.0f} MB")  # type: ignore[index]


@contextmanager
def served(playwright: Any, corpus: Path) -> Iterator[tuple[Any, str, subprocess.Popen[str]]]:
    """A page of a new browser, and the address of a new server."""
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(corpus), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = re.search(r"http://\S+?/", server.stderr.readline())[0]  # type: ignore[index]
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}?token={access_token()}")
        yield page, address, server
        browser.close()
        server.terminate()


def opened(page: Any, address: str, how: str) -> None:
    before = time.monotonic()
    page.goto(f"{address}documents/1", wait_until="commit")
    page.wait_for_selector(".row .piece")
    print(f"first rows, {how}: {time.monotonic() - before:.2f} s", flush=True)


def report(page: Any, rows: int, acts: int) -> None:
    generator = random.Random(3)
    shown, answered = [], []
    while len(answered) < acts:
        if generator.random() < 0.3:
            page.evaluate(
                "(at) => { document.querySelector('#rows').scrollTop = at * document.querySelector('#rows').scrollHeight; }",
                generator.random(),
            )
            page.wait_for_timeout(120)
            page.evaluate("document.querySelector('.row:nth-child(6)').focus()")
            page.wait_for_timeout(60)
        first, last, did = page.evaluate(TIMED, generator.choice(KEYS))
        if did:
            shown.append(first)
            answered.append(last)
    for name, values in (("shown on the page", shown), ("answered by the server", answered)):
        values.sort()
        middle, late = values[len(values) // 2], values[len(values) * 95 // 100]
        print(f"{len(values)} acts, {name}: median {middle:.0f} ms, 95th percentile {late:.0f} ms")


def _load() -> str:
    return Path("/proc/loadavg").read_text().split()[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--acts", type=int, default=500)
    given = parser.parse_args()
    main(given.rows, given.acts)
