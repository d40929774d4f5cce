"""Attention pointer decoder (Kool et al. 2019): from node embeddings and the state of the route to log-probabilities of the next node."""
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cvrp.attention import attend, merge_heads, split_heads
from cvrp.environment import RoutingState

CLIPPING = 10.0


class Memory(NamedTuple):
    """What the decoder derives from node embeddings; once per instance where they do not change."""

    nodes: Tensor
    graph: Tensor
    glimpse_key: Tensor
    glimpse_value: Tensor
    pointer_key: Tensor


class PointerDecoder(nn.Module):
    """One glimpse at the feasible nodes with several heads, then scores clipped by tanh, masked and divided by the temperature."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.width = heads, width
        self.keys = nn.Linear(width, 3 * width, bias=False)
        self.graph = nn.Linear(width, width, bias=False)
        self.context = nn.Linear(width + 1, width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def remember(self, nodes: Tensor) -> Memory:
        glimpse_key, glimpse_value, pointer_key = self.keys(nodes).chunk(3, dim=-1)
        return Memory(
            nodes, self.graph(nodes.mean(dim=1)),
            split_heads(glimpse_key, self.heads), split_heads(glimpse_value, self.heads), pointer_key)

    def forward(self, memory: Memory, state: RoutingState, temperature: float) -> Tensor:
        """B x (N+1): log-probabilities; -inf where the vehicle may not go."""
        batch = torch.arange(memory.nodes.shape[0], device=memory.nodes.device)
        load = (state.remaining.float() / state.instances.capacity).unsqueeze(1)
        query = memory.graph + self.context(torch.cat([memory.nodes[batch, state.current], load], dim=1))
        infeasible = ~state.feasible()
        hidden = torch.zeros_like(infeasible, dtype=query.dtype).masked_fill(infeasible, float("-inf"))
        glimpse = attend(
            split_heads(query.unsqueeze(1), self.heads), memory.glimpse_key, memory.glimpse_value,
            hidden.unsqueeze(1).unsqueeze(1))
        pointer = self.out(merge_heads(glimpse))
        scores = (pointer @ memory.pointer_key.transpose(1, 2)).squeeze(1) / self.width ** 0.5
        return torch.log_softmax((CLIPPING * torch.tanh(scores) / temperature).masked_fill(infeasible, float("-inf")), dim=1)
