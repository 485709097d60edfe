# SPDX-License-Identifier: GPL-3.0-or-later
"""The display's keyboard and pointer. What is pressed has been dealt with by the program once the call returns: after
it the window is asked whether it is still there, as a window manager does, and programs answer in the order in which
they were told. So nothing has to be waited for, on however busy a machine."""

import ctypes
import re
import select
import time

ROOT_EVENTS = 1 << 19  # SubstructureNotifyMask: where windows answer
CLIENT_MESSAGE, VIEWABLE, TO_PARENT = 33, 2, 2
KEYS = {' ': 'space', '.': 'period', ',': 'comma', ':': 'colon', '-': 'minus', '@': 'at', '/': 'slash', '_': 'underscore'}
MODIFIERS = {'ctrl': 'Control_L', 'alt': 'Alt_L', 'shift': 'Shift_L'}
Window = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('send_event', ctypes.c_int), ('display', ctypes.c_void_p),
                ('window', Window), ('message_type', ctypes.c_ulong), ('format', ctypes.c_int), ('data', ctypes.c_long * 5)]


class Attributes(ctypes.Structure):
    """XWindowAttributes as far as map_state."""

    _fields_ = [('geometry', ctypes.c_int * 5), ('visual', ctypes.c_void_p), ('root', Window), ('kind', ctypes.c_int * 4),
                ('planes', ctypes.c_ulong * 2), ('save_under', ctypes.c_int), ('colormap', ctypes.c_ulong),
                ('map_installed', ctypes.c_int), ('map_state', ctypes.c_int), ('rest', ctypes.c_long * 12)]


class Event(ctypes.Union):
    _fields_ = [('type', ctypes.c_int), ('message', ClientMessage), ('pad', ctypes.c_long * 24)]


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def ignore(display, error):
    """Windows may go away while they are asked about."""
    return 0


class Display:
    def __init__(self):
        self.x, self.test = ctypes.CDLL('libX11.so.6'), ctypes.CDLL('libXtst.so.6')
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = self.x.XInternAtom.restype = self.x.XStringToKeysym.restype = ctypes.c_ulong
        self.x.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        opened = self.x.XOpenDisplay(None)
        if not opened:
            raise AssertionError('there is no display')
        self.display = ctypes.c_void_p(opened)
        self.x.XSetErrorHandler(ignore)
        self.root = Window(self.x.XDefaultRootWindow(self.display))
        self.x.XSelectInput(self.display, self.root, ctypes.c_long(ROOT_EVENTS))
        self.asked = 0

    def _atom(self, name):
        return ctypes.c_ulong(self.x.XInternAtom(self.display, name.encode(), 0))

    def _property(self, window, name):
        """The bytes of a property of up to 4 KiB; of numbers, each takes 8."""
        kind, form, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        data = ctypes.c_void_p()
        if self.x.XGetWindowProperty(self.display, window, self._atom(name), ctypes.c_long(0), ctypes.c_long(1024), 0,
                                     ctypes.c_ulong(0), *map(ctypes.byref, (kind, form, count, left, data))) or not data.value:
            return b''
        found = ctypes.string_at(data, count.value * (8 if form.value == 32 else form.value // 8))
        self.x.XFree(data)
        return found

    def window(self, pid, title):
        """The topmost window of that process and title that shows, or None."""
        root, parent, children, count = Window(), Window(), ctypes.POINTER(Window)(), ctypes.c_uint()
        self.x.XQueryTree(self.display, self.root, *map(ctypes.byref, (root, parent, children, count)))
        found = [Window(children[i]) for i in range(count.value)]
        if count.value:
            self.x.XFree(children)
        for window in reversed(found):
            attributes = Attributes()
            if (self.x.XGetWindowAttributes(self.display, window, ctypes.byref(attributes)) and attributes.map_state == VIEWABLE
                    and int.from_bytes(self._property(window, '_NET_WM_PID'), 'little') == pid
                    and re.search(title, self._property(window, '_NET_WM_NAME').decode() or '\0')):
                return window
        return None

    def focus(self, window):
        """Whether it has the keyboard now. It cannot before it shows."""
        current, revert = Window(), ctypes.c_int()
        self.x.XGetInputFocus(self.display, ctypes.byref(current), ctypes.byref(revert))
        if current.value != window.value:
            self.x.XSetInputFocus(self.display, window, TO_PARENT, ctypes.c_ulong(0))
            self.x.XGetInputFocus(self.display, ctypes.byref(current), ctypes.byref(revert))
            self.settle(window)
        return current.value == window.value

    def settle(self, window, deadline=30):
        """Until the window has dealt with everything it was told."""
        self.asked += 1
        event = Event()
        event.message = ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=self._atom('WM_PROTOCOLS'), format=32)
        event.message.data[:3] = self._atom('_NET_WM_PING').value, self.asked, window.value
        self.x.XSendEvent(self.display, window, 0, ctypes.c_long(0), ctypes.byref(event))
        self.x.XFlush(self.display)
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            while self.x.XPending(self.display):
                self.x.XNextEvent(self.display, ctypes.byref(event))
                if event.type == CLIENT_MESSAGE and event.message.data[1] == self.asked:
                    return
            attributes = Attributes()
            if not self.x.XGetWindowAttributes(self.display, window, ctypes.byref(attributes)):
                return  # it went, as what was pressed wanted
            select.select([self.x.XConnectionNumber(self.display)], [], [], 0.1)
        raise AssertionError(f'the window does not answer within {deadline} s')

    def _code(self, name):
        """The key of that name, and whether it takes Shift."""
        keysym = self.x.XStringToKeysym(name.encode())
        code = self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(keysym)) & 0xff
        if not keysym or not code:
            raise AssertionError(f'the keyboard has no {name}')
        return code, self.x.XkbKeycodeToKeysym(self.display, ctypes.c_ubyte(code), 0, 0) != keysym

    def _press(self, code, down):
        self.test.XTestFakeKeyEvent(self.display, code, int(down), ctypes.c_ulong(0))

    def key(self, window, stroke):
        """One key, with what is held meanwhile: ctrl+a. Letters are those of the display's keyboard."""
        *held, name = stroke.split('+')
        code, shifted = self._code(KEYS.get(name, name))
        codes = [self._code(MODIFIERS[modifier])[0] for modifier in [*held, *['shift'] * shifted]] + [code]
        for each in codes:
            self._press(each, True)
        for each in reversed(codes):
            self._press(each, False)
        self.settle(window)

    def move(self, window, x, y):
        self.test.XTestFakeMotionEvent(self.display, -1, round(x), round(y), ctypes.c_ulong(0))
        self.settle(window)

    def button(self, window, down):
        self.test.XTestFakeButtonEvent(self.display, 1, int(down), ctypes.c_ulong(0))
        self.settle(window)
