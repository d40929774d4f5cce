"""A policy: an encoder, the decoder, and the rollout of whole solutions."""
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cvrp.decoder import PointerDecoder
from cvrp.dgt import DynamicGraphTransformerEncoder
from cvrp.environment import RoutingState, route_length
from cvrp.gat import GraphAttentionEncoder
from cvrp.gt import GraphTransformerEncoder
from cvrp.instances import Instances


class Rollout(NamedTuple):
    """Complete solutions of B instances."""

    nodes: Tensor
    """B x T: the nodes visited; finished instances stay at the depot."""
    length: Tensor
    """B: total route length, in units of the square's side."""
    log_probability: Tensor
    """B: of the whole solution."""
    entropy: Tensor
    """Mean over the decisions that were real choices, in nats."""


class Policy(nn.Module):
    """Builds routes node by node."""

    def __init__(self, encoder: nn.Module, decoder: PointerDecoder) -> None:
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def rollout(self, instances: Instances, greedy: bool, temperature: float = 1.0) -> Rollout:
        """Solves the instances: the likeliest node at each step, or one drawn from torch's global generator."""
        encoded = self.encoder(instances)
        dynamic = isinstance(self.encoder, DynamicGraphTransformerEncoder)
        memory = None if dynamic else self.decoder.remember(encoded)
        state = RoutingState.start(instances)
        batch = torch.arange(instances.size, device=state.current.device)
        nodes, chosen_logs, entropies, choices = [], [], [], []
        while not bool(state.finished.all()):
            if dynamic:
                memory = self.decoder.remember(self.encoder.update(encoded, state))
            logs = self.decoder(memory, state, temperature)
            node = logs.argmax(dim=1) if greedy else torch.multinomial(logs.detach().exp(), 1).squeeze(1)
            nodes.append(node)
            chosen_logs.append(logs[batch, node])
            entropies.append(-(logs.exp() * logs.masked_fill(torch.isinf(logs), 0.0)).sum(dim=1))
            choices.append(state.feasible().sum(dim=1) > 1)
            state = state.step(node)
        visits = torch.stack(nodes, dim=1)
        real = torch.stack(choices).sum().clamp(min=1)
        return Rollout(visits, route_length(instances, visits), torch.stack(chosen_logs).sum(dim=0), torch.stack(entropies).sum() / real)


def build(model: str, width: int, layers: int, heads: int, feedforward: int, dropout: float) -> Policy:
    """The policy named `model`: gat, gt or dgt."""
    if model == "gat":
        encoder: nn.Module = GraphAttentionEncoder(width, layers, heads, dropout)
    elif model == "gt":
        encoder = GraphTransformerEncoder(width, layers, heads, feedforward, dropout)
    elif model == "dgt":
        encoder = DynamicGraphTransformerEncoder(width, layers, heads, feedforward, dropout)
    else:
        raise ValueError(f"no policy is named {model!r}")
    return Policy(encoder, PointerDecoder(width, heads))


def parameter_count(policy: nn.Module) -> int:
    """How many numbers the policy learns."""
    return sum(parameter.numel() for parameter in policy.parameters())
