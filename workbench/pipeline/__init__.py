"""The flow: documents in, scored pairs in the corpus, on one machine or many."""
