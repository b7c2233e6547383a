"""Results on disk that are whole or not there, and that know what they were made from."""

from scoring.files.checksums import SEAL, content_fingerprint, damage, made_from, seal, verify
from scoring.files.fingerprints import fingerprint, fingerprint_files
from scoring.files.publish import POINTER, clean_up, current, publish, require_current
from scoring.files.whole import read_json, say_why_unwritten, whole_file, write_json, write_text

__all__ = [
    "POINTER",
    "SEAL",
    "clean_up",
    "content_fingerprint",
    "current",
    "damage",
    "fingerprint",
    "fingerprint_files",
    "made_from",
    "publish",
    "read_json",
    "require_current",
    "say_why_unwritten",
    "seal",
    "verify",
    "whole_file",
    "write_json",
    "write_text",
]
