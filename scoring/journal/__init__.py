"""Who decided what, when, on which model: a journal that is only ever added to, and shows when it was tampered with."""
