"""The page's bqplot figures. Each is built once; afterwards only its marks' data change."""
