"""The review model: a session over the rows of a bitext, without any web in it."""
