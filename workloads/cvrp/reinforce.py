"""REINFORCE (Williams 1992): one epoch of policy-gradient training."""
import math
from dataclasses import dataclass
from typing import Callable, Union

import torch
from torch.nn.utils import clip_grad_norm_
from torch.optim import Optimizer

from cvrp.baselines import BatchMean, Draw, GreedyRollout
from cvrp.configuration import Configuration, Infeasible
from cvrp.policy import Policy

Baseline = Union[BatchMean, GreedyRollout]


class Interrupted(Exception):
    """Somebody asked the training to stop."""


@dataclass(frozen=True)
class EpochMeans:
    """Means over the batches of an epoch."""

    train_cost: float
    """Length of the sampled solutions per customer."""
    entropy: float
    """Of a decision, in nats."""
    gradient_norm: float
    """Before clipping."""


def train_epoch(
        policy: Policy, optimizer: Optimizer, baseline: Baseline, draw: Draw,
        configuration: Configuration, temperature: float, stopped: Callable[[], bool]) -> EpochMeans:
    """Raises Interrupted between two batches when `stopped` says so, and Infeasible when the training diverges."""
    policy.train()
    costs = entropies = norms = 0.0
    for _ in range(configuration.batches_per_epoch):
        if stopped():
            raise Interrupted
        instances = draw(configuration.batch_size)
        rollout = policy.rollout(instances, greedy=False, temperature=temperature)
        lengths = rollout.length.detach()
        advantage = lengths - baseline.expected(instances, lengths)
        loss = (advantage * rollout.log_probability).mean() - configuration.entropy_weight * rollout.entropy
        optimizer.zero_grad()
        loss.backward()
        norm = float(clip_grad_norm_(policy.parameters(), configuration.gradient_clip))
        if not math.isfinite(norm):
            raise Infeasible(f"the training diverged: the gradient is {norm} at learning_rate {configuration.learning_rate:g}")
        optimizer.step()
        costs += lengths.mean().item() / instances.customers
        entropies += rollout.entropy.item()
        norms += norm
    count = configuration.batches_per_epoch
    return EpochMeans(costs / count, entropies / count, norms / count)


def adam(policy: Policy, learning_rate: float) -> Optimizer:
    return torch.optim.Adam(policy.parameters(), lr=learning_rate)
