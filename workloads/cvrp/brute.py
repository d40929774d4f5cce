"""The exact optimum of small instances, by dynamic programming over sets of customers; for tests (N <= 8 or so)."""
import itertools
import math
from typing import Dict, List, Sequence, Tuple


def shortest(points: Sequence[Tuple[float, float]], demand: Sequence[int], capacity: int) -> float:
    """Length of the best set of routes; node 0 is the depot. Units are those of `points`."""
    customers = len(points) - 1
    tour = {group: _tour(points, group) for group in _groups(customers) if sum(demand[node] for node in group) <= capacity}
    best: Dict[Tuple[int, ...], float] = {(): 0.0}
    for group in _groups(customers):
        parts = (part for size in range(1, len(group) + 1) for part in itertools.combinations(group, size) if group[0] in part)
        best[group] = min(
            (tour[part] + best[tuple(node for node in group if node not in part)] for part in parts if part in tour),
            default=math.inf)
    return best[tuple(range(1, customers + 1))]


def _groups(customers: int) -> List[Tuple[int, ...]]:
    nodes = range(1, customers + 1)
    return [group for size in range(1, customers + 1) for group in itertools.combinations(nodes, size)]


def _tour(points: Sequence[Tuple[float, float]], group: Tuple[int, ...]) -> float:
    return min(_length(points, (0, *order, 0)) for order in itertools.permutations(group))


def _length(points: Sequence[Tuple[float, float]], stops: Tuple[int, ...]) -> float:
    return sum(math.dist(points[a], points[b]) for a, b in zip(stops, stops[1:]))
