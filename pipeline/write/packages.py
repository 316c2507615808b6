"""Office files are zip packages: the same parts give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The earliest time that a zip file can tell.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def fix_package(
    data: bytes, change: Callable[[str, bytes], bytes] = lambda name, part: part
) -> bytes:
    """Return a package with its parts in a fixed order and without the time of writing.

    `change` gets the name and bytes of each part and returns what is to stand there.
    """
    fixed = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as package, ZipFile(fixed, "w") as copy:
        for name in sorted(package.namelist(), key=lambda name: (name != _FIRST, name)):
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            copy.writestr(part, change(name, package.read(name)))
    return fixed.getvalue()
