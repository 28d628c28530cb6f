"""The clipboard that verifies: writes by one backend after another until one reads back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from threading import Event, Lock

from qreply.clipboard.backends.base import Backend, BackendError, PrivateError, UnreadError
from qreply.clipboard.changes import Changes
from qreply.clipboard.deadline import Deadline, Timeouts
from qreply.clipboard.outcome import Attempt, Outcome, Status
from qreply.clipboard.picture import Picture
from qreply.i18n import t
from qreply.text.safety import clean, printable

Backends = Sequence[Backend] | Callable[[], Sequence[Backend]]

_READINGS = 4  # at least, on a machine so busy that they take longer than the time for trying again
_REMEMBERED = 256  # copies of an hour or two
HIDDEN = "\ufffc"
"""Stands for a text that is not to be read: it is there, and not ours. The object replacement character."""

_Difference = Callable[[Deadline], BackendError | None]  # between what was written and what is read

_PAUSES = (0.03, 0.1)  # seconds before looking once more where nothing was seen
_MAX_PASTE = 1_000_000  # characters; cleaning them takes 0.07 s


class Clipboard:
    """The user's clipboard, for several threads: copies happen one after the other."""

    def __init__(
        self,
        backends: Backends,
        timeouts: Timeouts | None = None,
        watch: Callable[[], Changes | None] = lambda: None,
    ) -> None:
        """Use `backends`, best first, or a function that returns them as they are now.

        `watch` begins to watch for changes, and returns None where nothing tells of them.
        """
        self.watch = watch
        self._backends = backends
        self._timeouts = timeouts or Timeouts()
        self._writing = Lock()
        self._digests: OrderedDict[int, None] = OrderedDict()

    def backends(self) -> Sequence[Backend]:
        """Return the backends as they are now, best first."""
        return self._backends() if callable(self._backends) else self._backends

    def copy(self, text: str, given_up: Event | None = None) -> Outcome:
        """Put `text`, cleaned of unsafe characters, on the clipboard and read it back; ≤ 2.5 s.

        Setting `given_up` ends it within some milliseconds: nobody wants this copy any more.
        """
        text = clean(text)
        if not text.strip():
            return Outcome(Status.FAILED, "", t("clipboard.nothing"), ())
        deadline = Deadline(self._timeouts.total, given_up)
        if not self._writing.acquire(timeout=deadline.left()):
            return Outcome(Status.FAILED, "", t("clipboard.busy"), ())
        try:
            return self._copy(text, deadline)
        finally:
            self._writing.release()

    def copy_picture(self, picture: Picture, given_up: Event | None = None) -> Outcome:
        """Put `picture` on the clipboard and have it read back; ≤ 5.2 s. Setting `given_up` ends it."""
        deadline = Deadline(self._timeouts.picture, given_up)
        if not self._writing.acquire(timeout=deadline.left()):
            return Outcome(Status.FAILED, "", t("clipboard.busy"), ())
        attempts: list[Attempt] = []
        try:
            for backend in (backend for backend in self.backends() if backend.takes_pictures):
                attempts.append(self._attempt_picture(backend, picture, deadline))
                if attempts[-1].status is not Status.FAILED:
                    return Outcome(attempts[-1].status, backend.name, attempts[-1].reason, tuple(attempts))
        finally:
            self._writing.release()
        reason = attempts[0].reason if attempts else t("clipboard.no-pictures")
        return Outcome(Status.FAILED, "", reason, tuple(attempts))

    def _attempt_picture(self, backend: Backend, picture: Picture, deadline: Deadline) -> Attempt:
        def difference(once: Deadline) -> BackendError | None:
            try:
                is_there = backend.holds_picture(picture, once)
            except UnreadError:
                raise
            except BackendError as error:
                return error
            return None if is_there else BackendError(t("clipboard.differs", way=backend.name))

        def put() -> str:
            backend.write_picture(picture, deadline)
            try:
                self._read_back(difference, deadline, deadline.left())
            except UnreadError as error:
                return error.message
            return _caveat(backend)

        return _attempt(backend, put)

    def paste(self) -> str | None:
        """Return the clipboard's text, cleaned; None if it has none or can't be read; ≤ 1 s.

        A text longer than any message (a million characters) is cut to its beginning.
        """
        text = self._first_text([backend for backend in self.backends() if backend.reads])
        return None if text is None else clean(text)

    def paste_table(self) -> str | None:
        """Return the clipboard's text as `paste` does, with the tabs of a table."""
        text = self._first_text([backend for backend in self.backends() if backend.reads])
        return None if text is None else printable(text)

    def _first_text(self, readers: Sequence[Backend], *, unasked: bool = False) -> str | None:
        deadline = Deadline(self._timeouts.paste)
        for backend in readers:
            read = backend.glance if unasked else backend.read
            try:
                text = read(deadline.within(self._timeouts.paste / len(readers)))
            except PrivateError:  # which another tool would only show without its mark
                return None if backend.marks_own else HIDDEN
            except BackendError:
                continue  # the next backend may read it; None means that none could
            if text:  # some tools also print nothing when there is no text, or they failed
                return text[:_MAX_PASTE]
        return None

    @property
    def can_glance(self) -> bool:
        """Tell whether private marks can be seen here, so that looking unasked is right."""
        return any(backend.reads and backend.tells_private for backend in self.backends())

    def glance(self) -> str | None:
        """Return the clipboard's text unasked, HIDDEN where another program marks it as private.

        Returns None where there is none, or it cannot be told; takes ≤ 1.2 s.
        """
        readers = [backend for backend in self.backends() if backend.reads and backend.tells_private]
        text = self._first_text(readers, unasked=True)
        for pause in _PAUSES:
            if text is not None or not readers:
                break
            Event().wait(pause)  # who has just copied may not serve it yet
            text = self._first_text(readers, unasked=True)
        return None if text is None else clean(text)

    def wrote(self, text: str) -> bool:
        """Tell whether qreply copied `text` in this run; blanks around it don't count."""
        return self._digest(text) in self._digests

    def forget(self) -> None:
        """Take back what copies of this run left besides the clipboard, in tmux; ≤ 1 s."""
        if self._digests:
            deadline = Deadline(self._timeouts.paste)
            for backend in self.backends():
                backend.forget(self.wrote, deadline)

    def _copy(self, text: str, deadline: Deadline) -> Outcome:
        if deadline.given_up():
            return Outcome(Status.FAILED, "", t("clipboard.given-up"), ())
        self._remember(text)
        backends = self.backends()
        attempts: list[Attempt] = []
        for following, backend in zip(reversed(range(len(backends))), backends, strict=True):
            if deadline.given_up():
                break
            seconds = min(
                backend.patience or self._timeouts.backend,
                deadline.left() - following * self._timeouts.reserve,
            )
            attempt = self._attempt_text(backend, text, deadline.within(seconds))
            attempts.append(attempt)
            if attempt.status is not Status.FAILED:
                return Outcome(attempt.status, backend.name, attempt.reason, tuple(attempts))
        if deadline.given_up():
            reason = t("clipboard.given-up")
        else:
            reason = attempts[0].reason if attempts else t("clipboard.no-way")
        return Outcome(Status.FAILED, "", reason, tuple(attempts))

    def _attempt_text(self, backend: Backend, text: str, deadline: Deadline) -> Attempt:
        def put() -> str:
            backend.write(text, deadline)
            if not backend.reads:
                return t(backend.unverifiable_reason)
            # A program that asks an owner which has just left may never be answered: it must ask anew.
            patience = deadline.left() if backend.patience else self._timeouts.reading
            try:
                self._read_back(partial(self._difference, backend, text), deadline, patience)
            except UnreadError:
                if backend.unread_reason:
                    return t(backend.unread_reason)
                raise
            return _caveat(backend)

        return _attempt(backend, put)

    def _read_back(self, difference: _Difference, deadline: Deadline, patience: float) -> None:
        """Raise the `difference` that stays, each reading of at most `patience` seconds."""
        window = deadline.within(self._timeouts.retry)
        pause = 0.002
        for reading in count(1):
            error = difference(deadline.within(patience))
            if error is None:
                return
            if not deadline.left() or (not window.left() and reading >= _READINGS):
                raise error
            deadline.sleep(pause)
            pause = min(pause * 2, 0.05)

    @staticmethod
    def _difference(backend: Backend, text: str, deadline: Deadline) -> BackendError | None:
        # Line breaks may change their kind on the way; nothing else may, not even a final one more or less.
        try:
            found = backend.read(deadline).replace("\r\n", "\n").replace("\r", "\n")
        except BackendError as error:
            return UnreadError(error.message)
        if not found:
            return UnreadError(t("clipboard.differs", way=backend.name))
        return None if found == text else BackendError(t("clipboard.differs", way=backend.name))

    def _remember(self, text: str) -> None:
        digest = self._digest(text)
        self._digests[digest] = None
        self._digests.move_to_end(digest)
        if len(self._digests) > _REMEMBERED:
            self._digests.popitem(last=False)

    @staticmethod
    def _digest(text: str) -> int:
        return hash(clean(text).strip())  # salted for each process, and hashlib costs its start 5 ms


def _attempt(backend: Backend, put: Callable[[], str]) -> Attempt:
    """Do `put`, which returns why the copy is only sent, not verified; undo it if that fails."""
    try:
        caveat = put()
    except BackendError as error:
        backend.cancel()
        return Attempt(backend.name, Status.FAILED, error.message)
    except BaseException:
        backend.cancel()  # Ctrl+C on the command line
        raise
    return Attempt(backend.name, Status.SENT if caveat else Status.VERIFIED, caveat)


def _caveat(backend: Backend) -> str:
    """Return why what was read back from `backend` proves nothing; "" where it does."""
    return t(backend.unverifiable_reason) if backend.unverifiable_reason else ""
