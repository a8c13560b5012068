"""`python -m api` is the command `truyvet`."""

from api.cli import main

main()
