"""A program and its arguments become its result, op by op: what the written source must give as well."""

from __future__ import annotations

import itertools

import numpy as np

from astdiff.graph.core import (
    AddTo,
    Attribute,
    Call,
    Const,
    Display,
    For,
    Identity,
    If,
    Method,
    Program,
    Reference,
    Region,
    Remark,
    Rewind,
    SetAt,
    Unpack,
    Value,
    While,
)


def run(program: Program, *args):
    return Run(program).graph(program.main, args)


class Run:
    def __init__(self, program: Program):
        self.program = program

    def graph(self, reference, args):
        region = self.program.graphs[reference].region
        results = self.region(region, args, {})
        return results[0] if len(results) == 1 else tuple(results)

    def region(self, region: Region, args, around):
        return self.turn(region, args, around)[0]

    def turn(self, region: Region, args, around):
        known = {**around, **dict(zip(region.params, args))}
        for op in region.ops:
            known.update(zip(defined(op), self.op(op, known)))
        return [self.atom(atom, known) for atom in region.yields], known

    def atom(self, atom, known):
        if isinstance(atom, Value):
            return known[atom]
        if isinstance(atom, Const):
            return atom.object
        return lambda *args: self.graph(atom, args)

    def op(self, op, known):
        read = [self.atom(atom, known) for atom in op.args] if isinstance(op, Call) else []
        if isinstance(op, Call):
            return self.call(op, read, {name: self.atom(atom, known) for name, atom in op.kwargs})
        if isinstance(op, If):
            return self.region(op.then if self.atom(op.test, known) else op.orelse, (), known)
        return self.loop(op, known)

    def call(self, op, args, kwargs):
        function = op.function
        if isinstance(function, Remark):
            return []
        if isinstance(function, Reference):
            result = self.graph(function, args)
        elif isinstance(function, Display):
            result = function.kind(args)
        elif isinstance(function, Identity):
            result = args if len(args) > 1 else args[0]
        elif isinstance(function, Unpack):
            result = args[0]
        elif isinstance(function, Attribute):
            result = getattr(args[0], function.name)
        elif isinstance(function, Method):
            result = getattr(args[0], function.name)(*args[1:], **kwargs)
        elif isinstance(function, SetAt):
            place = args[0]
            for index in args[2:-1]:
                place = place[index]
            if function.function is np.add:
                np.add.at(place, args[-1], args[1])
            elif function.function is None:
                place[args[-1]] = args[1]
            else:
                place[args[-1]] = function.function(place[args[-1]], args[1])
            result = args[0]
        elif isinstance(function, AddTo):
            result = args[0]
            result += args[1]
        else:
            result = function(*args, **kwargs)
        if isinstance(function, Unpack) or len(op.outs) > 1:
            return unpacked(list(result), getattr(function, "star", None), len(op.outs))
        return [result] if op.outs else []

    def loop(self, op, known):
        state = [self.atom(atom, known) for atom in op.init]
        items = []
        for heads in self.heads(op, known):
            if isinstance(op, While) and not self.region(op.test, state, known)[0]:
                break
            state, inside = self.turn(op.body, (*heads, *state), known)
            saved = tuple(self.atom(atom, inside) for atom in op.saved)
            items.append(saved[0] if len(saved) == 1 else saved)
            if not isinstance(op, Rewind) and op.stop is not None and state[op.stop]:
                break
        return [*state, items]

    def heads(self, op, known):
        if isinstance(op, While):
            return itertools.repeat(())
        if isinstance(op, For):
            columns = [self.atom(atom, known) for atom in op.iterables]
            if op.start is not None:
                columns.insert(0, itertools.count(self.atom(op.start, known)))
            return zip(*columns)
        columns = [self.atom(atom, known) for atom in op.trails]
        return [
            [field for item, count in zip(items, op.fields) for field in fields(item, count)]
            for items in zip(*(reversed(column) for column in columns))
        ]


def fields(item, count):
    return [item] if count == 1 else item


def unpacked(items, star, count):
    if star is None:
        return items
    rest = len(items) - count + 1
    return [*items[:star], items[star : star + rest], *items[star + rest :]]


def defined(op):
    trail = getattr(op, "trail", None)
    return (*op.outs, trail) if trail is not None else op.outs
