"""The suite on a real Windows CPython under Wine: file locking, code page 936, reserved names, the built .exe."""
