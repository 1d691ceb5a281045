"""The commands of `jjak`: each parses, calls and prints; what is heavy is imported when a command runs."""
