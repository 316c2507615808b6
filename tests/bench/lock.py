"""Print the pins of a `pip install --report` file, one requirement a line."""

import json
import sys
from pathlib import Path


def pins(report: dict) -> list[str]:
    packages = [item["metadata"] for item in report["install"]]
    return sorted(
        # A local build tag ("+cpu") names one machine's wheel; the pin must hold on all.
        f"{package['name'].lower()}=={package['version'].split('+')[0]}"
        for package in packages
        if package["name"] != "temaer"
    )


if __name__ == "__main__":
    print("\n".join(pins(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
