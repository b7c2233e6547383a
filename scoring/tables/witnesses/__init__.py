"""What columns and tables say of each other: rows or columns that were moved, turned round or put in another unit.

Every value of a spoiled table may be possible by itself. What contradicts it is another column of the same row, or
another table of the same client: a relation that holds in Kaggle's rows and in simulated ones alike, and that is gone.
"""
