"""Methods: bound ones differentiated, others called, static and class methods, callables."""

import math

import numpy as np

from tests.gradient import gradient


class Spring:
    """A spring whose energy is differentiated."""

    kind = "linear"

    def __init__(self, stiffness, rest=0.5):
        self.stiffness = stiffness
        self.rest = rest
        self.history = [1, 2]

    def energy(self, x):
        stretch = self.stretch(x)
        return 0.5 * self.stiffness * stretch * stretch

    def stretch(self, x):
        if self.kind == "linear":
            return x - self.rest
        return x * x

    @staticmethod
    def damping(v):
        return math.exp(-v * v)

    @classmethod
    def called(cls, x):
        return x if cls.kind == "linear" else -x

    @property
    def softness(self):
        return 1.0 / self.stiffness

    def __call__(self, x):
        return self.energy(x) * self.damping(x)


class Hardening(Spring):
    kind = "hard"

    def energy(self, x):
        return super().energy(x) * 2.0


soft = Spring(1.5)
hard = Hardening(3.0, rest=0.1)

gradient(0.8, name="bound_method")(soft.energy)
gradient(0.8, name="inherited_method")(hard.stretch)


@gradient(0.8)
def methods_called(x):
    return soft.energy(x) + soft.stretch(x) * x


@gradient(0.8, soft, also=[(0.8, hard)])
def object_as_argument(x, spring):
    return spring.stretch(x) * spring.stiffness + spring.damping(x) + spring.called(x)


@gradient(0.8)
def attributes_read(x):
    return x * soft.stiffness + x * x * len(soft.history) * soft.rest


@gradient(0.8)
def static_and_class_methods(x):
    return Spring.damping(x) * Spring.called(x)


class Network:
    def __init__(self, weights):
        self.weights = weights

    def loss(self, x):
        for w in self.weights:
            x = np.tanh(w @ x)
        return np.sum(x * x)


network = Network([np.array([[0.4, -0.3], [0.9, 0.1]]), np.array([[0.2, 0.8]])])
gradient(np.array([0.5, -1.0]), name="network_method")(network.loss)


@gradient(np.array([0.5, -1.0]), network)
def network_as_argument(x, net):
    return net.loss(x) + net.weights[0][0, 1] * x[0]
