"""`python -m bestiary` is `bestiary`."""

from .cli import main

main(prog_name="bestiary")
