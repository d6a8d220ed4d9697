"""Where tests of the store find the names worked out all at once, too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for names_at_once
