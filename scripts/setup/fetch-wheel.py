"""Fetches one wheel with the user's own pip settings, and continues a download that was interrupted.

Plain `pip download` starts over after an interruption, which hurts with hundreds of megabytes. So this borrows
pip's own package finder and session (index, proxy, certificates and credentials are the user's), and streams the
file into NAME.part with an HTTP Range request. Where pip's internals have changed, plain `pip download` is used.

Each line on stdout is one JSON event: found, progress, retry, fallback, done, or error (kind, message).
"""

import argparse
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import time

CHUNK_BYTES = 256 * 1024
REPORT_EVERY_SECONDS = 0.2
REASONS = [  # what urllib3 means, without its object addresses
    r"Failed to establish a new connection: (?:\[Errno -?\d+\] )?([^'\"]+)",
    r"(Failed to resolve '[^']+')",
    r"((?:connect|read) timeout=[\d.]+)",
    r"(CERTIFICATE_VERIFY_FAILED\]?[^(\"']*)",
]
ATTEMPTS = 5  # in a row without a single new byte


class FetchError(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class InternalsChanged(Exception):
    """This pip has other internals than the ones used here."""


def emit(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--platform", required=True)
    parser.add_argument("--python-version", required=True)
    parser.add_argument("--abi", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--filename", required=True)
    wanted = parser.parse_args()
    target = os.path.join(wanted.folder, wanted.filename)
    os.makedirs(wanted.folder, exist_ok=True)
    try:
        try:
            fetch_with_internals(wanted, target)
        except InternalsChanged as changed:
            emit("fallback", message=str(changed))
            fetch_with_pip_download(wanted, target)
        emit("done", path=target)
        return 0
    except FetchError as error:
        emit("error", kind=error.kind, message=str(error))
    except OSError as error:
        emit("error", kind="disk" if error.errno == 28 else "file", message=str(error))
    except KeyboardInterrupt:
        return 130
    return 1


def pip_options(wanted):
    return [
        "--no-deps",
        "--only-binary=:all:",
        "--no-cache-dir",
        "--disable-pip-version-check",
        "--retries", "2",
        "--platform", wanted.platform,
        "--python-version", wanted.python_version,
        "--implementation", "cp",
        "--abi", wanted.abi,
        "%s==%s" % (wanted.name, wanted.version),
    ]  # fmt: skip


def fetch_with_internals(wanted, target):
    try:
        from pip._internal.commands import create_command

        command = create_command("download")
        context = command.main_context()
    except (ImportError, AttributeError, TypeError) as error:
        raise InternalsChanged(describe(error))
    with context:  # pip closes its sessions and removes its temporary folders at the end of it
        session, link = find_link(command, wanted)
        if link.is_file:
            shutil.copyfile(link.file_path, target + ".part")
        else:
            stream(session, link.url_without_fragment, target + ".part")
    os.replace(target + ".part", target)


def find_link(command, wanted):
    """The session and link that pip itself would use."""
    complaints = collect_complaints()
    try:
        from pip._internal.cli.cmdoptions import make_target_python
        from pip._internal.utils.temp_dir import global_tempdir_manager
        from pip._vendor.packaging.specifiers import SpecifierSet

        command.enter_context(global_tempdir_manager())
        options, _ = command.parse_args(pip_options(wanted))
        options.cache_dir = None  # the wheel is kept once, by us
        session = command.get_default_session(options)
        finder = command._build_package_finder(
            options=options,
            session=session,
            target_python=make_target_python(options),
            ignore_requires_python=True,
        )
        best = finder.find_best_candidate(wanted.name, SpecifierSet("==" + wanted.version)).best_candidate
    except (ImportError, AttributeError, TypeError, AssertionError) as error:
        raise InternalsChanged(describe(error))
    except Exception as error:
        raise FetchError("network", one_line(error))
    if best is not None:
        return session, best.link
    if complaints:
        raise FetchError("network", one_line(complaints[-1]))
    raise FetchError("not-found", "%s==%s is not in the index" % (wanted.name, wanted.version))


def collect_complaints():
    """pip only warns about an index that it cannot reach, and then finds nothing: the warnings are the reason."""
    complaints = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: complaints.append(record.getMessage())
    logger = logging.getLogger("pip")
    logger.addHandler(handler)
    logger.propagate = False
    return complaints


def stream(session, url, part):
    """Appends to the part what is missing of it, and tries again after a lost connection."""
    failures = 0
    while True:
        before = size_of(part)
        try:
            if receive(session, url, part):
                return
            reason = "the connection was closed early"
        except (FetchError, OSError):
            # requests' own errors are OSErrors too: only those of the disk end the download
            error = sys.exc_info()[1]
            if isinstance(error, FetchError) or error.errno == 28:
                raise
            reason = one_line(error)
        except Exception as error:  # urllib3's errors while reading a body
            reason = one_line(error)
        failures = 0 if size_of(part) > before else failures + 1
        if failures >= ATTEMPTS:
            raise FetchError("network", reason)
        emit("retry", message=reason)
        time.sleep(min(0.5 * 2**failures, 8))


def receive(session, url, part):
    """One request. True when the file is whole."""
    have = size_of(part)
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = "bytes=%d-" % have
    with session.get(url, headers=headers, stream=True) as response:
        if response.status_code == 416:  # nothing is left to send, or the file is another one
            total = int(response.headers.get("Content-Range", "*/-1").split("/")[1])
            if total == have:
                return True
            os.remove(part)
            return False
        if response.status_code in (429, 500, 502, 503, 504):
            return False
        if response.status_code not in (200, 206):
            raise FetchError("network", "the index answered %d" % response.status_code)
        if response.status_code == 200:  # the server does not continue: start over
            have = 0
        total = have + int(response.headers.get("Content-Length", 0))
        emit("found", received=have, total=total)
        reported = 0.0
        with open(part, "ab" if have else "wb") as file:
            for chunk in response.raw.stream(CHUNK_BYTES, decode_content=False):
                file.write(chunk)
                have += len(chunk)
                if time.monotonic() - reported > REPORT_EVERY_SECONDS:
                    reported = time.monotonic()
                    emit("progress", received=have, total=total)
        emit("progress", received=have, total=max(total, have))
        return have >= total


def fetch_with_pip_download(wanted, target):
    folder = target + ".pip"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "-d", folder] + pip_options(wanted)
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode != 0:
        raise FetchError("network", one_line(run.stdout))
    os.replace(os.path.join(folder, wanted.filename), target)
    shutil.rmtree(folder, ignore_errors=True)


def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def describe(error):
    return "%s: %s" % (type(error).__name__, error)


def one_line(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    line = lines[-1] if lines else type(error).__name__
    for pattern in REASONS:
        found = re.search(pattern, line)
        if found:
            return found.group(1)
    return line[:300]


if __name__ == "__main__":
    sys.exit(main())
