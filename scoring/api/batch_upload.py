"""An archive written to the disk as it comes: within a size, a time and the room there is, or nothing of it stays."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from scoring.api.body import announced_bytes
from scoring.api.problem import ProblemError, wrong_fields
from scoring.tables.records import FieldMistake
from scoring.tables.unpack import DISK_RESERVE

IDLE_SECONDS, MOST_SECONDS = 10.0, 3600.0
NO_ROOM = "Expected room for the archive on this machine, got none. Try again later."
CLOSE = {"Connection": "close"}
LOG = logging.getLogger(__name__)


async def receive_archive(request: Request, file: Path, most_bytes: int) -> str:
    """Write the body to a file as it comes, and give its SHA-256; no more than a piece of it is ever held.

    Parameters
    ----------
    request : Request
        Whose body it is.
    file : Path
        One that does not exist.
    most_bytes : int
        How large it may be.

    Raises
    ------
    ProblemError
        413 as soon as it is too large, 503 when the disk has no room for it, 408 when it stops coming, 400 when the
        caller left, 422 when there is nothing.
    """
    size = announced_bytes(request)
    _refuse_large(size, most_bytes)
    require_room(file.parent, size)
    content = hashlib.sha256()
    try:
        async with asyncio.timeout(MOST_SECONDS):
            with file.open("xb") as written:
                size = await _write_all(request, written, content, most_bytes)
    except TimeoutError as error:
        detail = f"Expected the archive without pauses of {IDLE_SECONDS:g} seconds, got a part of it. Send it again."
        raise ProblemError(408, detail, headers=CLOSE) from error
    except ClientDisconnect as error:
        LOG.warning("the caller left before the end of an archive")
        raise ProblemError(400, "Expected the whole body, got a part of it.") from error
    except OSError as error:
        raise no_room(error) from error
    if size == 0:
        raise wrong_fields([FieldMistake("body", "a zip of the tables", "an empty body")])
    return content.hexdigest()


def require_room(folder: Path, size: int) -> None:
    """Refuse so many bytes where the disk would not keep half a gigabyte free.

    Raises
    ------
    ProblemError
        503.
    """
    free = shutil.disk_usage(folder).free - DISK_RESERVE
    if size > free:
        raise no_room(f"{size:,} bytes for a batch, {max(free, 0):,} free")


def no_room(why: object) -> ProblemError:
    """What is said where an archive cannot be taken; the log says why."""
    LOG.error("no batch can be taken: %s", why)
    return ProblemError(503, NO_ROOM, headers={"Retry-After": "60", **CLOSE})


async def _write_all(request: Request, written: BinaryIO, content: hashlib._Hash, most_bytes: int) -> int:
    size, parts = 0, request.stream()
    while (part := await asyncio.wait_for(anext(parts, None), IDLE_SECONDS)) is not None:
        size += len(part)
        _refuse_large(size, most_bytes)
        await run_in_threadpool(_write, written, content, part)
    return size


def _write(written: BinaryIO, content: hashlib._Hash, part: bytes) -> None:
    require_room(Path(written.name).parent, len(part))
    content.update(part)
    written.write(part)


def _refuse_large(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        detail = f"Expected an archive of at most {most_bytes / 1024**2:g} MiB, got a larger one."
        raise ProblemError(413, detail, headers=CLOSE)
