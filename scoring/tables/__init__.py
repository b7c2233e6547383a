"""The contract of the eight tables, and their import: every rule named, every change counted."""

from scoring.tables.dataframely_import import import_dataframely

import_dataframely()
