"""``python -m mirinter_core``: the command line."""

from mirinter_core.cli.app import main

if __name__ == "__main__":
    main()
