"""`python -m samehands` is the command `samehands`."""

from samehands.cli import main

if __name__ == "__main__":
    main()
