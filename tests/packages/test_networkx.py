"""networkx, ta and others: what little of them is arithmetic, at the end of long roads of decorators."""

import pytest

from tests.packages.case import case, checks

nx = pytest.importorskip("networkx")

GRAPH = nx.path_graph(4)


def ranked(alpha):
    return nx.algorithms.link_analysis.pagerank_alg._pagerank_python(GRAPH, alpha=alpha)[0]


def katz(alpha):
    return nx.katz_centrality(GRAPH, alpha=alpha)[1]


CASES = [
    case(ranked, 0.85),
    case(katz, 0.1),
]
test_derivatives = checks(CASES)
