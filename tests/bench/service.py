"""Measure service records and on-site forms beside OCA's field service."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from beside import OURS, main

if __name__ == "__main__":
    main(__file__, ("oca", OURS), (100_000,), "records")
