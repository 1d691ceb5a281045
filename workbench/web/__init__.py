"""The review in a browser: pages, their interface, sessions and jobs, served on this machine."""
