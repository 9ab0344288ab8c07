"""`python -m vendormgr`: the same as the command `vendormgr`."""

from vendormgr.cli import main

if __name__ == "__main__":
    main(prog_name="vendormgr")
