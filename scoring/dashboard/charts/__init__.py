"""The page's bqplot figures. Each is built once; afterwards only its marks' data change."""

from scoring.light_kernel.pandas_stub import import_bqplot

import_bqplot()
