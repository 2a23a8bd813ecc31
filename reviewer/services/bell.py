"""Wake a thread that waits for pipes."""

import multiprocessing
import threading


class Bell:
    """Rung from any thread; the one that waits for `heard` wakes, and quiets it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.heard, self._rung = multiprocessing.Pipe(duplex=False)

    def ring(self) -> None:
        """Wake the thread; after `close` nothing happens."""
        # Never more than one unread byte, so that this cannot block however busy the thread is.
        with self._lock:
            if not self.heard.closed and not self.heard.poll():
                self._rung.send_bytes(b"!")

    def quiet(self) -> None:
        """Wait for the next ring only."""
        with self._lock:
            if not self.heard.closed and self.heard.poll():
                self.heard.recv_bytes()

    def close(self) -> None:
        """Let the pipe go; safe to call twice."""
        with self._lock:
            self.heard.close()
            self._rung.close()
