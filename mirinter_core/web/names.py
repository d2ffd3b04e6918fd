"""What a name may be, as boxes for names check it: see `mirinter_core.home.checked_name`."""

from __future__ import annotations

NAME = (r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "1 to 64 letters, digits, '.', '_' or '-'")
