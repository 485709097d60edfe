# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistive technology sees of a program: the AT-SPI protocol, spoken over the bus itself.

Asking for one thing at a time makes thousands of round trips for one look at a window. `Application.look` asks for
everything in one call, which GTK answers from its cache of accessible objects, and mends with single calls what that
answer leaves out: GTK 4.8 puts an object into the cache when it was first asked for, and does not tell which children
are hidden. Whatever changes in the program makes a signal, so that a wait can sleep until then (`Bus.rest`).

Roles and states are compared by number: their names differ between versions."""

import itertools
import os
import re
import struct
import time

import gi

gi.require_version('Atspi', '2.0')
gi.require_version('Gio', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE, ACTION, COMPONENT = 'org.a11y.atspi.Accessible', 'org.a11y.atspi.Action', 'org.a11y.atspi.Component'
TEXT, EDITABLE, VALUE = 'org.a11y.atspi.Text', 'org.a11y.atspi.EditableText', 'org.a11y.atspi.Value'
PROPERTIES = 'org.freedesktop.DBus.Properties'
ROOT = '/org/a11y/atspi/accessible/root'
CACHE = '/org/a11y/atspi/cache'
NULL = '/org/a11y/atspi/null'

# A program on a busy processor answers late: in milliseconds, and what is waited for in seconds.
PATIENCE = 60000
DEADLINE = float(os.environ.get('DAYBOOK_DEADLINE', 60))

# What has no use of its own inside is not looked into.
LEAVES = {Atspi.Role.LABEL, Atspi.Role.TEXT, Atspi.Role.PAGE_TAB, Atspi.Role.SCROLL_BAR, Atspi.Role.IMAGE, Atspi.Role.STATUS_BAR}
FRAMES = {Atspi.Role.FRAME, Atspi.Role.DIALOG, Atspi.Role.WINDOW}


class Late(AssertionError):
    """Something did not become so in time."""


class Bus:
    """The accessibility bus, and what the program on it tells."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                    Gio.DBusCallFlags.NONE, PATIENCE, None).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.heard = 0  # signals until now
        self.focused = {}  # by the sender: what said last that it has the focus
        self.reshaped = set()  # (sender, path) of what has other children than before
        self.ready = set()  # programs that told of their objects: to ask GTK 4.8 for them before makes a critical warning
        self.connection.signal_subscribe(None, None, None, None, None, Gio.DBusSignalFlags.NONE, self._hear)
        self.pids = {}  # by name

    def _hear(self, bus, sender, path, interface, member, parameters):
        self.heard += 1
        if member == 'AddAccessible':
            self.ready.add(sender)
        elif member == 'ChildrenChanged':
            self.reshaped.add((sender, path))
        elif member == 'StateChanged' and parameters.get_child_value(0).get_string() == 'focused':
            if parameters.get_child_value(1).get_int32():
                self.focused[sender] = path
            elif self.focused.get(sender) == path:
                del self.focused[sender]

    def drain(self):
        """Takes in what was heard until now."""
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass

    def rest(self, seconds):
        """Until something is heard, but not longer."""
        before = self.heard
        over = []
        timer = GLib.timeout_add(round(seconds * 1000), lambda: over.append(True) or GLib.SOURCE_CONTINUE)
        while not over and self.heard == before:
            GLib.MainContext.default().iteration(True)
        GLib.source_remove(timer)

    def until(self, what, condition, deadline=DEADLINE):
        """Looks at `condition` until it is true and returns what it returned: again whenever the program told of something,
        and now and then, for a file or a row of the store changes without a word."""
        end = time.monotonic() + deadline
        pause = 0.02
        while True:
            try:
                found = condition()
            except GLib.Error:
                found = None  # what was looked at went away meanwhile
            if found:
                return found
            if time.monotonic() > end:
                raise Late(f'not within {deadline:g} s: {what() if callable(what) else what}')
            self.rest(pause)
            pause = min(pause * 1.4, 0.25)

    def call(self, name, path, interface, method, parameters=None):
        """The answer, still packed. Raises GLib.Error."""
        return self.connection.call_sync(name, path, interface, method, parameters, None, Gio.DBusCallFlags.NONE, PATIENCE, None)

    def children(self, name, paths):
        """The children of each of many, asked for all at once; of what went away: none."""
        found, left = {}, [len(paths)]

        def answer(connection, result, path):
            left[0] -= 1
            try:
                found[path] = [child for _, child in connection.call_finish(result).unpack()[0] if child != NULL]
            except GLib.Error:
                found[path] = []

        for path in paths:
            self.connection.call(name, path, ACCESSIBLE, 'GetChildren', None, None, Gio.DBusCallFlags.NONE, PATIENCE, None,
                                 answer, path)
        while left[0]:
            GLib.MainContext.default().iteration(True)
        return found

    def application(self, pid):
        """The accessible application of that process, once it is ready."""
        for name in self.ready - self.pids.keys():
            self.pids[name] = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                        'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,))).unpack()[0]
        return next((Application(self, name) for name, other in self.pids.items() if other == pid), None)


class Node:
    """An object as it was at a look."""

    __slots__ = ('path', 'parent', 'index', 'count', 'name', 'role', 'states')

    def __init__(self, path, parent, index, count, name, role, states):
        self.path, self.parent, self.index, self.count = path, parent, index, count
        self.name, self.role, self.states = name, role, states


def nodes(answer):
    """What GetItems answered, a((so)(so)(so)iiassusau), by path. To unpack it would take longer than to ask for it, so the
    serialized form is read (https://docs.gtk.org/glib/gvariant-format.html): the ends of what has no fixed size stand
    at the end, for an array in its order, for a tuple in the reverse order."""
    data = answer.get_data_as_bytes().get_data()
    if not data:
        return {}

    def ends(start, end, count):
        size = 1 if end - start < 1 << 8 else 2 if end - start < 1 << 16 else 4
        return struct.unpack_from(f'<{count}{" BH I"[size]}', data, end - count * size)

    size = 1 if len(data) < 1 << 8 else 2 if len(data) < 1 << 16 else 4
    table = int.from_bytes(data[-size:], 'little')
    found = {}
    start = 0
    for end in struct.unpack_from(f'<{(len(data) - table) // size}{" BH I"[size]}', data, table):
        start = (start + 3) & ~3
        description, name, interfaces, parent, application, itself = ends(start, end, 6)
        path_at = start + data[start + itself - 1]
        parent_at = start + application + data[start + parent - 1]
        index, count = struct.unpack_from('<ii', data, (start + parent + 3) & ~3)
        role, = struct.unpack_from('<I', data, (start + name + 3) & ~3)
        low, high = struct.unpack_from('<II', data, (start + description + 3) & ~3)
        path = data[path_at:start + itself - 2].decode()
        found[path] = Node(path, data[parent_at:start + parent - 2].decode(), index, count,
                           data[start + interfaces:start + name - 1].decode(), role, low | high << 32)
        start = end
    return found


class Look:
    """What there was at one time. frames: the windows, in their order."""

    def __init__(self, application, nodes, frames, children, heard):
        self.application, self.nodes, self.frames, self.children, self.heard = application, nodes, frames, children, heard

    def below(self, path, leaves=LEAVES):
        """Everything below it, in the order in which it stands there."""
        stack = list(reversed(self.children.get(path, ())))
        while stack:
            path = stack.pop()
            node = self.nodes[path]
            yield node
            if node.role not in leaves:
                stack.extend(reversed(self.children.get(path, ())))


class Application:
    def __init__(self, bus, name):
        self.bus, self.name = bus, name
        self._lists = {}  # children that are shown, by parent: (what the cache said when they were asked for, the list)
        self._look = None
        self._parents, self._roles, self._layers = {}, {}, {}  # by path: they stay what they are

    def call(self, path, interface, method, signature=None, *arguments):
        """The unpacked answer."""
        parameters = GLib.Variant(signature, arguments) if signature else None
        return self.bus.call(self.name, path, interface, method, parameters).unpack()

    def get(self, path, interface, name):
        return self.call(path, PROPERTIES, 'Get', '(ss)', interface, name)[0]

    @property
    def last(self):
        """The last look, if nothing was told since. Not every change is told, so that it does for a guess."""
        self.bus.drain()
        return self._look if self._look and self._look.heard == self.bus.heard else None

    def settle(self):
        """Until it has answered and then told of nothing for a moment: what it is in the middle of is not worth a look."""
        for _ in range(10):
            before = self.bus.heard
            self.call(ROOT, ACCESSIBLE, 'GetRole')
            self.bus.rest(0.01)
            if self.bus.heard == before:
                return

    def look(self):
        """Everything that is there."""
        self.settle()
        # Mostly one round. New objects may be known only once their parent was asked for its children.
        for _ in range(20):
            heard = self.bus.heard
            known = nodes(self.bus.call(self.name, CACHE, 'org.a11y.atspi.Cache', 'GetItems'))
            look = self._arrange(known, heard)
            if look:
                self._look = look
                return look
        raise AssertionError('the windows never stand still')

    def _arrange(self, known, heard):
        """None when something is missing in what is known."""
        # One child that hides for another leaves the count as it was.
        for changed in [each for each in self.bus.reshaped if each[0] == self.name]:
            self._lists.pop(changed[1], None)
            self.bus.reshaped.discard(changed)
        told = {}
        for node in known.values():
            told.setdefault(node.parent, set()).add((node.path, node.index))
        frames = self.bus.children(self.name, [ROOT])[ROOT]
        children, missing = {}, False
        level = frames
        while level:
            ask = []
            for path in level:
                node = known.get(path)
                if node is None:
                    missing = True
                    ask.append(path)
                elif node.count:
                    said = (node.count, told.get(path, ()))
                    before = self._lists.get(path)
                    if before and before[0] == said:
                        children[path] = before[1]
                    else:
                        ask.append(path)
            for path, answer in self.bus.children(self.name, ask).items() if ask else ():
                children[path] = answer
                # What the cache will say of it from now on: what was new in it is known as well.
                said = set(told.get(path, ())) | {(child, at) for at, child in enumerate(answer) if child not in known}
                self._lists[path] = ((len(answer), said), answer)
            level = [child for path in level for child in children.get(path, ())]
        self._lists = {path: self._lists[path] for path in children}
        return None if missing else Look(self, known, frames, children, heard)

    def parent(self, path):
        if path not in self._parents:
            # Nothing in our windows moves into another parent.
            self._parents[path] = self.get(path, ACCESSIBLE, 'Parent')[1]
        return self._parents[path]

    def role(self, path):
        if path not in self._roles:
            self._roles[path] = self.call(path, ACCESSIBLE, 'GetRole')[0]
        return self._roles[path]

    def layer(self, path):
        if path not in self._layers:
            try:
                self._layers[path] = self.call(path, COMPONENT, 'GetLayer')[0]
            except GLib.Error:
                self._layers[path] = None  # the page of a GtkStack has no place of its own
        return self._layers[path]

    def parents(self, path):
        """The paths of what it is in, from the inside out, to the window and the application."""
        while path not in (ROOT, NULL):
            path = self.parent(path)
            yield path

    def surface(self, path):
        """The window or popover that it is in; None when it is in none any more."""
        *chain, root = [path, *self.parents(path)]
        if root != ROOT:
            return None
        return next((each for each in chain if self.layer(each) == Atspi.ComponentLayer.POPUP), chain[-1])

    def thing(self, path):
        return Thing(self, Node(path, self.parent(path), -1, -1, self.get(path, ACCESSIBLE, 'Name'), self.role(path),
                                Thing.states_of(self, path)))

    def frames(self, title='.'):
        """The windows and dialogs of that title."""
        found = [self.thing(path) for path in self.bus.children(self.name, [ROOT])[ROOT]]
        return [thing for thing in found if re.search(title, thing.name)]

    def focus(self):
        """The path of what has the focus, or None."""
        self.call(ROOT, ACCESSIBLE, 'GetRole')  # everything that was told before has been heard then
        self.bus.drain()
        path = self.bus.focused.get(self.name)
        try:
            if path and Thing.states_of(self, path) >> Atspi.StateType.FOCUSED & 1:
                return path
        except GLib.Error:
            pass  # it went away
        look = self.look()
        return next((node.path for frame in look.frames for node in look.below(frame, leaves=())
                     if node.states >> Atspi.StateType.FOCUSED & 1), None)


class Thing:
    """One accessible object. Name and role are those it had when it was found."""

    def __init__(self, application, node):
        self.application, self.node = application, node

    @property
    def path(self):
        return self.node.path

    @property
    def name(self):
        return self.node.name

    @property
    def role(self):
        return self.node.role

    def __eq__(self, other):
        return isinstance(other, Thing) and self.path == other.path

    def __hash__(self):
        return hash(self.path)

    def call(self, interface, method, signature=None, *arguments):
        return self.application.call(self.path, interface, method, signature, *arguments)

    def get(self, interface, name):
        return self.application.get(self.path, interface, name)

    @staticmethod
    def states_of(application, path):
        low, high = application.call(path, ACCESSIBLE, 'GetState')[0]
        return low | high << 32

    def had(self, state):
        """Whether it was so when it was found."""
        return bool(self.node.states >> state & 1)

    def has(self, state):
        return bool(self.states_of(self.application, self.path) >> state & 1)

    @property
    def fresh_name(self):
        """What it is called now. Raises GLib.Error when it went away."""
        return self.get(ACCESSIBLE, 'Name')

    @property
    def actions(self):
        return [self.call(ACTION, 'GetName', '(i)', i)[0] for i in range(self.get(ACTION, 'NActions'))]

    def act(self, name):
        """A control that is not ready yet is waited for, as a person would."""
        number = self.actions.index(name)
        self.application.bus.until(f'{self.name} takes {name}', lambda: self.call(ACTION, 'DoAction', '(i)', number)[0])

    def press(self):
        self.act('click')

    def toggle(self):
        self.act('toggle')

    @property
    def checked(self):
        return self.has(Atspi.StateType.CHECKED)

    @property
    def text(self):
        return self.call(TEXT, 'GetText', '(ii)', 0, self.get(TEXT, 'CharacterCount'))[0]

    @text.setter
    def text(self, value):
        if not self.call(EDITABLE, 'SetTextContents', '(s)', value)[0]:
            raise AssertionError(f'{self.name}: the text cannot be set')

    @property
    def value(self):
        return self.get(VALUE, 'CurrentValue')

    @value.setter
    def value(self, value):
        self.call(PROPERTIES, 'Set', '(ssv)', VALUE, 'CurrentValue', GLib.Variant('d', value))

    @property
    def description(self):
        return self.get(ACCESSIBLE, 'Description')

    @property
    def box(self):
        """(x, y, width, height) in its window."""
        return self.call(COMPONENT, 'GetExtents', '(u)', Atspi.CoordType.WINDOW)[0]

    def walk(self):
        """Everything below it."""
        return [Thing(self.application, node) for node in self.application.look().below(self.path)]

    def labels(self):
        """What stands in it: without a look at everything, for one row."""
        found, level = [], [self.path]
        while level:
            answers = self.application.bus.children(self.application.name, level)
            level = [child for path in level for child in answers[path]]
            for path in level:
                if self.application.role(path) == Atspi.Role.LABEL:
                    found.append(self.application.get(path, ACCESSIBLE, 'Name'))
        return found

    def parents(self):
        return self.application.parents(self.path)

    def _met(self, path, surface):
        """Whether a pointer meets it in the middle of what is left of it by that surface and by what scrolls it; None when
        nothing is left."""
        def box(path):
            x, y, width, height = self.application.call(path, COMPONENT, 'GetExtents', '(u)', Atspi.CoordType.WINDOW)[0]
            return x, y, x + width, y + height
        above = list(itertools.takewhile(lambda each: each != surface, self.application.parents(path)))
        boxes = [box(path), box(surface), *(box(each) for each in above if self.application.role(each) == Atspi.Role.SCROLL_PANE)]
        left, top, right, bottom = (choose(edges) for choose, edges in zip((max, max, min, min), zip(*boxes)))
        if left >= right or top >= bottom:
            return None
        met = self.application.call(surface, COMPONENT, 'GetAccessibleAtPoint', '(iiu)', (left + right) // 2, (top + bottom) // 2,
                                    Atspi.CoordType.WINDOW)[0][1]
        # NULL: something inside that has no name of its own.
        return met in (NULL, path) or path in self.application.parents(met)

    @property
    def in_view(self):
        """Whether a pointer meets it."""
        surface = self.application.surface(self.path)
        return bool(surface and self._met(self.path, surface))

    @property
    def seen(self):
        """Whether a pointer meets it, or does once it is scrolled to: GTK 4.8 tells nobody what is on a page that is not
        shown. Of what was scrolled away, what it is in is looked at."""
        surface = self.application.surface(self.path)
        if not surface or min(self.box[2:]) <= 0:
            return False
        # The page of a GtkStack has no place of its own, and the stack tells of its child only.
        chain = [self.path, *self.application.parents(self.path)][:-1]
        links = [(path, parent) for path, parent in zip(chain, chain[1:]) if self.application.layer(path) is not None]
        shown = self.application.bus.children(self.application.name, [parent for _, parent in links])
        if any(path not in shown[parent] for path, parent in links):
            return False  # hidden
        found = (self._met(path, surface) for path, _ in links)
        return next((met for met in found if met is not None), False)

    def __repr__(self):
        return f'{Atspi.Role(self.role or 0).value_nick} “{self.name}”'
