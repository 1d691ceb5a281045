"""Checks: functions over a pair that say what a person should look at."""
