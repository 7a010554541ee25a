"""Reads pickles that hold data alone, as Whoosh keeps its tables, without ever calling what a pickle names.

Python's own unpickler imports and calls whatever a file tells it to, and reserves memory as a flipped bit demands.
Here numbers, strings, containers and arrays are read; an object of any class becomes a Record of its attributes.
Source of the format: pickletools of Python 3.11, protocols 2 to 5.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# array's machine format codes, PEP 307 and Modules/arraymodule.c.
_ARRAY_FORMATS = (
    "u1", "i1", "<u2", ">u2", "<i2", ">i2", "<u4", ">u4", "<i4", ">i4",
    "<u8", ">u8", "<i8", ">i8", "<f4", ">f4", "<f8", ">f8",
)  # fmt: skip
_UNSIGNED = {1: struct.Struct("<B"), 4: struct.Struct("<I"), 8: struct.Struct("<Q")}


class PickleError(ValueError):
    """The bytes are no pickle of plain data."""


@dataclass(frozen=True, slots=True)
class Named:
    """A class or function that a pickle names; never imported."""

    name: str


@dataclass(slots=True)
class Record:
    """An object of the class `name`, as its attributes."""

    name: str
    attributes: dict[str, Any] = field(default_factory=dict)


def load(data: bytes, position: int = 0) -> tuple[Any, int]:
    """Return the object whose pickle begins at `position` of `data`, and where it ends.

    Arrays become numpy arrays over `data`. Raises PickleError, or what struct, slicing and containers raise on bytes
    that are no pickle: see damage.read_from.
    """
    machine = _Machine(data, position)
    return machine.run(), machine.position


class _Machine:
    """Executes a pickle's instructions: a stack, marks on it, and a memo of what may be referred to again."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: dict[int, Any] = {}

    def run(self) -> Any:
        data, steps = self.data, _STEPS
        while (code := data[self.position]) != _STOP:
            self.position += 1
            step = steps.get(code)
            if step is None:
                raise PickleError(f"instruction {code} at {self.position}")
            step(self)
        self.position += 1
        return self.stack.pop()

    def number(self, kind: struct.Struct) -> Any:
        value = kind.unpack_from(self.data, self.position)[0]
        self.position += kind.size
        return value

    def bytes(self, length: int) -> bytes:
        """So many bytes. Raises PickleError where there are fewer."""
        end = self.position + length
        if end > len(self.data):
            raise PickleError("cut short")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def line(self) -> str:
        end = self.data.index(b"\n", self.position)
        taken = self.data[self.position : end]
        self.position = end + 1
        return taken.decode()

    def marked(self) -> list[Any]:
        """Take everything above the last mark off the stack."""
        mark = self.marks.pop()
        taken = self.stack[mark:]
        del self.stack[mark:]
        return taken


def _push_number(kind: str) -> Callable[[_Machine], None]:
    packed = struct.Struct(kind)
    return lambda machine: machine.stack.append(machine.number(packed))


def _push_string(width: int, *, text: bool) -> Callable[[_Machine], None]:
    packed = _UNSIGNED[width]

    def step(machine: _Machine) -> None:
        taken = machine.bytes(machine.number(packed))
        machine.stack.append(taken.decode("utf-8", "surrogatepass") if text else taken)

    return step


def _push(make: Callable[[], Any]) -> Callable[[_Machine], None]:
    return lambda machine: machine.stack.append(make())


def _push_long(machine: _Machine) -> None:
    machine.stack.append(int.from_bytes(machine.bytes(machine.number(_UNSIGNED[1])), "little", signed=True))


def _remember(width: int) -> Callable[[_Machine], None]:
    def step(machine: _Machine) -> None:
        machine.memo[machine.number(_UNSIGNED[width])] = machine.stack[-1]

    return step


def _remember_next(machine: _Machine) -> None:
    machine.memo[len(machine.memo)] = machine.stack[-1]


def _recall(width: int) -> Callable[[_Machine], None]:
    return lambda machine: machine.stack.append(machine.memo[machine.number(_UNSIGNED[width])])


def _skip(length: int) -> Callable[[_Machine], None]:
    def step(machine: _Machine) -> None:
        machine.bytes(length)

    return step


def _mark(machine: _Machine) -> None:
    machine.marks.append(len(machine.stack))


def _tuple_of(length: int) -> Callable[[_Machine], None]:
    def step(machine: _Machine) -> None:
        if len(machine.stack) < length:
            raise PickleError("too few values")
        machine.stack[-length:] = [tuple(machine.stack[-length:])]

    return step


def _marked_as(make: Callable[[list[Any]], Any]) -> Callable[[_Machine], None]:
    return lambda machine: machine.stack.append(make(machine.marked()))


def _append(machine: _Machine) -> None:
    value = machine.stack.pop()
    machine.stack[-1].append(value)


def _append_all(machine: _Machine) -> None:
    values = machine.marked()
    machine.stack[-1].extend(values)


def _add_all(machine: _Machine) -> None:
    values = machine.marked()
    machine.stack[-1].update(values)


def _set_item(machine: _Machine) -> None:
    value, key = machine.stack.pop(), machine.stack.pop()
    machine.stack[-1][key] = value


def _set_items(machine: _Machine) -> None:
    values = machine.marked()
    machine.stack[-1].update(zip(values[::2], values[1::2], strict=True))


def _name_in_lines(machine: _Machine) -> None:
    machine.stack.append(Named(f"{machine.line()}.{machine.line()}"))


def _name_on_stack(machine: _Machine) -> None:
    name, module = machine.stack.pop(), machine.stack.pop()
    machine.stack.append(Named(f"{module}.{name}"))


def _make_record(machine: _Machine) -> None:
    machine.stack.pop()  # the arguments: Whoosh's classes take none when read back
    machine.stack.append(Record(machine.stack.pop().name))


def _fill_record(machine: _Machine) -> None:
    state = machine.stack.pop()
    machine.stack[-1].attributes.update(state)


def _call(machine: _Machine) -> None:
    """Make the value that a call would make, of the few kinds that stand for plain data."""
    arguments, function = machine.stack.pop(), machine.stack.pop()
    make = _VALUES.get(function.name)
    if make is None:
        raise PickleError(f"{function.name} is no plain data")
    machine.stack.append(make(*arguments))


def _array(_: Named, __: str, format_code: int, content: bytes) -> Any:
    return np.frombuffer(content, _ARRAY_FORMATS[format_code])


def _latin(text: str, encoding: str) -> bytes:
    if encoding != "latin1":
        raise PickleError(encoding)
    return text.encode("latin1")


_VALUES: dict[str, Callable[..., Any]] = {
    "array._array_reconstructor": _array,
    "array.array": lambda code, values: np.array(values, code),
    "_codecs.encode": _latin,
    "__builtin__.bytes": lambda: b"",
    "__builtin__.set": set,
    "builtins.set": set,
    "__builtin__.frozenset": frozenset,
    "builtins.frozenset": frozenset,
    "collections.defaultdict": lambda *_: {},
    "collections.OrderedDict": lambda *_: {},
}
_STOP = ord(".")
_STEPS: dict[int, Callable[[_Machine], None]] = {
    0x80: _skip(1), 0x95: _skip(8),  # the protocol; a frame
    ord("N"): _push(lambda: None), 0x88: _push(lambda: True), 0x89: _push(lambda: False),
    ord("K"): _push_number("<B"), ord("M"): _push_number("<H"), ord("J"): _push_number("<i"),
    ord("G"): _push_number(">d"), 0x8A: _push_long,
    0x8C: _push_string(1, text=True), ord("X"): _push_string(4, text=True), 0x8D: _push_string(8, text=True),
    ord("C"): _push_string(1, text=False), ord("B"): _push_string(4, text=False), 0x8E: _push_string(8, text=False),
    ord("q"): _remember(1), ord("r"): _remember(4), 0x94: _remember_next, ord("h"): _recall(1), ord("j"): _recall(4),
    ord("("): _mark, ord(")"): _push(tuple), ord("t"): _marked_as(tuple),
    0x85: _tuple_of(1), 0x86: _tuple_of(2), 0x87: _tuple_of(3),
    ord("]"): _push(list), ord("a"): _append, ord("e"): _append_all,
    ord("}"): _push(dict), ord("s"): _set_item, ord("u"): _set_items,
    0x8F: _push(set), 0x90: _add_all, 0x91: _marked_as(frozenset),
    ord("c"): _name_in_lines, 0x93: _name_on_stack, ord("R"): _call, 0x81: _make_record, ord("b"): _fill_record,
}  # fmt: skip
