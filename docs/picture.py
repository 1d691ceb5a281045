"""Take the picture of the editor in README and docs/review.md: `python docs/picture.py [OUT.png]`.

A corpus is built from the seed and its Korean page with the embedded model; Chromium does the rest.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jjak.workbench.web.access_token import access_token

ROOT = Path(__file__).parent.parent
JJAK = str(Path(sys.executable).parent / "jjak")


def main(out: Path) -> None:
    from playwright.sync_api import sync_playwright

    folder = Path(tempfile.mkdtemp(prefix="picture-"))
    shutil.copy(next((ROOT / "seeds" / "documents").glob("*.txt")), folder / "treaty.en.txt")
    shutil.copy(ROOT / "tests" / "documents" / "treaty.ko.txt", folder)
    subprocess.run([JJAK, "build", str(folder), "--corpus", str(folder / "c.db"), "--quiet"], check=True)
    command = [JJAK, "review", "--corpus", str(folder / "c.db"), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server, sync_playwright() as playwright:
        assert server.stderr is not None
        address = re.search(r"http://\S+?/", server.stderr.readline())[0]  # type: ignore[index]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en-US", color_scheme="light")
        page.goto(f"{address}documents/1?token={access_token()}")
        page.wait_for_selector("body[data-ready=yes]")
        for key in ("a", "a", "a", "a", "a", "a"):
            page.keyboard.press(key)
        page.wait_for_timeout(7000)  # what the last act did is no longer said
        page.screenshot(path=str(out))
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "editor.png")
