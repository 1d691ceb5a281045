"""The documents that everything grows from, and the readers that turn a file into a `Document`."""
