"""Every form of statement that writes in place, or makes another name for memory, as one line: its text and its parts.

A capital letter stands for a variable of that kind, a small one for any expression. `{0}` is the first part, `{n}` the length of
the vectors, `{i}` and `{j}` are indices drawn with the statement, and `{new}` is a new variable of the kind that `binds` names.
Kinds beside those of expressions: `l` a list of two or more vectors, `d` a dict of two,
`z` a view of unknown length.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Write:
    """One form of statement; `needs` is the least length of the vectors, `feature` what swarms switch off."""

    parts: str
    text: str
    feature: str
    binds: str = ""
    needs: int = 1
    weight: float = 1.0
    monitored: str = ""


WRITES = [
    # Items.
    Write("Vs", "{0}[{i}] = {1}", "items", weight=3.0),
    Write("Vs", "{0}[{i}] += {1}", "items", weight=2.0),
    Write("Vs", "{0}[{i}] *= {1}", "items"),
    Write("Vs", "{0}[{i}] -= {1} * {0}[{j}]", "items"),
    Write("Vs", "{0}[{i}] /= 1.7 + {1} ** 2", "items"),
    Write("Vis", "{0}[{1} % {n}] = {2}", "items", weight=2.0),
    Write("Vis", "{0}[{1} % {n}] += {0}[{1} % {n} - 1] * {2}", "items", weight=2.0),
    Write("Us", "{0}[{k}] = {1}", "items", weight=2.0),
    Write("Us", "{0}[{k}] *= {1}", "items"),
    Write("Uis", "{0}[{1} % 2] -= {2}", "items"),
    Write("Ms", "{0}[{k}, {i}] = {1}", "items"),
    Write("Mis", "{0}[{1} % 2, {1} % {n}] += {2}", "items"),
    Write("Ms", "{0}[{k}][{i}] *= {1}", "items"),
    # Slices.
    Write("Vv", "{0}[:] = {1}", "slices", needs=0),
    Write("Vs", "{0}[...] = {1}", "slices", needs=0),
    Write("Vs", "{0}[1:] = {1}", "slices", needs=0),
    Write("V", "{0}[1:] = {0}[:-1]", "slices", weight=2.0),
    Write("V", "{0}[1:] += {0}[:-1]", "slices", weight=2.0),
    Write("Vs", "{0}[:-1] -= {1} * {0}[1:]", "slices"),
    Write("VV", "{0}[:-1] = np.sin({1}[1:]) * {0}[:-1]", "slices"),
    Write("Vv", "{0}[::-1] = {1}", "slices", needs=0),
    Write("V", "{0}[::-1] += {0}", "slices", needs=0),
    Write("Vs", "{0}[::2] *= {1}", "slices", needs=0),
    Write("Vs", "{0}[{i}:] = {1}", "slices"),
    Write("Vs", "{0}[1:-1] = {1} * ({0}[2:] - {0}[:-2])", "slices", needs=3, weight=2.0),
    Write("Us", "{0}[1:] += {1}", "slices", needs=0),
    Write("Vv", "{0}[None, :] = {1}", "slices", needs=0, weight=0.5),
    Write("Vv", "{0}[:, None][:, 0] = {1}", "slices", needs=0, weight=0.5),
    # Masks and integer arrays.
    Write("Vbs", "{0}[{1}] = {2}", "masks", needs=0),
    Write("Vbs", "{0}[{1}] *= {2}", "masks", needs=0),
    Write("Vbv", "{0}[{1}] = {2}[{1}]", "masks", needs=0),
    Write("Vbv", "{0}[{1}] += {2}[{1}]", "masks", needs=0),
    Write("Vu", "{0}[[{i}, {j}]] = {1}", "indices"),
    Write("Vu", "{0}[[{i}, {j}]] += {1}", "indices", weight=2.0),
    Write("Vs", "{0}[[{i}, {j}, {i}]] *= {1}", "indices"),
    Write("Vs", "{0}[np.array([{i}, {j}])] -= {1} * {0}[[{j}, {i}]]", "indices"),
    Write("Mv", "{0}[[1, 0]] = {0} + {1}", "indices"),
    # Whole arrays.
    Write("Vv", "{0} += {1}", "whole", needs=0, weight=3.0),
    Write("Vv", "{0} -= {1}", "whole", needs=0),
    Write("Vs", "{0} *= {1}", "whole", needs=0, weight=2.0),
    Write("Vv", "{0} *= {1}", "whole", needs=0),
    Write("Vv", "{0} /= 1.7 + {1} ** 2", "whole", needs=0),
    Write("V", "{0} **= 2", "whole", needs=0, weight=0.5),
    Write("Uu", "{0} += {1}", "whole", needs=0, weight=2.0),
    Write("Us", "{0} *= {1}", "whole", needs=0),
    Write("Mm", "{0} += {1}", "whole", needs=0),
    Write("Mu", "{0} *= {1}[:, None]", "whole", needs=0),
    Write("Mv", "{0} -= {1}", "whole", needs=0),
    Write("Zs", "{0} *= {1}", "views", needs=0, weight=2.0),
    Write("Zs", "{0} += {1}", "views", needs=0, weight=2.0),
    Write("Zs", "{0}[...] = {1}", "views", needs=0, weight=2.0),
    Write("Z", "{0}[:] = np.sin({0})", "views", needs=0),
    # Views and other names.
    Write("V", "{new} = {0}[1:]", "views", "z", needs=0, weight=1.5),
    Write("V", "{new} = {0}[:{i}]", "views", "z"),
    Write("V", "{new} = {0}[::2]", "views", "z", needs=0),
    Write("V", "{new} = {0}[::-1]", "views", "v", needs=0, weight=1.5),
    Write("V", "{new} = {0}[:]", "views", "v", needs=0, weight=1.5),
    Write("U", "{new} = {0}[::-1]", "views", "u", needs=0),
    Write("M", "{new} = {0}[{k}]", "views", "v", needs=0, weight=2.0),
    Write("M", "{new} = {0}[:, {i}]", "views", "u", weight=2.0),
    Write("M", "{new} = {0}[::-1]", "views", "m", needs=0),
    Write("Mi", "{new} = {0}[{1} % 2]", "views", "v", needs=0),
    Write("V", "{new} = {0}", "aliases", "v", needs=0, weight=3.0),
    Write("U", "{new} = {0}", "aliases", "u", needs=0, weight=2.0),
    Write("M", "{new} = {0}", "aliases", "m", needs=0),
    Write("v", "{new} = {other} = np.tanh({0})", "aliases", "v", needs=0),
    Write("V", "{new} = {0}.copy()", "copies", "v", needs=0, weight=2.0),
    Write("V", "{new} = np.array({0})", "copies", "v", needs=0),
    Write("U", "{new} = np.copy({0})", "copies", "u", needs=0),
    Write("M", "{new} = {0}.copy()", "copies", "m", needs=0),
    Write("", "{new} = {zeros}", "copies", "v", needs=0, monitored="{new} = M.room({zeros})"),
    Write("V", "{new} = np.zeros_like({0}); {new}[:] = np.cos({0})", "copies", "v", needs=0),
    Write("V", "{new} = np.zeros_like({0})", "copies", "v", needs=0),
    # Swaps.
    Write("VV", "{0}, {1} = {1}, {0}", "swaps", needs=0, weight=2.0),
    Write("UU", "{0}, {1} = {1}, {0}", "swaps", needs=0),
    Write("MM", "{0}, {1} = {1}, {0}", "swaps", needs=0),
    Write("V", "{0}[{i}], {0}[{j}] = {0}[{j}], {0}[{i}]", "swaps", weight=1.5),
    Write("M", "{0}[[0, 1]] = {0}[[1, 0]]", "swaps", needs=0),
    Write("M", "{0}[0], {0}[1] = {0}[1], {0}[0].copy()", "swaps", needs=0),
    Write("VV", "{0}[:] = {1}; {0}, {1} = {1}, {0}", "swaps", needs=0),
    # Transposed and reshaped views.
    Write("Mu", "{0}.T[{i}] = {1}", "turned"),
    Write("Mu", "{0}.T[{i}] += {1}", "turned"),
    Write("Ms", "{0}.T[{i}, {k}] *= {1}", "turned"),
    Write("M", "{new} = {0}.T[{i}]", "turned", "u"),
    Write("m", "{new} = np.sin({0}).reshape(-1); {new}[{k}] *= 0.5", "turned", "z"),
    Write("v", "{new} = np.sin({0}); {new}.reshape(1, -1)[0, {i}] = 0.5", "turned", "v"),
    Write("m", "{new} = np.cos({0}); {new}.ravel()[{i}] += 0.25", "turned", "m"),
    Write("Ms", "np.swapaxes({0}, 0, 1)[{i}] -= {1}", "turned", weight=0.5),
    # out= and functions that write.
    Write("Vvv", "np.multiply({1}, {2}, out={0})", "out", needs=0),
    Write("Vs", "np.add({0}, {1}, out={0})", "out", needs=0),
    Write("Vv", "np.sin({1}, out={0})", "out", needs=0),
    Write("V", "np.tanh({0}, {0})", "out", needs=0),
    Write("V", "np.cos({0}[1:], out={0}[:-1])", "out", needs=0),
    Write("Vvb", "np.subtract({0}, {1}, out={0}, where={2})", "out", needs=0),
    Write("Mu", "np.multiply({0}, {1}[:, None], out={0})", "out", needs=0),
    Write("Vmu", "np.matmul({2}, {1}, out={0})", "out", needs=0, weight=0.5),
    Write("Vu", "np.add.at({0}, [{i}, {j}], {1})", "at"),
    Write("Vs", "np.add.at({0}, [{i}, {i}, {j}], {1})", "at"),
    Write("Vs", "np.subtract.at({0}, [{i}, {i}], {1})", "at", weight=0.5),
    Write("Vv", "np.copyto({0}, {1})", "calls", needs=0),
    Write("Vbv", "np.copyto({0}, {2}, where={1})", "calls", needs=0),
    Write("Vs", "np.put({0}, [{i}], {1})", "calls"),
    Write("Vbs", "np.putmask({0}, {1}, {2})", "calls", needs=0, weight=0.5),
    Write("Vs", "{0}.fill({1})", "calls", needs=0),
    Write("V", "{0}.sort()", "calls", needs=0, monitored="M.sort({0})"),
    Write("V", "{0}[::-1].sort()", "calls", needs=0, weight=0.5, monitored="M.sort({0}[::-1])"),
    # Lists and dicts of arrays.
    Write("VV", "{new} = [{0}, {1}]", "lists", "l", needs=0, weight=2.0),
    Write("Vv", "{new} = [{0}, {1}, {0}]", "lists", "l", needs=0),
    Write("M", "{new} = [{0}[0], {0}[1]]", "lists", "l", needs=0),
    Write("Ls", "{0}[{k}][{i}] = {1}", "lists", weight=2.0),
    Write("Lv", "{0}[{k}] += {1}", "lists", needs=0, weight=2.0),
    Write("Lv", "{0}[{k}] = {1}", "lists", needs=0),
    Write("Lis", "{0}[{1} % 2][{i}] -= {2}", "lists"),
    Write("L", "{0}[0], {0}[1] = {0}[1], {0}[0]", "lists", needs=0),
    Write("Lv", "{0}.append({1})", "lists", needs=0),
    Write("L", "{new} = {0}[{k}]", "lists", "v", needs=0),
    Write("L", "{new} = {0}.pop(); {0}.append({new})", "lists", "v", needs=0, weight=0.5),
    Write("VV", "{new} = {{'a': {0}, 'b': {1}}}", "dicts", "d", needs=0, weight=2.0),
    Write("Ds", "{0}['a'][{i}] = {1}", "dicts", weight=2.0),
    Write("Dv", "{0}['b'] *= {1}", "dicts", needs=0, weight=2.0),
    Write("Dv", "{0}['a'] = {1}", "dicts", needs=0),
    Write("D", "{0}['a'], {0}['b'] = {0}['b'], {0}['a']", "dicts", needs=0),
    Write("D", "{new} = {0}['b']", "dicts", "v", needs=0),
]  # fmt: skip

WALKS = [
    ("row{c}", "{0}", "M", {"row{c}": "v"}),
    ("row{c}", "reversed({0})", "M", {"row{c}": "v"}),
    ("row{c}, item{c}", "zip({0}, {1})", "MU", {"row{c}": "v", "item{c}": "s"}),
    ("i{c}, row{c}", "enumerate({0})", "M", {"i{c}": "i", "row{c}": "v"}),
    ("i{c}, item{c}", "enumerate({0})", "V", {"i{c}": "i", "item{c}": "s"}),
    ("column{c}", "{0}.T", "M", {"column{c}": "u"}),
    ("part{c}", "{0}", "L", {"part{c}": "v"}),
    ("part{c}", "[{0}, {1}]", "VV", {"part{c}": "v"}),
]
"""Loops along what may be written to on the way: targets, text, parts, and the kinds of the targets; `{c}` is a number."""

WRITING = sorted({write.feature for write in WRITES} | {"rows", "calls", "callees"})
"""What swarms switch off of it."""
