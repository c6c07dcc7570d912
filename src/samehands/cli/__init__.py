"""The command line: `samehands demo`, `replay`, `enrol`, `score` and `lab`, one file each.

Commands read files, print and write; what they do in between is the other packages'. They are the
edge of the program: a clock, a disk and a terminal come in here and go no further.
"""

from samehands.cli.app import main

__all__ = ["main"]
