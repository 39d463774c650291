"""Handwritten digits become a network that reads them: two layers, trained by a plain NumPy loop along a derivative of astdiff.

The data are the 1,797 digits of 8 by 8 pixels that scikit-learn ships; every fifth is held out.
"""

import sys
import time

import numpy as np
from sklearn.datasets import load_digits

from astdiff import value_and_grad

HIDDEN = 64
EPOCHS = 40
BATCH = 50
RATE = 0.05
MOMENTUM = 0.9


def scores_of(w1, b1, w2, b2, images):
    """How strongly each image looks like each digit: (images, 10)."""
    hidden = np.tanh(images @ w1 + b1)
    return hidden @ w2 + b2


def loss(w1, b1, w2, b2, images, labels):
    """The mean cross-entropy of the labels."""
    scores = scores_of(w1, b1, w2, b2, images)
    scores = scores - np.max(scores, axis=1, keepdims=True)
    chosen = scores[np.arange(len(labels)), labels]
    return np.mean(np.log(np.sum(np.exp(scores), axis=1)) - chosen)


def accuracy(weights, images, labels):
    """The share of images that are read as what they are."""
    return np.mean(np.argmax(scores_of(*weights, images), axis=1) == labels)


def train(weights, images, labels, random):
    """Descend along the gradient of small batches, with momentum, showing how far it has come."""
    slope = value_and_grad(loss, argnums=(0, 1, 2, 3))
    speeds = [np.zeros_like(w) for w in weights]
    value = np.inf
    for epoch in range(EPOCHS):
        order = random.permutation(len(images))
        for start in range(0, len(images), BATCH):
            batch = order[start : start + BATCH]
            value, gradients = slope(*weights, images[batch], labels[batch])
            speeds = [MOMENTUM * s - RATE * g for s, g in zip(speeds, gradients)]
            weights = [w + s for w, s in zip(weights, speeds)]
        show_progress(epoch + 1, EPOCHS, f"loss {value:.4f}")
    return weights


def show_progress(done, total, note):
    """Draw a bar over the last one; the last of all ends the line."""
    filled = round(30 * done / total)
    end = "\n" if done == total else ""
    print(
        f"\rtraining [{'#' * filled}{'.' * (30 - filled)}] {done}/{total}  {note} ",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def main():
    data = load_digits()
    images, labels = data.data / 16.0, data.target
    held_out = np.arange(len(images)) % 5 == 0

    random = np.random.default_rng(0)
    sizes = (images.shape[1], HIDDEN, 10)
    weights = [
        random.normal(size=sizes[:2]) / np.sqrt(sizes[0]),
        np.zeros(sizes[1]),
        random.normal(size=sizes[1:]) / np.sqrt(sizes[1]),
        np.zeros(sizes[2]),
    ]
    start = time.perf_counter()
    weights = train(weights, images[~held_out], labels[~held_out], random)
    seconds = time.perf_counter() - start

    right = accuracy(weights, images[held_out], labels[held_out])
    print(
        f"{np.sum(~held_out)} digits learned in {seconds:.1f} s; {right:.1%} of the {np.sum(held_out)} held out are read rightly"
    )


if __name__ == "__main__":
    main()
