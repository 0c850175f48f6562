"""Entry: `rrp-desktop` and `python -m rrp_desktop`."""

from __future__ import annotations

import sys

from rrp_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
