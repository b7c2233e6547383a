"""What data scientists read: frames, figures and words of the notebooks, and what runs the notebooks."""
