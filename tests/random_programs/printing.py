"""A tree becomes text, in two ways: plain, as a user writes it, and monitored, for complex steps."""

import ast
import re

from tests.random_programs.forms import FORMS
from tests.random_programs.tree import Assign, For, If, Leave, Line, Text, While

HEADER = "import math\n\nimport numpy as np\n"


def plain(program, suffix=""):
    """The program as a user writes it, with `suffix` at the name of each of its functions."""
    return ast.unparse(ast.parse(renamed(text_of(program, False), suffix)))


def monitored(program):
    """The program with each decision taken by `M`, an `oracle.Monitor`."""
    return text_of(program, True)


def renamed(text, suffix):
    return re.sub(r"\b(program|recursive|helper\d+)\(", rf"\1{suffix}(", text)


def text_of(program, watched):
    lines = []
    for function in (*program.helpers, program.main):
        params = ", ".join(name for name, _ in function.params)
        lines.append(f"def {function.name}({params}):")
        if watched:
            lines.append("    M.turn()")
        lines += block(function.body, watched)
        lines += [f"    return {expression(function.result, watched)}", "", ""]
    return "\n".join(lines)


def block(statements, watched, inside_loop=False):
    lines = []
    if watched and inside_loop:
        lines.append("    M.turn()")
    for statement in statements:
        lines += ["    " + line for line in statement_lines(statement, watched)]
    return lines or ["    pass"]


def statement_lines(statement, watched):
    match statement:
        case Text(text):
            return [text]
        case Line(text, parts, decides):
            wanted = (watched and decides) or text
            return wanted.format(*(expression(part, watched) for part in parts)).split("\n")
        case Assign(names, values, operator):
            wanted = ", ".join(expression(value, watched) for value in values)
            return [f"{', '.join(names)} {operator or '='} {wanted}"]
        case Leave(test, "return", value):
            return [f"if {expression(test, watched)}:", f"    return {expression(value, watched)}"]
        case Leave(test, how, _):
            return [f"if {expression(test, watched)}:", f"    {how}"]
        case If(test, body, orelse):
            return [f"if {expression(test, watched)}:", *block(body, watched), *otherwise(orelse, watched)]
        case For(targets, iterable, parts, body, orelse):
            over = iterable.format(*(expression(part, watched) for part in parts))
            return [f"for {targets} in {over}:", *block(body, watched, True), *otherwise(orelse, watched)]
        case While(counter, limit, test, body, orelse):
            head = f"while {counter} < {limit} and {expression(test, watched)}:"
            step = f"    {counter} += 1"
            return [f"{counter} = 0", head, step, *block(body, watched, True), *otherwise(orelse, watched)]
    raise TypeError(statement)


def otherwise(orelse, watched):
    return ["else:", *block(orelse, watched)] if orelse else []


def expression(expr, watched):
    if expr.form == "name":
        return expr.data
    parts = [expression(part, watched) for part in expr.parts]
    if expr.form == "array":  # of constants: a complex step must have room in it
        return f"M.room({expr.data})" if watched else expr.data
    if expr.form == "text":
        return "(" + expr.data.format(*parts) + ")" if parts else bracketed(expr.data)
    form = FORMS[expr.form]
    text = (watched and form.monitored) or form.text
    return text.format(*parts, data=expr.data)


def bracketed(text):
    return f"({text})" if text.startswith("-") or " " in text else text
