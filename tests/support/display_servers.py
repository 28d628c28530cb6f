"""Real display servers and a real tmux to try the clipboard in, each without a window on anyone's desk."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl
    import pty
    import pwd


def missing(*tools: str) -> str:
    """The tools that are not there, as a reason to skip; empty if all are."""
    if sys.platform == "win32":
        return "Windows has no X servers and no tmux"
    absent = [tool for tool in tools if not shutil.which(tool)]
    return f"not installed: {', '.join(absent)}" if absent else ""


@contextmanager
def x_server() -> Iterator[dict[str, str]]:
    """An X server of its own; gives the environment to reach it."""
    reading, writing = os.pipe()
    # Of several that look for a free number at once, one may take another's socket away.
    display = f":{100 + os.getpid() % 50_000}"
    options = ["-screen", "0", "64x64x8", "-nolisten", "tcp"]
    server = subprocess.Popen(
        # Without -noreset it begins anew when its last client leaves, and turns away one that comes meanwhile.
        ["Xvfb", display, "-displayfd", str(writing), "-noreset", *options],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield {"PATH": os.environ["PATH"], "DISPLAY": f":{number}", "TERM": "xterm-256color"}
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def wayland_server() -> Iterator[dict[str, str]]:
    """A headless compositor of its own; gives the environment to reach it."""
    user = "nobody" if os.geteuid() == 0 else None  # sway does not run as root
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        if user:
            shutil.chown(name, user)
        with _sway(Path(name), user) as environ:
            yield environ


@contextmanager
def _sway(folder: Path, user: str | None) -> Iterator[dict[str, str]]:
    config = folder / "sway.conf"
    config.write_text("xwayland disable\n", encoding="utf-8")
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "WLR_BACKENDS": "headless"}
    environ |= {"WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environ.pop(name, None)
    folder.chmod(0o700)
    server = subprocess.Popen(
        ["sway", "-c", str(config)],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
        group=pwd.getpwnam(user).pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    try:
        end = time.monotonic() + 10
        while not (sockets := [path for path in folder.glob("wayland-*") if path.suffix != ".lock"]):
            if time.monotonic() > end or server.poll() is not None:
                raise RuntimeError("sway did not start")
            time.sleep(0.02)
        yield {**environ, "WAYLAND_DISPLAY": sockets[0].name, "TERM": "xterm-256color"}
    finally:
        server.terminate()
        server.wait(10)


class TmuxTerminal:
    """A tmux in a pseudo-terminal that plays the outer terminal; `seen` is all the terminal was sent."""

    def __init__(self, folder: Path, config: str, environ: Mapping[str, str] | None = None) -> None:
        self.socket = folder / "tmux"
        self.seen = b""
        conf = folder / "tmux.conf"
        conf.write_text(config + "\nset -g default-command 'exec cat'\n", encoding="utf-8")
        outer = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, 0x5414, b"\x18\x00\x50\x00\x00\x00\x00\x00")  # TIOCSWINSZ: 24 rows, 80 columns
        self._process = subprocess.Popen(
            ["tmux", "-S", str(self.socket), "-f", str(conf), "new-session"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**outer, **(environ or {})},
            start_new_session=True,
        )
        os.close(theirs)

    def run(self, script: str, environ: Mapping[str, str], seconds: float = 20.0) -> bool:
        """Run a Python script in a window of its own; whether it ended in time."""
        done = self.socket.with_name("done")
        done.unlink(missing_ok=True)
        words = [f"{name}={value}" for name, value in environ.items()]
        path = self.socket.with_name("script.py")
        path.write_text(f"{script}\nimport pathlib; pathlib.Path({str(done)!r}).touch()\n", encoding="utf-8")
        window = ["tmux", "-S", str(self.socket), "new-window", "env", *words, sys.executable, str(path)]
        end = time.monotonic() + seconds
        while subprocess.run(window, capture_output=True, check=False).returncode and time.monotonic() < end:
            self.pump(0.05)
        while not done.exists() and time.monotonic() < end:
            self.pump(0.02)
        self.pump(0.2)
        return done.exists()

    def pump(self, seconds: float) -> None:
        """Take in what the terminal is sent for `seconds`."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._ours], [], [], left)[0]:
                try:
                    self.seen += os.read(self._ours, 65_536)
                except OSError:
                    return  # tmux has closed it

    def close(self) -> None:
        """End tmux and everything in it."""
        subprocess.run(["tmux", "-S", str(self.socket), "kill-server"], capture_output=True, check=False)
        self.pump(0.1)
        self._process.wait(10)
        os.close(self._ours)
