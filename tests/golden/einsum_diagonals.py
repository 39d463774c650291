import numpy as np


def einsum_answer(d, subscripts, operands, position):
    """The cotangent of the operand at `position` in `np.einsum(subscripts, *operands)`."""
    inputs, arrow, output = subscripts.replace(" ", "").partition("->")
    inputs = inputs.split(",")
    spare = [
        letter
        for letter in "zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA"
        if letter not in subscripts
    ]
    hidden = [np.ndim(operand) - len(text.replace("...", "")) for operand, text in zip(operands, inputs)]
    dots = "".join(spare.pop() for _ in range(max(hidden)))
    if not arrow:
        joined = "".join(inputs).replace(".", "")
        output = "..." * ("..." in subscripts) + "".join(
            sorted(c for c in set(joined) if joined.count(c) == 1)
        )
    output = output.replace("...", dots)
    inputs = [text.replace("...", dots[len(dots) - count :]) for text, count in zip(inputs, hidden)]
    sizes = {}
    for operand, text in zip(operands, inputs):
        for letter, length in zip(text, np.shape(operand)):
            sizes[letter] = length if sizes.get(letter, 1) == 1 else sizes[letter]
    terms = [output, *inputs[:position], *inputs[position + 1 :]]
    factors = [d, *operands[:position], *operands[position + 1 :]]
    target = ""
    for letter in inputs[position]:
        if letter in target:  # a diagonal was read: the answer is zero beside it
            double = spare.pop()
            terms.append(letter + double)
            factors.append(np.eye(sizes[letter], dtype=np.result_type(*operands)))
            letter = double
        elif not any(
            np.shape(factor)[place] == sizes[letter]
            for term, factor in zip(terms, factors)
            for place, other in enumerate(term)
            if other == letter
        ):  # it was only summed, or stretched: the answer is the same all along
            terms.append(letter)
            factors.append(np.ones(sizes[letter], np.result_type(*operands)))
        target += letter
    answer = np.einsum(",".join(terms) + "->" + target, *factors, optimize=True)
    stretched = tuple(axis for axis, length in enumerate(np.shape(operands[position])) if length == 1)
    return np.sum(answer, axis=stretched, keepdims=True) if stretched else answer


def einsum_diagonals_grad(m, v):
    # Forward: einsum_diagonals.
    einsum = np.einsum("ii->", m)
    einsum_1 = np.einsum("ii->i", m)

    # Backward: undo one line at a time, last line first.
    d_v = einsum_answer(1.0, "i,ij,j->", (v, m, v), 0)  # 95: return np.einsum("ii->", m) ** 2 + np.sum(np ...
    d_m = einsum_answer(1.0, "i,ij,j->", (v, m, v), 1)
    d_v = d_v + einsum_answer(1.0, "i,ij,j->", (v, m, v), 2)
    d_v += einsum_1
    d_m = d_m + einsum_answer(v, "ii->i", (m,), 0)
    d_m += einsum_answer(2 * einsum, "ii->", (m,), 0)
    return d_m, d_v
