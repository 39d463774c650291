"""Lists that callees, objects and other names change: what each name sees of it."""

from tests.gradient import gradient


class Holder:
    def __init__(self, v):
        self.v = v

    def set(self, k, y):
        self.v[k] = y


def _changed(items, y):
    _doubled(items, y)


def _doubled(items, y):
    items[0] = items[0] * y
    items.append(y)


def _copied(items):
    return list(items)


def _changed_too(items, y):
    m = _copied(items)
    items[0] = y * 2
    return m


@gradient(1.3)
def changed_by_a_callee_of_a_callee(x):
    a = [x, 1.0]
    b = a
    _changed(a, x)
    return b[0] * b[2] + a[1]


@gradient(1.3)
def changed_in_a_tuple(x):
    a = [x, 1.0]
    t = (a, 2.0)
    _changed(a, x)
    return t[0][0] * t[1] + t[0][2]


@gradient(1.3)
def changed_in_a_dict(x):
    a = [x, 1.0]
    table = {"items": a, "y": x}
    _changed(a, x)
    return table["items"][0] * table["y"] + table["items"][2]


@gradient(1.3)
def changed_in_an_object(x):
    a = [x, 1.0]
    o = Holder(a)
    _changed(a, x)
    o.set(1, x**3)
    return o.v[0] * a[1] + a[2]


@gradient(1.3, 3, or_refused=True)
def changed_in_every_turn(x, n):
    a = [x, 1.0]
    b = a
    for k in range(n):
        _changed(a, x)
    return b[0] * b[2] + a[1]


@gradient(1.3, also=[(-1.3,)], or_refused=True)
def changed_on_one_path(x):
    a = [x, 1.0]
    b = a
    if x > 0:
        _changed(a, x)
    return b[0] * b[1] + len(a)


@gradient(1.3)
def changed_for_a_function_made_here(x):
    a = [x, 1.0]

    def inner():
        return a[0] * 2

    _changed(a, x)
    return inner() * a[1]


@gradient(1.3)
def copied_and_then_changed(x):
    a = [x, 1.0]
    m = _changed_too(a, x)
    return m[0] * a[0]


@gradient(1.3, or_refused=True)
def a_row_that_a_callee_changes(x):
    rows = [[x, 1.0], [2.0, x]]
    r = rows[0]
    _changed(r, x)
    rows[1][1] = x**2
    return rows[0][0] * rows[0][2] + rows[1][1] * r[1]


@gradient(1.3, or_refused=True)
def a_row_in_another_list(x):
    rows = [[x, 1.0], [2.0, x]]
    s = [rows[0], rows[1]]
    _changed(rows[1], x)
    return s[1][0] * s[1][2] + rows[0][0]


@gradient(1.3, 3, or_refused=True)
def rows_that_an_object_holds_too(x, n):
    rows = [[0.0, 0.0], [0.0, 0.0]]
    c = Holder(rows)
    for k in range(n):
        rows[k % 2][0] = x * k
        c.v[1][1] = x**2
    return c.v[0][0] * rows[1][1] + rows[1][0]


@gradient(1.3, or_refused=True)
def a_row_by_three_names(x):
    rows = [[0, 0], [0, 0]]
    c = Holder(rows)
    other = rows[1]
    c.v[1][0] = x
    if x > 1:
        other[1] = x * 2
    return rows[1][0] * rows[1][1]


@gradient(1.3, or_refused=True)
def whole_numbers_that_give_way(x):
    items = [0, 0]
    m = items
    Holder(items).set(0, x)
    return m[0] * x


@gradient(1.3, or_refused=True)
def copies_that_stay(x):
    items = [1.0, 2.0]
    k = list(items)
    j = items[:]
    Holder(items).set(0, x)
    return items[0] * k[0] + j[0] * x


@gradient(1.3, or_refused=True)
def one_row_twice(x):
    items = [[1.0, 2.0]] * 2
    Holder(items).v[0][0] = x
    return items[1][0] * x


@gradient(1.3, or_refused=True)
def one_row_by_its_name_too(x):
    base = [0.0]
    items = [base, base]
    Holder(items).v[0][0] = x
    return items[1][0] * x + base[0]


DEFAULT = [1.0, 2.0]


@gradient(1.3, or_refused=True)
def a_list_from_outside(x):
    c = Holder(DEFAULT)
    y = c.v[0] * x
    return y


@gradient(1.3, or_refused=True)
def lists_of_earlier_turns(x):
    items = [1.0, 2.0]
    t = []
    for k in range(3):
        t.append(items)
        items = [x * k, items[0]]
    t[0][0] = x
    return t[1][0] + t[0][0] + t[2][1]


@gradient([1.3, 2.0], or_refused=True)
def an_argument_that_a_callee_changes(p):
    q = p
    _changed(q, 2.0)
    return p[0] * p[1]


@gradient(1.3, or_refused=True)
def changed_in_a_try(x):
    items = [x, 2.0]
    try:
        _changed(items, x)
        items[7] = 1.0
    except IndexError:
        items[1] = items[0] * 3
    return items[0] * items[1] + len(items)


class Swizzled:
    """A vector whose parts may be asked for by several letters at once."""

    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __getattr__(self, word):
        if word == "total":
            return self.x + self.y
        raise AttributeError(word)

    def __mul__(self, factor):
        return Swizzled(self.x * factor, self.y * factor)


class Body:
    def __init__(self, v):
        self.v = v

    def turned(self):
        self.v *= -2.0
        return self


@gradient(1.3)
def attributes_that_are_asked_for(x):
    body = Body(Swizzled(x, x * x))
    turned = body.turned()
    turned.v *= x
    return body.v.total * body.v.x + getattr(body.v, "total")  # noqa: B009
