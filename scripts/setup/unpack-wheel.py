"""Unpacks the named parts of a wheel: unpack-wheel.py WHEEL FOLDER STRIP_PREFIX PATTERN...

A pattern is a shell pattern over names inside the wheel. A `.tar.gz` found so is unpacked in turn.
"""

import fnmatch
import os
import shutil
import sys
import tarfile
import zipfile


def main():
    wheel, folder, prefix, patterns = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            if info.is_dir() or not any(fnmatch.fnmatch(info.filename, p) for p in patterns):
                continue
            if info.filename.endswith(".tar.gz"):
                with archive.open(info) as source, tarfile.open(fileobj=source, mode="r|gz") as inner:
                    inner.extractall(folder)
                continue
            name = info.filename[len(prefix):] if info.filename.startswith(prefix) else info.filename
            target = os.path.join(folder, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(info) as source, open(target, "wb") as out:
                shutil.copyfileobj(source, out, 1 << 20)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
