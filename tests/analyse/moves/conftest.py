"""Makes the modules beside the tests of the analysis importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
