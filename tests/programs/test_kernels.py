"""Kernels of scientific computing, as people write them in loops or in slices, each in place where that is the custom."""

import numpy as np

from tests.gradient import gradient

random = np.random.default_rng(20261128)


def table(*shape):
    return random.uniform(0.5, 1.5, shape)


def dominant(n):
    """A matrix that needs no pivots."""
    return table(n, n) + 2.0 * n * np.eye(n)


@gradient(table(9), 3)
def jacobi_in_one_dimension(a, steps):
    b = a.copy()
    for _ in range(1, steps):
        b[1:-1] = 0.33333 * (a[:-2] + a[1:-1] + a[2:])
        a[1:-1] = 0.33333 * (b[:-2] + b[1:-1] + b[2:])
    return np.sum(a * a)


@gradient(table(6, 5), 3)
def jacobi_in_two_dimensions(a, steps):
    b = np.zeros_like(a)
    b[:] = a
    for _ in range(steps):
        b[1:-1, 1:-1] = 0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a, b = b, a
    return np.sum(np.sin(a))


@gradient(table(6, 6), 2)
def gauss_seidel(a, sweeps):
    n = a.shape[0]
    for _ in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                a[i, j] = (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1] + a[i, j] ** 2) / 5.0
    return a.mean()


@gradient(table(5, 5), 0.3, 4, argnums=(0, 1))
def successive_over_relaxation(u, w, sweeps):
    for _ in range(sweeps):
        for i in range(1, u.shape[0] - 1):
            for j in range(1, u.shape[1] - 1):
                r = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1]) - u[i, j]
                u[i, j] += w * r
    return np.sum(u**2)


@gradient(dominant(5))
def lu_in_place(a):
    n = len(a)
    for i in range(n):
        for j in range(i):
            a[i, j] -= a[i, :j] @ a[:j, j]
            a[i, j] /= a[j, j]
        for j in range(i, n):
            a[i, j] -= a[i, :i] @ a[:i, j]
    return np.sum(np.log(np.diag(a))) + np.sum(a[1, :])


@gradient(dominant(4), table(4), argnums=(0, 1))
def lu_and_solve(a, b):
    n = a.shape[0]
    for k in range(n - 1):
        a[k + 1 :, k] /= a[k, k]
        a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])
    y = np.zeros_like(b)
    for i in range(n):
        y[i] = b[i] - a[i, :i] @ y[:i]
    x = np.zeros_like(b)
    for i in range(n - 1, -1, -1):
        x[i] = (y[i] - a[i, i + 1 :] @ x[i + 1 :]) / a[i, i]
    return np.sum(x * np.arange(n))


@gradient(dominant(5))
def cholesky_by_rows(a):
    a = a + a.T
    n = a.shape[0]
    a[0, 0] = np.sqrt(a[0, 0])
    for i in range(1, n):
        for j in range(i):
            a[i, j] -= np.dot(a[i, :j], a[j, :j])
            a[i, j] /= a[j, j]
        a[i, i] -= np.dot(a[i, :i], a[i, :i])
        a[i, i] = np.sqrt(a[i, i])
    return np.sum(np.tril(a) ** 2) + a[3, 2]


@gradient(table(5, 4))
def gram_schmidt(a):
    m, n = a.shape
    q = np.zeros((m, n), dtype=a.dtype)
    r = np.zeros((n, n), dtype=a.dtype)
    for k in range(n):
        r[k, k] = np.sqrt(np.dot(a[:, k], a[:, k]))
        q[:, k] = a[:, k] / r[k, k]
        for j in range(k + 1, n):
            r[k, j] = np.dot(q[:, k], a[:, j])
            a[:, j] -= q[:, k] * r[k, j]
    return np.sum(q[0] * np.arange(4.0)) + np.sum(r)


@gradient(table(4), table(4, 4), argnums=(0, 1))
def triangular(b, factor):
    x = np.zeros_like(b)
    for i in range(len(b)):
        s = 0.0
        for j in range(i):
            s += factor[i, j] * x[j]
        x[i] = (b[i] - s) / factor[i][i]
    return x.sum()


@gradient(table(4) + 3, table(4), table(4), table(4), argnums=(0, 1, 2, 3))
def thomas(diagonal, lower, upper, rhs):
    n = len(rhs)
    c, d = upper.copy(), rhs.copy()
    c[0] = c[0] / diagonal[0]
    d[0] = d[0] / diagonal[0]
    for i in range(1, n):
        m = diagonal[i] - lower[i] * c[i - 1]
        c[i] = c[i] / m
        d[i] = (d[i] - lower[i] * d[i - 1]) / m
    x = d
    for i in reversed(range(n - 1)):
        x[i] -= c[i] * x[i + 1]
    return np.dot(x, x)


@gradient(table(6), 4)
def levinson_durbin(r, n):
    y = np.empty_like(r)
    alpha, beta = -r[0], 1.0
    y[0] = -r[0]
    for k in range(1, n):
        beta *= 1.0 - alpha * alpha
        alpha = -(r[k] + np.dot(np.flip(r[:k]), y[:k])) / (beta + 4.0)
        y[:k] += alpha * np.flip(y[:k])
        y[k] = alpha
    return np.sum(y[:n])


@gradient(table(4, 5), table(4, 5), table(4, 5), 3, argnums=(0, 1, 2))
def waves_of_maxwell(ex, ey, hz, steps):
    for t in range(steps):
        ey[0, :] = 0.1 * t
        ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])
    return np.sum(hz**2)


@gradient(table(4, 4, 4), 2)
def heat_in_three_dimensions(a, steps):
    b = a.copy()
    for _ in range(steps):
        for source, target in ((a, b), (b, a)):
            target[1:-1, 1:-1, 1:-1] = (
                0.125 * (source[2:, 1:-1, 1:-1] - 2.0 * source[1:-1, 1:-1, 1:-1] + source[:-2, 1:-1, 1:-1])
                + 0.125 * (source[1:-1, 2:, 1:-1] - 2.0 * source[1:-1, 1:-1, 1:-1] + source[1:-1, :-2, 1:-1])
                + source[1:-1, 1:-1, 1:-1]
            )
    return np.sum(a**3)


@gradient(table(5, 5), 2)
def alternating_directions(u, steps):
    n = len(u)
    v, p, q = np.zeros_like(u), np.zeros_like(u), np.zeros_like(u)
    a, b = -0.4, 1.8
    for _ in range(steps):
        v[0, 1 : n - 1] = 1.0
        p[1 : n - 1, 0] = 0.0
        q[1 : n - 1, 0] = v[0, 1 : n - 1]
        for j in range(1, n - 1):
            p[1 : n - 1, j] = -a / (a * p[1 : n - 1, j - 1] + b)
            q[1 : n - 1, j] = (
                0.4 * u[j, 0 : n - 2] + 0.2 * u[j, 1 : n - 1] + 0.4 * u[j, 2:n] - a * q[1 : n - 1, j - 1]
            ) / (a * p[1 : n - 1, j - 1] + b)
        v[n - 1, 1 : n - 1] = 1.0
        for j in range(n - 2, 0, -1):
            v[j, 1 : n - 1] = p[1 : n - 1, j] * v[j + 1, 1 : n - 1] + q[1 : n - 1, j]
        u[1:-1, 1:-1] = v[1:-1, 1:-1].T
    return np.sum(u * u)


@gradient(table(5, 5))
def shortest_paths(path):
    n = path.shape[0]
    for k in range(n):
        path[:] = np.minimum(path[:], np.add.outer(path[:, k], path[k, :]))
    return np.sum(path**2)


@gradient(table(5, 5))
def shortest_paths_one_by_one(path):
    n = len(path)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if path[i, k] + path[k, j] < path[i, j]:
                    path[i, j] = path[i, k] + path[k, j]
    return np.sum(path**2)


@gradient(table(5, 3), table(5, 3), table(5), 3, argnums=(0, 1, 2))
def n_bodies(position, velocity, mass, steps):
    dt, softening = 0.01, 0.1
    acceleration = pull(position, mass, softening)
    energy = 0.0
    for _ in range(steps):
        velocity += acceleration * dt / 2.0
        position += velocity * dt
        acceleration = pull(position, mass, softening)
        velocity += acceleration * dt / 2.0
        energy += 0.5 * np.sum(mass * np.sum(velocity**2, axis=1))
    return energy


def pull(position, mass, softening):
    x, y, z = position[:, 0:1], position[:, 1:2], position[:, 2:3]
    dx, dy, dz = x.T - x, y.T - y, z.T - z
    inverse = dx**2 + dy**2 + dz**2 + softening**2
    inverse[inverse > 0] = inverse[inverse > 0] ** (-1.5)
    ax, ay, az = (dx * inverse) @ mass, (dy * inverse) @ mass, (dz * inverse) @ mass
    return np.stack((ax, ay, az)).T


@gradient(table(4, 3), table(4), argnums=(0, 1))
def n_bodies_one_by_one(position, mass):
    n = position.shape[0]
    force = np.zeros((n, 3))
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            d = position[j] - position[i]
            r = np.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) + 0.01
            for k in range(3):
                force[i, k] += mass[i] * mass[j] * d[k] / r**3
    return np.sum(np.abs(force))


@gradient(dominant(5), table(5), argnums=(0, 1))
def conjugate_gradients(a, b):
    a = a @ a.T
    x = np.zeros_like(b)
    r = b - a @ x
    p = r.copy()
    rs = r @ r
    for _ in range(len(b)):
        ap = a @ p
        alpha = rs / (p @ ap)
        x += alpha * p
        r -= alpha * ap
        rs_new = r @ r
        if np.sqrt(rs_new) < 1e-3:
            break
        p = r + (rs_new / rs) * p
        rs = rs_new
    return x.sum()


W9 = np.array([4 / 9] + [1 / 9] * 4 + [1 / 36] * 4)
EX = np.array([0, 1, 0, -1, 0, 1, -1, -1, 1])
EY = np.array([0, 0, 1, 0, -1, 1, 1, -1, -1])


@gradient(table(9, 4, 4), 0.6, 2, argnums=(0, 1))
def lattice_boltzmann(f, tau, steps):
    for _ in range(steps):
        for k in range(9):
            f[k] = np.roll(np.roll(f[k], EX[k], axis=0), EY[k], axis=1)
        rho = np.sum(f, axis=0)
        ux = np.sum(f * EX[:, None, None], axis=0) / rho
        uy = np.sum(f * EY[:, None, None], axis=0) / rho
        for k in range(9):
            cu = EX[k] * ux + EY[k] * uy
            equilibrium = W9[k] * rho * (1 + 3 * cu + 4.5 * cu**2 - 1.5 * (ux**2 + uy**2))
            f[k] += -(f[k] - equilibrium) / tau
    return np.sum(f**2)


@gradient(table(5, 5), table(5, 5), table(5, 5), 2, argnums=(0, 1, 2))
def cavity(u, v, p, steps):
    dt, dx, rho, nu = 0.01, 0.25, 1.0, 0.1
    b = np.zeros_like(p)
    for _ in range(steps):
        un, vn = u.copy(), v.copy()
        b[1:-1, 1:-1] = rho * (
            1 / dt * ((u[1:-1, 2:] - u[1:-1, :-2]) / (2 * dx) + (v[2:, 1:-1] - v[:-2, 1:-1]) / (2 * dx))
            - ((u[1:-1, 2:] - u[1:-1, :-2]) / (2 * dx)) ** 2
        )
        for _ in range(3):
            pn = p.copy()
            p[1:-1, 1:-1] = ((pn[1:-1, 2:] + pn[1:-1, :-2]) + (pn[2:, 1:-1] + pn[:-2, 1:-1])) / 4 - 0.01 * b[
                1:-1, 1:-1
            ]
            p[:, -1] = p[:, -2]
            p[0, :] = p[1, :]
            p[-1, :] = 0
        u[1:-1, 1:-1] = (
            un[1:-1, 1:-1]
            - un[1:-1, 1:-1] * dt / dx * (un[1:-1, 1:-1] - un[1:-1, :-2])
            - dt / (2 * rho * dx) * (p[1:-1, 2:] - p[1:-1, :-2])
            + nu * dt / dx**2 * (un[1:-1, 2:] - 2 * un[1:-1, 1:-1] + un[1:-1, :-2])
        )
        v[1:-1, 1:-1] = vn[1:-1, 1:-1] - dt / (2 * dx) * (p[2:, 1:-1] - p[:-2, 1:-1])
        u[0, :] = 0
        u[-1, :] = 1
        v[:, 0] = v[:, -1] = 0
    return np.sum(u**2 + v**2) + np.sum(p)


@gradient(table(2, 6, 6, 2), table(3, 3, 2, 3), argnums=(0, 1))
def convolution(image, weights):
    k = weights.shape[0]
    n, h, w, _ = image.shape
    ho, wo = h - k + 1, w - k + 1
    out = np.empty((n, ho, wo, weights.shape[3]), dtype=image.dtype)
    for i in range(ho):
        for j in range(wo):
            out[:, i, j, :] = np.sum(
                image[:, i : i + k, j : j + k, :, np.newaxis] * weights[np.newaxis, :, :, :], axis=(1, 2, 3)
            )
    return np.sum(np.maximum(out - 10.0, 0))


@gradient(table(2, 6, 6, 2))
def pooling(x):
    out = np.empty([x.shape[0], x.shape[1] // 2, x.shape[2] // 2, x.shape[3]], dtype=x.dtype)
    for i in range(x.shape[1] // 2):
        for j in range(x.shape[2] // 2):
            out[:, i, j, :] = np.max(x[:, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2, :], axis=(1, 2))
    return np.sum(out**2)


@gradient(table(2, 3, 4, 4))
def softmax_of_scores(x):
    shifted = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.sum((shifted / np.sum(shifted, axis=-1, keepdims=True)) ** 2)


@gradient(table(6))
def fourier_by_doubling(x):
    y = x + 0j
    n = 8
    y = np.concatenate((y, np.zeros(2)))
    size = 1
    order = [0, 4, 2, 6, 1, 5, 3, 7]
    y = y[order]
    while size < n:
        turn = np.exp(-1j * np.pi * np.arange(size) / size)
        for start in range(0, n, 2 * size):
            even = y[start : start + size].copy()
            odd = y[start + size : start + 2 * size] * turn
            y[start : start + size] = even + odd
            y[start + size : start + 2 * size] = even - odd
        size *= 2
    return np.sum(np.abs(y) ** 2) + np.real(y[1])


@gradient(table(6, 5), 0.25)
def recursive_filter(image, alpha):
    k = (1.0 - np.exp(-alpha)) ** 2 / (1.0 + alpha * np.exp(-alpha) - np.exp(2.0 * alpha))
    a1, a2 = k, k * np.exp(-alpha) * (alpha - 1.0)
    b1, b2 = 2.0 ** (-alpha), -np.exp(-2.0 * alpha)
    y1 = np.empty_like(image)
    y1[:, 0] = a1 * image[:, 0]
    y1[:, 1] = a1 * image[:, 1] + a2 * image[:, 0] + b1 * y1[:, 0]
    for j in range(2, image.shape[1]):
        y1[:, j] = a1 * image[:, j] + a2 * image[:, j - 1] + b1 * y1[:, j - 1] + b2 * y1[:, j - 2]
    return np.sum(y1**2)


@gradient(table(7, 4))
def correlation(data):
    mean = np.mean(data, axis=0)
    deviation = np.std(data, axis=0)
    deviation[deviation <= 0.1] = 1.0
    data -= mean
    data /= np.sqrt(float(data.shape[0])) * deviation
    matrix = np.eye(data.shape[1], dtype=data.dtype)
    for i in range(data.shape[1] - 1):
        matrix[i + 1 :, i] = matrix[i, i + 1 :] = data[:, i] @ data[:, i + 1 :]
    return np.sum(matrix**2)


@gradient(table(4, 4), table(4, 4), 1.5, 1.2, argnums=(0, 1, 2, 3))
def symmetric_update(c, a, alpha, beta):
    for i in range(a.shape[0]):
        c[i, : i + 1] *= beta
        for k in range(a.shape[1]):
            c[i, : i + 1] += alpha * a[i, k] * a[: i + 1, k]
    return np.sum(c**2)


@gradient(table(5), table(5), 3, argnums=(0, 1))
def flux_limited_advection(q, speed, steps):
    for _ in range(steps):
        flux = np.zeros(len(q) + 1)
        for i in range(1, len(q)):
            left, right = q[i - 1], q[i]
            slope = 0.0
            if 1 < i < len(q) - 1:
                r = (q[i - 1] - q[i - 2]) / (right - left + 1e-9)
                slope = max(0.0, min(1.0, r))
            flux[i] = speed[i] * left + 0.5 * abs(speed[i]) * slope * (right - left)
        q -= 0.1 * np.diff(flux)
    return np.sum(q * q)


@gradient(table(6, 2), table(3), table(3, 2), table(3, 2), argnums=(0, 1, 2, 3))
def mixture_of_gaussians(x, alphas, means, logdiags):
    total = 0.0
    for i in range(x.shape[0]):
        terms = np.zeros(3)
        for k in range(3):
            d = np.exp(logdiags[k]) * (x[i] - means[k])
            terms[k] = alphas[k] + np.sum(logdiags[k]) - 0.5 * np.dot(d, d)
        m = np.max(terms)
        total += m + np.log(np.sum(np.exp(terms - m)))
    return total - 6 * np.log(np.sum(np.exp(alphas)))


@gradient(table(11), table(3), argnums=(0, 1))
def projection_of_a_camera(cam, point):
    r, c, f, x0, rad = cam[:3], cam[3:6], cam[6], cam[7:9], cam[9:]
    sqtheta = np.sum(r**2)
    moved = point - c
    if sqtheta != 0.0:
        theta = np.sqrt(sqtheta)
        cosine, sine = np.cos(theta), np.sin(theta)
        w = r / theta
        rotated = moved * cosine + np.cross(w, moved) * sine + w * np.dot(w, moved) * (1.0 - cosine)
    else:
        rotated = moved + np.cross(r, moved)
    p = rotated[0:2] / rotated[2]
    radius = np.sum(p * p)
    distorted = p * (1.0 + rad[0] * radius + rad[1] * radius * radius)
    return np.sum((distorted * f + x0) ** 2)


@gradient(table(8, 3), table(2, 3), table(2, 3), table(4, 3), argnums=(0, 1, 2, 3))
def long_short_term_memory(weights, hidden, state, inputs):
    loss = 0.0
    for t in range(inputs.shape[0]):
        x = inputs[t]
        for layer in range(2):
            forget = 1.0 / (1.0 + np.exp(-(x * weights[4 * layer])))
            ingate = 1.0 / (1.0 + np.exp(-(hidden[layer] * weights[4 * layer + 1])))
            outgate = 1.0 / (1.0 + np.exp(-(x * weights[4 * layer + 2])))
            change = np.tanh(hidden[layer] * weights[4 * layer + 3])
            s = state[layer] * forget + ingate * change
            state[layer] = s
            hidden[layer] = outgate * np.tanh(s)
            x = hidden[layer]
        loss += np.sum(x**2)
    return loss


@gradient(table(6, 6), np.array([0, 2, 5]), np.array([1, 3, 4]), table(3), argnums=(0, 3))
def finite_elements(stiffness, rows, columns, values):
    for e in range(len(values)):
        ke = values[e] * np.array([[1.0, -1.0], [-1.0, 1.0]])
        nodes = [rows[e], columns[e]]
        for a in range(2):
            for b in range(2):
                stiffness[nodes[a], nodes[b]] += ke[a, b]
    return np.linalg.det(stiffness + 4 * np.eye(6))


@gradient(np.array([1.0, 0.5]), 0.1, 6)
def runge_kutta(y, h, steps):
    def f(t, y):
        return np.array([y[1], -np.sin(y[0]) - 0.1 * y[1]])

    t = 0.0
    out = np.zeros((steps + 1, 2))
    out[0] = y
    for i in range(steps):
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        t += h
        out[i + 1] = y
    return np.sum(out[:, 0] ** 2)


@gradient(table(5), table(5), 0.02, 1.2, argnums=(0, 1, 2, 3))
def black_scholes_on_a_grid(price, strike, rate, sigma):
    steps, dt = 4, 0.25
    u = np.exp(sigma * np.sqrt(dt))
    d = 1.0 / u
    p = (np.exp(rate * dt) - d) / (u - d)
    total = 0.0
    for s, k in zip(price, strike):
        values = np.maximum(k - s * u ** np.arange(steps, -steps - 1, -2), 0.0)
        for step in range(steps - 1, -1, -1):
            values[:-1] = np.exp(-rate * dt) * (p * values[:-1] + (1 - p) * values[1:])
            values = values[:-1]
            exercise = k - s * u ** np.arange(step, -step - 1, -2)
            np.maximum(values, exercise, out=values)
        total += values[0]
    return total


@gradient(table(4), table(4, 4), table(2, 4), np.array([1.0, 0.5, 1.2]), argnums=(0, 1, 2, 3))
def kalman(x, P, H, z):
    P = P @ P.T + np.eye(4)
    like = 0.0
    for k in range(len(z)):
        P = P + 0.1 * np.eye(4)
        innovation = z[k] - H @ x
        S = H @ P @ H.T + 0.5 * np.eye(2)
        K = np.linalg.solve(S, H @ P).T
        x = x + K @ innovation
        P -= K @ H @ P
        like += -0.5 * (innovation @ np.linalg.inv(S) @ innovation) - 0.5 * np.linalg.slogdet(S)[1]
    return like


@gradient(table(3, 4), table(4), 0.5, argnums=(0, 1, 2))
def weighted_histogram(w, edges, width):
    counts = np.zeros(6)
    place = np.clip((edges / width).astype(int), 0, 5)
    for row in w:
        np.add.at(counts, place, row)
    return np.sum(counts**2) * width


@gradient(table(5), 3.0)
def viterbi_score(obs, sharp):
    n = 3
    score = np.zeros(n)
    for o in obs:
        previous = score.copy()
        for j in range(n):
            best = -np.inf
            for i in range(n):
                candidate = previous[i] - sharp * abs(i - j) * 0.1
                if candidate > best:
                    best = candidate
            score[j] = best - (o - j) ** 2
    return score.max()
