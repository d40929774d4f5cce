"""Nearest-neighbour construction: always the closest customer that still fits, else back to the depot. What learning must beat."""
import torch
from torch import Tensor

from cvrp.environment import DEPOT, RoutingState
from cvrp.instances import Instances


def nearest_neighbour(instances: Instances) -> Tensor:
    """The nodes visited, B x T; finished instances stay at the depot."""
    distances = instances.distances
    batch = torch.arange(instances.size, device=distances.device)
    state = RoutingState.start(instances)
    nodes = []
    while not bool(state.finished.all()):
        feasible = state.feasible()
        feasible[:, DEPOT] = False
        cost = distances[batch, state.current].masked_fill(~feasible, float("inf"))
        chosen = torch.where(feasible.any(dim=1), cost.argmin(dim=1), torch.full_like(batch, DEPOT))
        nodes.append(chosen)
        state = state.step(chosen)
    return torch.stack(nodes, dim=1)
