"""Dynamic graph transformer: an encoding that follows the partial route.

A graph transformer embeds the instance once. Before every decision one more attention layer looks at the graph that is
left: served customers are hidden from it, and every node brings what the route means to it now. (The idea of
re-encoding as the route grows: Peng et al. 2020; here one layer is recomputed instead of all.)
"""
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cvrp.attention import DistanceBias, attend, merge_heads, split_heads
from cvrp.environment import DEPOT, RoutingState
from cvrp.gt import GraphTransformerEncoder
from cvrp.instances import Instances

_ROUTE_FEATURES = 4


class StaticPart(NamedTuple):
    """What of the dynamic layer does not change while the route grows."""

    nodes: Tensor
    projected: Tensor
    bias: Tensor


class DynamicLayer(nn.Module):
    """Updates node embeddings to the state of the route."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.route = nn.Linear(_ROUTE_FEATURES, 3 * width, bias=False)
        self.out = nn.Linear(width, width)
        self.distance = DistanceBias(heads)
        self.norm = nn.LayerNorm(width)

    def prepare(self, nodes: Tensor, distances: Tensor) -> StaticPart:
        return StaticPart(nodes, self.project(nodes), self.distance(distances))

    def forward(self, static: StaticPart, state: RoutingState) -> Tensor:
        projected = static.projected + self.route(route_features(state))
        query, key, value = (split_heads(part, self.heads) for part in projected.chunk(3, dim=-1))
        gathered = attend(query, key, value, static.bias + _hidden(state))
        return self.norm(static.nodes + self.out(merge_heads(gathered)))


def route_features(state: RoutingState) -> Tensor:
    """B x (N+1) x 4: stands here, already served, may go here, share of the load left that this node would take."""
    places = torch.arange(state.visited.shape[1], device=state.current.device)
    here = places == state.current.unsqueeze(1)
    need = state.instances.demand.float() / state.remaining.clamp(min=1).unsqueeze(1).float()
    return torch.stack([here.float(), state.visited.float(), state.feasible().float(), need.clamp(max=1.0)], dim=-1)


def _hidden(state: RoutingState) -> Tensor:
    """B x 1 x 1 x (N+1): -inf where attention may not look: at served customers, unless the vehicle stands there."""
    places = torch.arange(state.visited.shape[1], device=state.current.device)
    shown = ~state.visited | (places == state.current.unsqueeze(1))
    shown[:, DEPOT] = True
    hidden = torch.zeros(shown.shape, device=shown.device).masked_fill(~shown, float("-inf"))
    return hidden.unsqueeze(1).unsqueeze(1)


class DynamicGraphTransformerEncoder(nn.Module):
    """`forward` prepares an instance; `update` gives the embeddings for the present state of the route."""

    def __init__(self, width: int, layers: int, heads: int, feedforward: int, dropout: float) -> None:
        super().__init__()
        self.static = GraphTransformerEncoder(width, layers, heads, feedforward, dropout)
        self.dynamic = DynamicLayer(width, heads)

    def forward(self, instances: Instances) -> StaticPart:
        return self.dynamic.prepare(self.static(instances), instances.distances)

    def update(self, static: StaticPart, state: RoutingState) -> Tensor:
        """B x (N+1) x D."""
        return self.dynamic(static, state)
