"""The routing problem as a sequence of decisions: which node the vehicle visits next, for a batch of instances at once."""
from typing import Optional

import torch
from torch import Tensor

from cvrp.instances import Instances

DEPOT = 0


class RoutingState:
    """Partial routes of B instances. A step makes a new state; tensors are never changed in place.

    The vehicle starts at the depot with a full load, serves whole demands only, refills at the depot and ends there.
    """

    def __init__(self, instances: Instances, current: Tensor, remaining: Tensor, visited: Tensor) -> None:
        self.instances = instances
        self.current = current
        """B: the node where the vehicle stands."""
        self.remaining = remaining
        """B: load left in the vehicle, in units of demand."""
        self.visited = visited
        """B x (N+1): customers served; the depot never counts as visited."""

    @staticmethod
    def start(instances: Instances) -> "RoutingState":
        demand = instances.demand
        batch = demand.shape[0]
        return RoutingState(
            instances,
            torch.zeros(batch, dtype=torch.long, device=demand.device),
            torch.full((batch,), instances.capacity, dtype=torch.long, device=demand.device),
            torch.zeros_like(demand, dtype=torch.bool))

    @property
    def served(self) -> Tensor:
        """B: every customer has been visited."""
        return self.visited[:, 1:].all(dim=1)

    @property
    def finished(self) -> Tensor:
        """B: served, and back at the depot."""
        return self.served & (self.current == DEPOT)

    def feasible(self) -> Tensor:
        """B x (N+1): where the vehicle may go now; at least one node of each instance.

        Customers once each, and only with enough load left; the depot from a customer, or when all are served.
        """
        allowed = ~self.visited & (self.instances.demand <= self.remaining.unsqueeze(1))
        allowed[:, DEPOT] = (self.current != DEPOT) | self.served
        return allowed

    def step(self, node: Tensor) -> "RoutingState":
        """Goes to `node` (B); the caller keeps to `feasible`."""
        at = node.unsqueeze(1)
        demand = self.instances.demand.gather(1, at).squeeze(1)
        refilled = torch.full_like(self.remaining, self.instances.capacity)
        remaining = torch.where(node == DEPOT, refilled, self.remaining - demand)
        here = torch.arange(self.visited.shape[1], device=node.device) == at
        visited = self.visited | (here & (at != DEPOT))
        return RoutingState(self.instances, node, remaining, visited)


def route_length(instances: Instances, nodes: Tensor, distances: Optional[Tensor] = None) -> Tensor:
    """B: length of the closed tours that start at the depot, visit `nodes` (B x T) in turn and end at the depot."""
    table = instances.distances if distances is None else distances
    depot = torch.zeros_like(nodes[:, :1])
    stops = torch.cat([depot, nodes, depot], dim=1)
    batch = torch.arange(nodes.shape[0], device=nodes.device).unsqueeze(1)
    return table[batch, stops[:, :-1], stops[:, 1:]].sum(dim=1)
