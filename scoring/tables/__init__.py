"""The eight tables: their contract, their import and cleaning, their place on disk."""

from scoring.tables.dataframely_import import import_dataframely

import_dataframely()
