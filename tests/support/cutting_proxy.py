"""A proxy on loopback that cuts connections after so many bytes, swallows them, or counts them."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Budget = Callable[[], int | None]


class CuttingProxy:
    """Passes what comes to `port` on to `target`, each connection for as many bytes as `budget` gives it."""

    def __init__(self, target: int, budget: Budget = lambda: None) -> None:
        self.budget = budget
        self.passed = 0
        self.is_mute = False  # takes everything in and answers nothing, as a network that swallows packets
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.open_sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self.open_sockets.append(near)
                if self.is_mute:
                    continue
                far = socket.create_connection(("127.0.0.1", self._target))
                self.open_sockets.append(far)
                left = [self.budget()]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(source, sink, left), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, left: list[int | None]) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if left[0] is not None:
                    data = data[: max(left[0], 0)]
                    left[0] -= len(data)
                sink.sendall(data)
                self.passed += len(data)
                if left[0] is not None and left[0] <= 0:
                    break
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close everything."""
        with contextlib.suppress(OSError):  # or the thread that accepts would hold it open for one more
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for one in self.open_sockets:
            one.close()


@contextlib.contextmanager
def cutting_proxy(target: int, budget: Budget = lambda: None) -> Iterator[CuttingProxy]:
    """A proxy that is closed at the end."""
    proxy = CuttingProxy(target, budget)
    try:
        yield proxy
    finally:
        proxy.close()
