"""Every form of expression as one line: what it makes, from what, its text, and its text when it is monitored.

`{0}` stands for the first part, `{data}` for what is drawn with it. The monitored text goes through `M`, an `oracle.Monitor`,
wherever a decision is taken or where a complex step would be silently wrong.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """One form; `draw` says what its data is, `needs` the least length of the vectors, `feature` what swarms switch off."""

    kind: str
    parts: str
    text: str
    monitored: str = ""
    draw: str = ""
    needs: int = 0
    feature: str = ""
    weight: float = 1.0


def named(forms):
    return {f"{form.kind}{number}:{form.text}": form for number, form in enumerate(forms)}


FORMS = named(
    [
        # Numbers.
        Form("s", "ss", "({0} + {1})", weight=2.0),
        Form("s", "ss", "({0} - {1})", weight=2.0),
        Form("s", "ss", "({0} * {1})", weight=3.0),
        Form("s", "ss", "({0} / (1.7 + {1} ** 2))"),
        Form("s", "s", "(-{0})", weight=0.5),
        Form("s", "s", "({0} ** {data})", draw="power"),
        Form("s", "si", "({0} * {1})", weight=0.5),
        Form("s", "s", "math.sin({0})", "M.sin({0})", feature="math"),
        Form("s", "s", "math.cos({0})", "M.cos({0})", feature="math"),
        Form("s", "s", "math.tanh({0})", "M.tanh({0})", feature="math"),
        Form("s", "s", "math.atan({0})", "M.atan({0})", feature="math"),
        Form("s", "s", "math.exp(math.tanh({0}))", "M.exp(M.tanh({0}))", feature="math"),
        Form("s", "s", "math.sqrt(1.0 + {0} ** 2)", "M.sqrt(1.0 + {0} ** 2)", feature="math"),
        Form("s", "s", "math.log(1.5 + {0} ** 2)", "M.log(1.5 + {0} ** 2)", feature="math"),
        Form("s", "ss", "math.hypot(1.0, {0}, {1})", "M.hypot(1.0, {0}, {1})", feature="math", weight=0.3),
        Form("s", "ss", "math.atan2({0}, 1.3 + {1} ** 2)", "M.arctan2({0}, 1.3 + {1} ** 2)", feature="math", weight=0.5),
        Form("s", "s", "np.sin({0})"),
        Form("s", "s", "np.tanh({0})"),
        Form("s", "s", "abs({0})", "M.abs({0})", feature="kinks"),
        Form("s", "ss", "max({0}, {1})", "M.larger({0}, {1})", feature="kinks"),
        Form("s", "ss", "min({0}, {1})", "M.smaller({0}, {1})", feature="kinks"),
        Form("s", "s", "({0} % 1.3)", "M.mod({0}, 1.3)", feature="kinks", weight=0.3),
        Form("s", "s", "float({0})", "M.float({0})", weight=0.3),
        Form("s", "css", "({1} if {0} else {2})", feature="ternary"),
        Form("s", "v", "{0}[{data}]", draw="index", needs=1, weight=2.0),
        Form("s", "u", "{0}[{data}]", draw="index 2"),
        Form("s", "m", "{0}[{data}]", draw="index 2n", needs=1, feature="matrix"),
        Form("s", "v", "np.sum({0})", feature="reductions", weight=2.0),
        Form("s", "w", "np.sum({0})", weight=2.0),
        Form("s", "u", "{0}.sum()", feature="reductions"),
        Form("s", "m", "np.sum({0})", feature="matrix"),
        Form("s", "v", "np.mean({0})", needs=1, feature="reductions"),
        Form("s", "u", "{0}.mean()", feature="reductions"),
        Form("s", "v", "np.max({0})", "M.max({0})", needs=1, feature="kinks"),
        Form("s", "u", "{0}.min()", "M.min({0})", feature="kinks"),
        Form("s", "v", "np.sqrt(0.5 + np.var({0}))", "np.sqrt(0.5 + M.var({0}))", needs=1, feature="reductions"),
        Form("s", "u", "np.std(np.concatenate([{0}, np.array([3.0, 7.0])]))",
             "M.std(np.concatenate([{0}, np.array([3.0, 7.0])]))", feature="reductions", weight=0.5),
        Form("s", "v", "np.prod({0})", feature="reductions"),
        Form("s", "v", "np.dot({0}, {0})", feature="reductions"),
        Form("s", "vv", "np.dot({0}, {1})", feature="reductions"),
        Form("s", "uu", "({0} @ {1})", feature="reductions"),
        Form("s", "u", "np.linalg.norm({0} + 2.5)", "M.norm({0} + 2.5)", feature="reductions", weight=0.5),
        Form("s", "m", "np.dot({0}.reshape(-1), {0}.ravel())", feature="matrix"),
        Form("s", "uvm", "np.einsum('i,ij,j->', {0}, {2}, {1})", feature="matrix", weight=0.5),
        # Vectors of the program's length.
        Form("v", "vv", "({0} + {1})", weight=2.0),
        Form("v", "vv", "({0} - {1})", weight=2.0),
        Form("v", "vv", "({0} * {1})", weight=2.0),
        Form("v", "vs", "({0} * {1})", weight=2.0),
        Form("v", "sv", "({0} + {1})"),
        Form("v", "sv", "({0} - {1})"),
        Form("v", "vv", "({0} / (1.7 + {1} ** 2))"),
        Form("v", "v", "(-{0})", weight=0.5),
        Form("v", "v", "({0} ** {data})", draw="power"),
        Form("v", "v", "np.sin({0})"),
        Form("v", "v", "np.tanh({0})"),
        Form("v", "v", "np.exp(np.tanh({0}))"),
        Form("v", "v", "np.sqrt(1.0 + {0} ** 2)"),
        Form("v", "v", "np.log1p(np.square({0}))"),
        Form("v", "v", "np.arctan({0})"),
        Form("v", "vv", "np.arctan2({0}, 1.4 + {1} ** 2)", "M.arctan2({0}, 1.4 + {1} ** 2)", weight=0.5),
        Form("v", "v", "np.abs({0})", "M.abs({0})", feature="kinks"),
        Form("v", "v", "(np.sign({0}) * {0})", "(M.sign({0}) * {0})", feature="kinks", weight=0.3),
        Form("v", "v", "np.clip({0}, -0.9, 1.1)", "M.clip({0}, -0.9, 1.1)", feature="kinks", weight=0.5),
        Form("v", "vv", "np.maximum({0}, {1})", "M.maximum({0}, {1})", feature="kinks"),
        Form("v", "vs", "np.minimum({0}, {1})", "M.minimum({0}, {1})", feature="kinks"),
        Form("v", "bvv", "np.where({0}, {1}, {2})", feature="where"),
        Form("v", "bvs", "np.where({0}, {1}, {2})", feature="where"),
        Form("v", "cvv", "({1} if {0} else {2})", feature="ternary"),
        Form("v", "v", "{0}[::-1]", feature="fancy"),
        Form("v", "v", "{0}[{data}]", draw="permutation", needs=1, feature="fancy"),
        Form("v", "v", "np.concatenate([{0}[1:], {0}[:1]])", feature="joins"),
        Form("v", "v", "np.cumsum({0})", feature="reductions"),
        Form("v", "um", "({0} @ {1})", feature="matrix"),
        Form("v", "m", "{0}[{data}]", draw="index 2", feature="matrix"),
        Form("v", "m", "np.sum({0}, axis=0)", feature="matrix"),
        Form("v", "mu", "({0}.T @ {1})", feature="matrix"),
        Form("v", "m", "{0}.mean(axis=0)", feature="matrix", weight=0.5),
        # Vectors of length 2.
        Form("u", "uu", "({0} + {1})", weight=2.0),
        Form("u", "us", "({0} * {1})", weight=2.0),
        Form("u", "uu", "({0} * {1})"),
        Form("u", "u", "np.cos({0})"),
        Form("u", "u", "np.tanh({0})"),
        Form("u", "u", "{0}[[1, 0]]", feature="fancy"),
        Form("u", "v", "{0}[{data}]", draw="two indices", needs=1, feature="fancy"),
        Form("u", "uv", "np.concatenate([{0}, {1}])[:2]", feature="joins"),
        Form("u", "ss", "np.array([{0}, {1}])", "M.room(np.array([{0}, {1}]))", feature="joins"),
        Form("u", "ss", "np.stack([{0}, {1}])", "M.room(np.stack([{0}, {1}]))", feature="joins", weight=0.5),
        Form("u", "mv", "({0} @ {1})", feature="matrix", weight=2.0),
        Form("u", "m", "{0}[:, {data}]", draw="index", needs=1, feature="matrix"),
        Form("u", "m", "np.sum({0}, axis=1)", feature="matrix"),
        Form("u", "m", "np.squeeze({0}.sum(axis=1, keepdims=True), axis=1)", feature="matrix", weight=0.5),
        # Matrices.
        Form("m", "mm", "({0} + {1})", feature="matrix"),
        Form("m", "ms", "({0} * {1})", feature="matrix"),
        Form("m", "mv", "({0} * {1})", feature="matrix"),
        Form("m", "mu", "({0} + {1}[:, None])", feature="matrix"),
        Form("m", "uv", "np.outer({0}, {1})", feature="matrix"),
        Form("m", "vv", "np.stack([{0}, {1}])", feature="matrix"),
        Form("m", "m", "np.sin({0})", feature="matrix"),
        Form("m", "m", "{0}.T.reshape(-1).reshape(2, -1)", needs=1, feature="matrix", weight=0.1),
        Form("m", "m", "{0}[::-1]", feature="matrix"),
        Form("m", "u", "np.broadcast_to(np.expand_dims({0}, 1), (2, {data}))", draw="length", feature="matrix", weight=0.5),
        # Vectors of other lengths.
        Form("w", "v", "{0}[1:]", feature="fancy"),
        Form("w", "v", "({0}[1:] * {0}[:-1])", feature="fancy"),
        Form("w", "v", "{0}[[{data}, 0, {data}]]", draw="index", needs=1, feature="fancy"),
        Form("w", "vb", "{0}[{1}]", feature="masks"),
        Form("w", "vu", "np.concatenate([{0}, {1}, {0}])", feature="joins"),
        Form("w", "w", "np.sin({0})"),
        Form("w", "ww", "np.concatenate([{0}, {1}])", feature="joins"),
        Form("w", "ws", "({0} * {1})"),
        # Masks and conditions.
        Form("b", "v", "({0} > {data})", "M.greater({0}, {data})", draw="constant"),
        Form("b", "vv", "({0} < {1})", "M.greater({1}, {0})"),
        Form("b", "bb", "({0} & ~{1})", weight=0.3),
        Form("c", "s", "({0} > {data})", "M.greater({0}, {data})", draw="constant", weight=4.0),
        Form("c", "ss", "({0} <= {1})", "(not M.greater({0}, {1}))", weight=2.0),
        Form("c", "s", "(-0.8 < {0} < 0.9)", "M.between(-0.8, {0}, 0.9)", feature="bool"),
        Form("c", "sss", "({0} < {1} < {2})", "M.between({0}, {1}, {2})", feature="bool", weight=0.5),
        Form("c", "cc", "({0} and {1})", feature="bool"),
        Form("c", "cc", "({0} or {1})", feature="bool"),
        Form("c", "c", "(not {0})", feature="bool"),
        Form("c", "i", "({0} > 1)", feature="bool"),
        Form("c", "i", "({0} % 2 == 0)", feature="bool"),
        Form("c", "b", "np.any({0})", feature="masks", weight=0.5),
        # What only programs that write have: views of unknown length, lists and dicts of vectors.
        Form("s", "z", "np.sum({0})", feature="views"),
        Form("w", "z", "np.cos({0})", feature="views"),
        Form("v", "l", "{0}[{data}]", draw="index 2", feature="lists", weight=2.0),
        Form("v", "l", "({0}[0] * {0}[-1])", feature="lists"),
        Form("v", "l", "sum({0})", feature="lists"),
        Form("v", "d", "{0}['a']", feature="dicts", weight=2.0),
        Form("v", "d", "({0}['b'] - {0}['a'])", feature="dicts"),
        # What may raise, which only the grammar of domain errors has.
        Form("s", "s", "math.log({0})", "M.log({0})", feature="domain", weight=0.5),
        Form("s", "s", "math.sqrt({0})", "M.sqrt({0})", feature="domain", weight=0.5),
        Form("s", "s", "math.acos({0})", "M.acos({0})", feature="domain", weight=0.3),
        Form("s", "s", "math.exp(500.0 * {0})", "M.exp(500.0 * {0})", feature="domain", weight=0.3),
        Form("s", "s", "math.pow({0}, 0.5)", "M.sqrt({0})", feature="domain", weight=0.3),
        Form("s", "si", "({0} / {1})", feature="domain"),
        Form("s", "si", "({0} // {1})", "M.floor_divide({0}, {1})", feature="domain", weight=0.2),
        Form("s", "vi", "{0}[{1}]", feature="domain"),
        Form("s", "vi", "{0}[-1 - {1}]", feature="domain", weight=0.5),
        Form("s", "mi", "{0}[1, {1}]", feature="domain", weight=0.5),
        Form("s", "si", "[{0}, 0.5][{1}]", feature="domain"),
        Form("s", "si", "({0} * {{0: 0.5, 2: 1.5}}[{1}])", feature="domain", weight=0.5),
        Form("s", "si", "({0} * math.factorial({1} - 1))", feature="domain", weight=0.3),
        Form("s", "si", "({0} * int('12'[{1}]))", feature="domain", weight=0.3),
        Form("v", "vi", "({0} + np.zeros(({1}, {data})))[-1]", draw="length", feature="domain", weight=0.3),
        Form("u", "ui", "np.linalg.solve(np.eye(2) * {1}, {0})", feature="domain", weight=0.5),
        Form("u", "uv", "({0} + {1})[:2]", feature="domain", weight=0.2),
    ]
)  # fmt: skip

FEATURES = sorted(
    {
        form.feature
        for form in FORMS.values()
        if form.feature not in ("", "domain") and not set(form.parts) & set("zld")
    }
    | {"for", "while", "branches", "leave", "early", "helpers", "recursion", "swaps", "augment", "tuples"}
    | {"iterate", "else", "inactive", "single"}
)
