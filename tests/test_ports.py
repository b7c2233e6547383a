"""Files that a server may open: as many as the system allows, and one line where they do not suffice."""

import logging
import subprocess
import sys

import pytest

from scoring.ports import NO_ROOM, SECONDS_BETWEEN, STOPPED_MEANWHILE, OneLineAMinute

SOFT = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from scoring.ports import allow_many_files
allow_many_files()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
@pytest.mark.parametrize(
    ("soft", "hard", "given"), [(60, 900, "900 900"), (500, 500, "500 500"), (100, 900, "900 900")]
)
def test_a_server_asks_for_all_the_files_that_it_may_open(soft, hard, given):
    code = SOFT.format(soft=soft, hard=hard)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == given


def test_that_no_more_can_be_opened_is_said_once_a_minute_without_a_traceback(caplog):
    now = [5.0]
    logger = logging.getLogger("asyncio.tried")
    only = OneLineAMinute(lambda: now[0])
    logger.addFilter(only)
    try:
        for _ in range(2000):
            logger.error("%s\nsocket: 3", NO_ROOM, exc_info=OSError("Too many open files"))
            logger.error("%s<function>)", STOPPED_MEANWHILE, exc_info=ValueError("Invalid file descriptor: -1"))
        logger.error("something else")
        now[0] += SECONDS_BETWEEN
        logger.error("%s\nsocket: 3", NO_ROOM)
    finally:
        logger.removeFilter(only)
    assert [record.getMessage() for record in caplog.records] == [
        "Too many files are open: connections wait. Raise 'ulimit -n'.",
        "something else",
        "Too many files are open: connections wait. Raise 'ulimit -n'.",
    ]
    assert not any(record.exc_info for record in caplog.records)
