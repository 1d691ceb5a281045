"""The steps from each schema of a corpus to the next; a corpus of any released version opens in a newer jjak."""
