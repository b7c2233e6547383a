"""The adviser's opinion: agree or decide otherwise, on record; and who waits for one."""
