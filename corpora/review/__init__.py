"""The review as data: the events of a log, the commands that make them, and how far reviewers agree."""
