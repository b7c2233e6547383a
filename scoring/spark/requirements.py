"""What Spark needs before it starts (PySpark, Java, a master that answers): what lacks is said in a sentence."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess

from scoring.errors import UserError

OLDEST_JAVA = 17
SECONDS_TO_ANSWER = 5.0
INSTALL_JAVA = "Install it (Debian: apt-get install openjdk-17-jre-headless), or name its folder with JAVA_HOME."
INSTALL_PYSPARK = "Install the extra: pip install 'pret-a-depenser-scoring[spark]' (in a checkout: bash .ci/spark)."
_HOSTS = r"[^\s/:,]+:\d+(?:,[^\s/:,]+:\d+)*"
_MASTER = re.compile(rf"local(\[(\d+|\*)\])?|spark://(?P<hosts>{_HOSTS})|yarn|k8s://\S+")


def refuse_without_pyspark() -> None:
    """Refuse to go on where PySpark is not installed.

    Raises
    ------
    UserError
        With how to install it.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise UserError("Expected PySpark for --engine spark, got none in this environment.", INSTALL_PYSPARK)


def refuse_without_java() -> None:
    """Refuse to go on without a Java that Spark runs on.

    Raises
    ------
    UserError
        When there is none, or it is too old.
    """
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(f"{home}/bin/java" if home else "java")
    if java is None:
        where = f"under JAVA_HOME ({home})" if home else "on the PATH"
        raise UserError(f"Expected Java {OLDEST_JAVA} or newer for Spark, got none {where}.", INSTALL_JAVA)
    answer = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    version = java_version(answer.stderr + answer.stdout)
    if version < OLDEST_JAVA:
        got = f"Java {version}" if version else "one that does not say its version"
        raise UserError(f"Expected Java {OLDEST_JAVA} or newer for Spark, got {got} ({java}).", INSTALL_JAVA)


def java_version(text: str) -> int:
    """The version that ``java -version`` says, 0 where it says none.

    Examples
    --------
    >>> java_version('openjdk version "17.0.15" 2025-04-15'), java_version('java version "1.8.0_392"')
    (17, 8)
    """
    number = re.search(r'version "(?:1\.)?(\d+)', text)
    return int(number[1]) if number else 0


def refuse_unreachable(master: str) -> None:
    """Refuse an address that is none, or behind which nobody answers.

    Parameters
    ----------
    master : str
        local, local[2], local[*], spark://HOST:PORT (several hosts after commas), yarn or k8s://...

    Raises
    ------
    UserError
        With what was tried.
    """
    address = _MASTER.fullmatch(master)
    if address is None:
        raise UserError(
            f"Expected --master as local[2], spark://HOST:PORT, yarn or k8s://URL, got {master!r}.",
            "The master's page (port 8080) shows its address, which begins with spark://.",
        )
    tried = [_why_silent(host) for host in (address["hosts"] or "").split(",") if host]
    if tried and all(tried):
        raise UserError(
            f"Expected a Spark master at {master}, got no answer ({'; '.join(tried)}).",
            "Start it, or name the one that runs with --master.",
        )


def _why_silent(host: str) -> str:
    """Why nobody answers there; empty where somebody does."""
    name, port = host.rsplit(":", 1)
    try:
        socket.create_connection((name, int(port)), timeout=SECONDS_TO_ANSWER).close()
    except (OSError, OverflowError) as error:
        return f"{host}: {getattr(error, 'strerror', None) or error}"
    return ""


def is_on_this_machine(master: str) -> bool:
    """Whether nothing of the cluster leaves this machine, so that the driver need not be seen by others.

    Examples
    --------
    >>> is_on_this_machine("local[2]"), is_on_this_machine("spark://127.0.0.1:7077"), is_on_this_machine("yarn")
    (True, True, False)
    """
    loopback = re.fullmatch(r"spark://(127\.[\d.]+|localhost):\d+", master)
    return master.startswith("local") or loopback is not None
