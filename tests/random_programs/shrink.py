"""A program that shows a fault becomes the smallest one that still shows it: greedy cuts on the tree, biggest first."""

from dataclasses import fields, is_dataclass, replace

from tests.random_programs.forms import FORMS
from tests.random_programs.tree import Assign, Expr, For, If, Leave, Line, Text, While

STATEMENTS = (Assign, If, For, While, Leave, Line, Text)
BUDGET = 600


def shrink(program, interesting, budget=BUDGET):
    """Cut while `interesting(program)` holds; it is asked at most `budget` times."""
    asked = 0
    shrinking = True
    while shrinking:
        shrinking = False
        for smaller in cuts(program):
            asked += 1
            if asked > budget:
                return program
            if interesting(smaller):
                program = smaller
                shrinking = True
                break
    return program


def cuts(program):
    """Smaller programs, the most different first: fewer helpers, statements, arguments, then simpler expressions."""
    for number in range(len(program.helpers)):
        yield replace(program, helpers=program.helpers[:number] + program.helpers[number + 1 :])
    if len(program.argument_sets) > 1:
        for arguments in program.argument_sets:
            yield replace(program, argument_sets=(arguments,))
    for number in range(len(program.main.params)):
        smaller = without_parameter(program, number)
        if smaller.argnums:
            yield smaller
    for smaller in smaller_nodes(program.main):
        yield replace(program, main=smaller)
    for number, helper in enumerate(program.helpers):
        for smaller in smaller_nodes(helper):
            yield replace(
                program, helpers=(*program.helpers[:number], smaller, *program.helpers[number + 1 :])
            )
    for arguments in rounded(program.argument_sets):
        yield replace(program, argument_sets=arguments)


def without_parameter(program, number):
    main = program.main
    params = main.params[:number] + main.params[number + 1 :]
    sets = tuple(args[:number] + args[number + 1 :] for args in program.argument_sets)
    return replace(program, main=replace(main, params=params), argument_sets=sets)


def smaller_nodes(node):
    """The node with one thing in it made smaller: whole statements first, expressions last."""
    yield from with_fields(node, block_cuts)
    yield from with_fields(node, expression_cuts)


def with_fields(node, cut):
    """Apply a cut to each block and each expression below a node, outermost first."""
    if isinstance(node, Expr):
        if cut is expression_cuts:
            yield from expression_cuts(node)
        for number, part in enumerate(node.parts):
            for smaller in with_fields(part, cut):
                yield replace(node, parts=(*node.parts[:number], smaller, *node.parts[number + 1 :]))
        return
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Expr):
            for smaller in with_fields(value, cut):
                yield replace(node, **{field.name: smaller})
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            if cut is block_cuts and isinstance(value[0], STATEMENTS):
                for smaller in block_cuts(value):
                    yield replace(node, **{field.name: smaller})
            for number, item in enumerate(value):
                for smaller in with_fields(item, cut):
                    yield replace(node, **{field.name: (*value[:number], smaller, *value[number + 1 :])})


def block_cuts(block):
    """A block without one of its statements, or with the inside of one in place of it."""
    for number, statement in enumerate(block):
        before, after = block[:number], block[number + 1 :]
        yield before + after
        for inside in (getattr(statement, "body", ()), getattr(statement, "orelse", ())):
            if inside:
                yield before + inside + after
        if getattr(statement, "orelse", ()):
            yield (*before, replace(statement, orelse=()), *after)
        if isinstance(statement, While) and statement.limit > 1:
            yield (*before, replace(statement, limit=1), *after)
        if (
            isinstance(statement, For)
            and statement.iterable not in ("range(1)", "range(2)")
            and not statement.parts
        ):
            for turns in (1, 2):
                yield (*before, replace(statement, iterable=f"range({turns})"), *after)


def expression_cuts(expr):
    """A part of the same kind in place of an expression, or a constant."""
    for part in expr.parts:
        if part.kind == expr.kind:
            yield part
    if expr.form == "text" and expr.parts and expr.kind == "s" and " + " in expr.data:
        for number in range(len(expr.parts)):
            kept = expr.parts[:number] + expr.parts[number + 1 :]
            texts = [f"{{{n}}}" if part.kind == "s" else f"np.sum({{{n}}})" for n, part in enumerate(kept)]
            if kept:
                yield Expr("s", "text", kept, " + ".join(texts))
    if expr.kind == "s" and (expr.form in FORMS or expr.parts):
        yield Expr("s", "text", data="0.5")


def rounded(argument_sets):
    for digits in (0, 1, 2):
        yield tuple(tuple(shorter(a, digits) for a in args) for args in argument_sets)


def shorter(argument, digits):
    return (
        argument
        if isinstance(argument, int)
        else argument.round(digits)
        if hasattr(argument, "round")
        else round(argument, digits)
    )
