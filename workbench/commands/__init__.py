"""The commands of the command line, one module a subject; each adds itself by `register`."""
