"""The review workbench: the pages in which translators settle alignments, served on this machine."""
