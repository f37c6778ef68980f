"""Measure tickets of customers beside OCA's helpdesk and core's task pages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from beside import OURS, main

if __name__ == "__main__":
    main(__file__, ("oca", "core", OURS), (1_000, 10_000), "tickets")
