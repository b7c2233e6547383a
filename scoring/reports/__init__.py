"""What data scientists read: frames, figures and words of the notebooks, and what runs the notebooks.

Frames first: every function gives a pandas frame, and pictures are drawn from frames.

* :mod:`scoring.reports.quality`: the tables against their contract, what cleaning did, what is missing.
* :mod:`scoring.reports.rates`: rates by group with intervals, bands, the difference of two rates.
* :mod:`scoring.reports.sampling`: a few of many clients.
* :mod:`scoring.reports.candidates`, :mod:`scoring.reports.catalogued`: the comparison of candidates; the catalogue.
* :mod:`scoring.reports.separation`: what tells the two outcomes apart, one feature at a time.
* :mod:`scoring.reports.drift`: the population stability index, and what chance alone would show.
* :mod:`scoring.reports.fairness`: refusals, errors, ranking and calibration by group, and the gaps.
* :mod:`scoring.reports.charts`: ``dots``, ``bars`` and ``along`` take a frame and give a matplotlib figure.
* :mod:`scoring.reports.figures`: ``figure(drawn, title, frame)`` and ``table(frame, title)`` show them in a report.
* :mod:`scoring.reports.costs`: what decisions cost, by rule, by threshold, by weights.
* :mod:`scoring.reports.curves`: announced beside observed, cost along thresholds, what raises and lowers.
* :mod:`scoring.reports.facts`: ``facts_of(home)``, all that the note and the slides say of one run.
* :func:`scoring.texts.reports.words`: texts of ``texts/report/*.toml`` in French or English, numbers by name.
* :mod:`scoring.reports.note`: ``Note(facts, language)``, the methodology note piece by piece.
* :mod:`scoring.reports.slides`: ``Deck(facts, language)``, the slides, on the note's figures.
"""
