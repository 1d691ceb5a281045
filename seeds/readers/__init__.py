"""Readers: each turns the text of a file into the blocks of a document."""
