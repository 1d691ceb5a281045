"""Known faults of the tested packages: `make audit`, which runs pip-audit over requirements.lock where a network is.

Exit code 1 where a package has one, 2 where not all could be looked up; without a network that is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"
CALL = [
    "-m",
    "pip_audit",
    "--disable-pip",
    "--require-hashes",
    "--progress-spinner",
    "off",
    "--format",
    "json",
    "-r",
    str(LOCK),
]


def audited(found: Mapping[str, Any]) -> tuple[list[str], int]:
    """What pip-audit's JSON says, in lines, and the exit code."""
    packages = found.get("dependencies", [])
    looked_up = [one for one in packages if "skip_reason" not in one]
    lines = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in looked_up
        for fault in one["vulns"]
    ]
    skipped = len(packages) - len(looked_up)
    if not looked_up:
        return ["Nothing was audited: no package could be looked up. Run it again where there is a network."], 2
    said = f"audited: {len(looked_up)}, known faults: {len(lines)}"
    return [*lines, said + (f", not looked up: {skipped}" if skipped else "")], int(bool(lines)) or 2 * bool(skipped)


def main() -> int:
    done = subprocess.run([sys.executable, *CALL], capture_output=True, text=True)
    if "No module named pip_audit" in done.stderr:
        print("pip-audit is not installed: `make audit` installs it where pip finds it.")
        return 2
    try:
        found = json.loads(done.stdout)
    except ValueError:
        print(f"Nothing was audited, as without a network: {(done.stderr.strip().splitlines() or ['no answer'])[-1][:200]}")
        return 2
    lines, code = audited(found)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
