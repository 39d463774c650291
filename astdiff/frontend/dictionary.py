"""A dict whose keys show only when the program runs becomes an object: a plain dict of places, and the list of what stands there.

The frontend puts `Dictionary` in the place of a dict and reads its methods like any others: the dict of places carries no
derivative and stays as it is, the list is followed like any list.
"""

from __future__ import annotations

from typing import Any


class Dictionary:
    """What a dict does, for values of one kind."""

    stands_for: Any = dict

    def __init__(self) -> None:
        places = {}
        self.places = places
        self.values_ = []

    def __setitem__(self, key, value):
        places = self.places
        if key in places:
            self.values_[int(places[key])] = value
        else:
            places[key] = len(places)
            self.values_.append(value)

    def __getitem__(self, key):
        return self.values_[int(self.places[key])]

    def __contains__(self, key):
        return key in self.places

    def __len__(self):
        return len(self.places)

    def __iter__(self):
        return iter(list(self.places))

    def keys(self):
        return list(self.places)

    def values(self):
        return list(self.values_)

    def items(self):
        return list(zip(list(self.places), self.values_))

    def get(self, key, default=None):
        return self.values_[int(self.places[key])] if key in self.places else default

    def setdefault(self, key, default=None):
        if key not in self.places:
            self[key] = default
        return self[key]

    def update(self, more=(), **named):
        for key in more:
            self[key] = more[key]
        for key, value in named.items():
            self[key] = value

    def pop(self, key):
        places = self.places
        place = int(places.pop(key))
        self._close(place)
        return self.values_.pop(place)

    def __delitem__(self, key):
        places = self.places
        place = int(places.pop(key))
        self._close(place)
        self.values_.pop(place)

    def _close(self, place):
        """Let the keys behind a place that is free move up."""
        places = self.places
        for key in places:
            if places[key] > place:
                places[key] -= 1

    def copy(self):
        made = Dictionary()
        for key, value in zip(list(self.places), self.values_):
            made[key] = value
        return made


class WithDefault(Dictionary):
    """What a defaultdict does whose default is a number."""

    def __init__(self, default):
        self.default = default
        places = {}
        self.places = places
        self.values_ = []

    def __getitem__(self, key):
        if key not in self.places:
            self[key] = self.default()
        return self.values_[int(self.places[key])]
