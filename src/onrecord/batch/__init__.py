"""Archives: many machines read and analyse, in shards that are done once; the result becomes a record by ``import``.

The only part that knows the dataframe engine (Daft, on this machine or on a Ray cluster), which an extra brings:
``pip install onrecord[archive]``. See docs/archive.md.
"""

from __future__ import annotations

from onrecord.batch.load import import_batch
from onrecord.batch.plan import Sizes
from onrecord.batch.run import BatchOptions, BatchSummary, run_batch

__all__ = ["BatchOptions", "BatchSummary", "Sizes", "import_batch", "run_batch"]
