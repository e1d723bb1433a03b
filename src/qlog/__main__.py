"""``python -m qlog`` is ``qlog``."""

from qlog.cli import main

if __name__ == "__main__":
    main()
