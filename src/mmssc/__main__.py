"""``python -m mmssc`` is the command ``mmssc``."""

from mmssc.cli.main import main

if __name__ == "__main__":
    main()
