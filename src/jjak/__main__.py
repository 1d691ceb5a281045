"""`python -m jjak` is the command `jjak`."""

from jjak.workbench.cli import main

if __name__ == "__main__":
    main()
