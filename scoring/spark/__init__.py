"""The engine seam: the same feature functions and the same model, on a Spark cluster, for who outgrows one machine."""
