"""The commands that cli.py does not hold itself, and what all of them share. They and cli.py alone print."""
