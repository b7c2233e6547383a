"""The one error a user's mistake raises: what was expected, what was found, what to do."""


class UserError(Exception):
    """A mistake that the caller can mend; shown as one sentence, never as a traceback.

    Parameters
    ----------
    got : str
        What was found, in the caller's words, with what was expected.
    remedy : str
        What to do next, as an instruction.

    Examples
    --------
    >>> print(UserError("bureau.csv: column CREDIT_ACTIVE is missing.", "Export the table again."))
    bureau.csv: column CREDIT_ACTIVE is missing. Export the table again.
    """

    def __init__(self, got: str, remedy: str) -> None:
        super().__init__(f"{got} {remedy}")
        self.got = got
        self.remedy = remedy
