"""The suite on a real Windows CPython under Wine: file locking, code page 936, reserved names, the built .exe.

Wine 8 now and then ends a process that opens one window after another ("X Error … X_UnmapWindow"): run such a file's
tests one by one, with `-k`.
"""
