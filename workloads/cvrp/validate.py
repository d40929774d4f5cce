"""What a policy is worth: greedy decoding of fixed instances, every route checked and measured without the environment's help."""
import math
from collections import Counter
from typing import List, Sequence

import torch
from torch import Tensor

from cvrp.instances import GRID, Instances
from cvrp.policy import Policy

_CHUNK = 512


class InvalidRoute(ValueError):
    """A solution breaks the rules of the problem: a fault of the program, not of the policy."""


def validate(policy: Policy, instances: Instances) -> float:
    """Mean route length per customer. Raises InvalidRoute."""
    training = policy.training
    policy.eval()
    costs: List[float] = []
    with torch.no_grad():
        for start in range(0, instances.size, _CHUNK):
            chunk = instances.slice(start, start + _CHUNK)
            costs += measured_costs(chunk, policy.rollout(chunk, greedy=True).nodes)
    policy.train(training)
    return math.fsum(costs) / len(costs)


def measured_costs(instances: Instances, nodes: Tensor) -> List[float]:
    """Route length per customer of each solution (B x T, nodes visited after the start at the depot)."""
    grid, demand = instances.grid.tolist(), instances.demand.tolist()
    return [
        checked_length(grid[row], demand[row], instances.capacity, [0, *visits]) / GRID / instances.customers
        for row, visits in enumerate(nodes.tolist())]


def checked_length(points: Sequence[Sequence[float]], demand: Sequence[int], capacity: int, stops: Sequence[int]) -> float:
    """Length of a tour of all routes one after the other, depot included, in the points' unit. Raises InvalidRoute."""
    if not stops or stops[0] != 0 or stops[-1] != 0:
        raise InvalidRoute("does not start and end at the depot")
    visits = Counter(stop for stop in stops if stop != 0)
    for stop in visits:
        if not 0 < stop < len(points):
            raise InvalidRoute(f"visits node {stop}, which does not exist")
    for customer in range(1, len(points)):
        if visits[customer] != 1:
            raise InvalidRoute(f"visits customer {customer} {visits[customer]} times")
    load = 0
    for stop in stops:
        load = 0 if stop == 0 else load + demand[stop]
        if load > capacity:
            raise InvalidRoute(f"carries {load} at customer {stop} with a capacity of {capacity}")
    return math.fsum(math.dist(points[here], points[there]) for here, there in zip(stops, stops[1:]))
