"""The two bottom lines: what just happened, and the keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from qreply.text.safety import clean_line
from qreply.tui.keys import BINDINGS, IN_FORM, SITUATIONAL, describe
from qreply.tui.state_line import Remark
from qreply.tui.widgets.short_lines import SEPARATOR, ShortLines

TOAST_SECONDS = 4.0  # that a success is said; how the clipboard stands is said elsewhere as long as it holds


class StatusBar(ShortLines):
    """Says what just happened.

    Words go when they are no longer about what the screen shows, a success after a moment. On a low screen the second
    line of long ones takes the place of the keys, so that nothing else moves.
    """

    def __init__(self) -> None:
        super().__init__(id="status", markup=False)
        self._about: object = None
        self._timer: Timer | None = None
        self._takes_place = False  # of the keys

    def say(self, text: str, tone: str = "muted", *, about: object = None) -> None:
        """Show `text`; `tone` is muted, success, warning or error, and each has its own sign.

        It is about `about`: `keep_to` another takes it away. What is about nothing stays until something else is said.
        """
        self._about = about
        self.set_classes(tone)
        self._show(Remark(clean_line(text), tone).signed)
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if tone == "success":
            self._timer = self.set_timer(TOAST_SECONDS, self.clear)

    def add(self, text: str) -> None:
        """Show `text`, which matters less, behind what stands there until something else is said."""
        self._about = None
        self._show(SEPARATOR.join(filter(None, (str(self.content), clean_line(text)))))

    def _show(self, text: str) -> None:
        self.say_words(text)
        self._make_room()

    def on_resize(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        takes_place = self.height_of_words > 1 and self.screen.has_class("low")
        if takes_place != self._takes_place:
            self._takes_place = takes_place
            for keys in self.screen.query(KeyBar):
                keys.display = not takes_place

    def keep_to(self, about: object) -> None:
        """Take away what was said about anything else than `about`."""
        if self._about is not None and self._about != about:
            self.clear()

    def clear(self) -> None:
        """Take away what was said."""
        self.say("")


class KeyBar(Widget):
    """As many of a screen's keys as fit, most important first."""

    class Pressed(Message):
        """A key's label was clicked."""

        def __init__(self, action: str) -> None:
            self.action = action
            super().__init__()

    def __init__(self, bindings: Sequence[Binding] = BINDINGS) -> None:
        super().__init__(id="keys")
        self._keys = bindings
        self._useful: frozenset[str] = frozenset()
        self._in_form = False

    def show(self, useful: frozenset[str], *, in_form: bool) -> None:
        """Show the keys that do something now; `useful` are those of SITUATIONAL that do."""
        if (useful, in_form) != (self._useful, self._in_form):
            self._useful, self._in_form = useful, in_form
            self.refresh()

    def _shown(self, binding: Binding) -> bool:
        if self._in_form and binding.id not in IN_FORM:
            return False
        return binding.show and (binding.id not in SITUATIONAL or binding.id in self._useful)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def _labels(self) -> list[tuple[str, Content]]:
        # The first of an action's keys stands for it, as the settings have bound them.
        bound: dict[str | None, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.enabled:
                bound.setdefault(active.binding.id, active.binding)
        labels: list[tuple[str, Content]] = []
        width = 0
        for binding in self._keys:
            if binding.id not in bound or not self._shown(binding):
                continue
            key = self.app.get_key_display(bound[binding.id])
            label = Content.assemble(
                (f" {key} ", "$text-accent bold"), (f"{describe(binding, in_form=self._in_form)} ", "$muted")
            )
            width += label.cell_length
            if width > self.size.width:
                break
            labels.append((binding.action, label))
        return labels

    def render(self) -> Content:
        return Content("").join([label for _, label in self._labels()])

    def on_click(self, event: events.Click) -> None:
        right = 0
        for action, label in self._labels():
            right += label.cell_length
            if event.x < right:
                self.post_message(self.Pressed(action))
                return
