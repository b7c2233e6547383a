"""What a cluster says when something fails, pages of Java, as one sentence with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from scoring.errors import UserError

SAME_DISK = "Put the home on a disk that every worker mounts under the same path, with the right to write."
SAME_ENVIRONMENT = (
    "Install the same environment on every worker, and name its Python with PYSPARK_PYTHON; docs/spark.md says how."
)
MORE_MEMORY = "Raise spark.executor.memory or spark.driver.memory in spark-defaults.conf; docs/spark.md has sizes."
# A path with spaces, up to how Spark goes on after it.
_PATH = r"""(?:file:)?/*(/[^\n"']+?)(?=[.,;]\s+[A-Z]|\s+(?:does|\(|at )|[.,;]?\s*(?:\n|$))"""
# What to look for in the text of a failure, the sentence (with what was found), the remedy. The first that fits.
_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        r"PYTHON_VERSION_MISMATCH|different version .{0,20}than that in driver",
        "Expected the same version of Python on the driver and on every worker, got different ones.",
        SAME_ENVIRONMENT,
    ),
    (
        r"ModuleNotFoundError: No module named '([\w.]+)'",
        "Expected the package {} on every worker, got a worker without it.",
        SAME_ENVIRONMENT,
    ),
    (
        r"Cannot run program \"([^\"]+)\"",
        "Expected Python on every worker at {}, got a worker without it.",
        SAME_ENVIRONMENT,
    ),
    (
        r"No FileSystem for scheme \"?(\w+)|Class org\.apache\.hadoop\.fs\.(\w+)\.\S+ not found",
        "Expected a Spark that reads {}, got one without what reads it.",
        "Name it in spark-defaults.conf as spark.jars.packages (s3a: org.apache.hadoop:hadoop-aws); see docs/spark.md.",
    ),
    (
        r"PATH_NOT_FOUND[^\n]*?((?!file:)[a-z][a-z0-9+.-]*://[^\s\"']+)",
        "Expected a table of the home at {}, got nothing there.",
        "Copy the files of the home's current tables there, or correct --tables.",
    ),
    (
        rf"(?:FileNotFoundException|FILE_NOT_EXIST|PATH_NOT_FOUND)[^/]*?{_PATH}",
        "Expected every worker to see {}, got a worker that does not.",
        SAME_DISK,
    ),
    (
        rf"Mkdirs failed to create {_PATH}|AccessControlException[^/]*?{_PATH}",
        "Expected every worker to be allowed to write into {}, got a worker that is not.",
        SAME_DISK,
    ),
    (r"No space left on device", "Spark's disk is full.", "Free some, or name a larger one with SPARK_LOCAL_DIRS."),
    (r"OutOfMemoryError|Java heap space|OOM-killed", "Spark ran out of memory.", MORE_MEMORY),
    (
        r"All masters are unresponsive|Master removed our application|SparkContext was (?:shut down|stopped)"
        r"|stopped SparkContext|Connection refused",
        "The connection to Spark's master was lost, or who answers there is no Spark master of this version.",
        "Look at the master's page (port 8080) and at its log, then run the command again.",
    ),
    (
        r"JAVA_GATEWAY_EXITED",
        "Spark's Java process ended as soon as it began.",
        "Look at what it said above; spark.driver.memory may be more than the machine has.",
    ),
)


@contextmanager
def spark_errors_as_user_errors() -> Iterator[None]:
    """Say what Spark raises; what is not known is raised as it is.

    Raises
    ------
    UserError
        For whatever has a remedy.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException, ConnectionError) as error:
        mistake = sentence_of(str(error))
        if mistake is None:
            raise
        raise mistake from error


def sentence_of(text: str) -> UserError | None:
    """The sentence for what Spark said; None where it is not known.

    Examples
    --------
    >>> print(sentence_of("ModuleNotFoundError: No module named 'scoring'").got)
    Expected the package scoring on every worker, got a worker without it.
    """
    for pattern, got, remedy in _KNOWN:
        match = re.search(pattern, text, flags=re.DOTALL)
        if match:
            named = next((group for group in match.groups() if group), "the home")
            return UserError(got.format(named.rstrip(".,;")), remedy)
    return None
