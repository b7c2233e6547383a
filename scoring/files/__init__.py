"""Results on disk that are whole or not there, and that know what they were made from."""

from scoring.files.atomic import atomic_write, read_json, write_errors_as_user_errors, write_json, write_text
from scoring.files.checksums import SEAL, content_fingerprint, damage, made_from, seal, verify, written_at
from scoring.files.destination import refuse_destination
from scoring.files.fingerprints import fingerprint, fingerprint_files
from scoring.files.publish import POINTER, clean_up, current, publish, require_current

__all__ = [
    "POINTER",
    "SEAL",
    "atomic_write",
    "clean_up",
    "content_fingerprint",
    "current",
    "damage",
    "fingerprint",
    "fingerprint_files",
    "made_from",
    "publish",
    "read_json",
    "refuse_destination",
    "require_current",
    "seal",
    "verify",
    "write_errors_as_user_errors",
    "write_json",
    "write_text",
    "written_at",
]
