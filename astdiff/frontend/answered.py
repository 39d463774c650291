"""`any` or `all` of a generator that assigns on the way becomes the loop that it stands for."""

from __future__ import annotations

from typing import Any

import gast

from astdiff.frontend.reading import Frame
from astdiff.frontend.scopes import assigned
from astdiff.frontend.stand_ins import own_names
from astdiff.graph.core import Atom


def answered(frame: Frame, node: Any, wanted: bool) -> Atom:
    """The answer to `any(test for target in items)` (`wanted`: True) or `all(...)`: a loop ends where it is known."""
    generator = node.args[0]
    word = next(w for w in ("found", *(f"found_{k}" for k in range(99))) if w not in frame.local_names)
    test = generator.elt if wanted else gast.UnaryOp(gast.Not(), generator.elt)
    body: list[Any] = [gast.If(test, [_assign(word, wanted), gast.Break()], [])]
    several = len(generator.generators) > 1
    for part in reversed(generator.generators):
        for condition in reversed(part.ifs):
            body = [gast.If(condition, body, [])]
        body = [gast.For(part.target, part.iter, body, [], None)]
        if several and part is not generator.generators[0]:
            asked = gast.Name(word, gast.Load(), None, None)
            left = asked if wanted else gast.UnaryOp(gast.Not(), asked)
            body.append(gast.If(left, [gast.Break()], []))
    with own_names(frame, [word, *assigned([part.target for part in generator.generators])]):
        for tree in (_assign(word, not wanted), *body):
            for part in gast.walk(tree):
                if not hasattr(part, "lineno"):
                    gast.copy_location(part, node)
            frame.statement(tree)
        return frame.env[word]


def _assign(word: str, value: bool) -> Any:
    return gast.Assign([gast.Name(word, gast.Store(), None, None)], gast.Constant(value, None))
