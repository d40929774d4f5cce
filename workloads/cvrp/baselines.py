"""What a sampled solution's length is compared with, so that REINFORCE's gradient has less variance."""
import copy
import math
from typing import Any, Callable, Dict

import torch
from torch import Tensor

from cvrp.instances import Instances
from cvrp.policy import Policy

_EVALUATION_SIZE = 256
_SIGNIFICANCE_Z = 1.6448536269514722
"""The standard normal's 95% quantile."""

Draw = Callable[[int], Instances]
"""Makes that many new instances."""


class BatchMean:
    """The mean length in the batch."""

    def expected(self, instances: Instances, lengths: Tensor) -> Tensor:
        return lengths.mean()

    def end_epoch(self, policy: Policy) -> bool:
        return False

    def state(self) -> Dict[str, Any]:
        return {}

    def restore(self, state: Dict[str, Any]) -> None:
        pass


class GreedyRollout:
    """The greedy solution of the best policy so far (Kool et al. 2019): renewed when the learner is better beyond chance.

    In the first `warmup` epochs, while that policy knows nothing, the batch mean stands in.
    """

    def __init__(self, policy: Policy, draw: Draw, warmup: int) -> None:
        self.policy = copy.deepcopy(policy).eval()
        self.draw, self.warmup, self.epoch = draw, warmup, 0
        self._challenge_on(draw(_EVALUATION_SIZE))

    def expected(self, instances: Instances, lengths: Tensor) -> Tensor:
        if self.epoch < self.warmup:
            return lengths.mean()
        return greedy_lengths(self.policy, instances)

    def end_epoch(self, policy: Policy) -> bool:
        """Compares on instances neither was trained on; a new baseline gets new ones, lest they be overfitted. True when renewed."""
        self.epoch += 1
        candidate = greedy_lengths(policy, self.instances)
        if not significantly_less(candidate, self.lengths):
            return False
        self.policy.load_state_dict(policy.state_dict())
        self._challenge_on(self.draw(_EVALUATION_SIZE))
        return True

    def state(self) -> Dict[str, Any]:
        return {
            "policy": self.policy.state_dict(), "epoch": self.epoch,
            "grid": self.instances.grid, "demand": self.instances.demand, "capacity": self.instances.capacity}

    def restore(self, state: Dict[str, Any]) -> None:
        self.policy.load_state_dict(state["policy"])
        self.epoch = state["epoch"]
        device = self.instances.grid.device
        self._challenge_on(Instances(state["grid"], state["demand"], state["capacity"]).to(device))

    def _challenge_on(self, instances: Instances) -> None:
        self.instances = instances
        self.lengths = greedy_lengths(self.policy, instances)


def greedy_lengths(policy: Policy, instances: Instances) -> Tensor:
    """B: route lengths of greedy decoding, without dropout and without gradients."""
    training = policy.training
    policy.eval()
    with torch.no_grad():
        lengths = policy.rollout(instances, greedy=True).length
    policy.train(training)
    return lengths


def significantly_less(candidate: Tensor, incumbent: Tensor) -> bool:
    """Paired one-sided t-test at 5%: are the candidate's lengths (n >= 2, same instances) smaller?"""
    difference = (candidate - incumbent).double()
    count = difference.numel()
    mean, deviation = difference.mean().item(), difference.std().item()
    if mean >= 0:
        return False
    return deviation == 0 or mean / (deviation / math.sqrt(count)) < -critical_value(count - 1)


def critical_value(freedom: int) -> float:
    """Student's t, 95% quantile, by the normal's with Cornish and Fisher's correction (Abramowitz & Stegun 26.7.5)."""
    z = _SIGNIFICANCE_Z
    return (z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3))
