"""A training that can be put down after any epoch and taken up again as if nothing had happened."""
import time
from typing import Any, Callable, Dict, List, Optional

import torch

from cvrp import policy as policies
from cvrp.baselines import BatchMean, GreedyRollout
from cvrp.configuration import Configuration, ConfigurationError
from cvrp.instances import Instances, generate, validation_set
from cvrp.reinforce import Baseline, adam, train_epoch
from cvrp.validate import validate


class Training:
    """Policy, optimizer, baseline and random states of one configuration."""

    def __init__(self, configuration: Configuration, device: Optional[torch.device] = None) -> None:
        self.configuration = configuration
        self.device = device or torch.device("cpu")
        torch.manual_seed(configuration.seed)
        self.generator = torch.Generator().manual_seed(configuration.seed)
        self.policy = policies.build(
            configuration.model, configuration.embedding_dim, configuration.n_layers, configuration.n_heads,
            configuration.feedforward, configuration.dropout).to(self.device)
        self.optimizer = adam(self.policy, configuration.learning_rate)
        self.baseline: Baseline = BatchMean() if configuration.baseline == "mean" else GreedyRollout(
            self.policy, self.draw, configuration.warmup_epochs)
        self.validation = validation_set(
            configuration.validation_size, configuration.customers, configuration.vehicle_capacity).to(self.device)
        self.history: List[Dict[str, float]] = []
        self.best_policy: Dict[str, Any] = {}

    @property
    def epoch(self) -> int:
        """Epochs done."""
        return len(self.history)

    def best_epoch(self, within: Optional[int] = None) -> int:
        """The epoch with the lowest val_cost, of the first `within` or of all; the earliest of equals."""
        costs = [metrics["val_cost"] for metrics in self.history[:within]]
        return 1 + costs.index(min(costs))

    def draw(self, count: int) -> Instances:
        """New instances to learn from."""
        configuration = self.configuration
        return generate(count, configuration.customers, configuration.vehicle_capacity, self.generator).to(self.device)

    def run_epoch(self, stopped: Callable[[], bool] = lambda: False) -> Dict[str, float]:
        """Trains and validates one epoch and returns its metrics. After Interrupted the object is of no further use."""
        begun = time.monotonic()
        temperature = self.configuration.temperature(self.epoch + 1)
        means = train_epoch(
            self.policy, self.optimizer, self.baseline, self.draw, self.configuration, temperature, stopped)
        self.baseline.end_epoch(self.policy)
        cost = validate(self.policy, self.validation)
        metrics = {
            "val_cost": cost, "train_cost": means.train_cost, "entropy": means.entropy,
            "gradient_norm": means.gradient_norm, "seconds": round(time.monotonic() - begun, 3)}
        self.history.append(metrics)
        if self.best_epoch() == self.epoch:
            self.best_policy = {name: value.detach().clone() for name, value in self.policy.state_dict().items()}
        return metrics

    def state(self) -> Dict[str, Any]:
        """Everything the rest of the curve depends on, and what was reported so far."""
        return {
            "configuration": self.configuration.fingerprint(),
            "policy": self.policy.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "baseline": self.baseline.state(),
            "instance_generator": self.generator.get_state(),
            "torch_generator": torch.get_rng_state(),
            "cuda_generator": torch.cuda.get_rng_state(self.device) if self.device.type == "cuda" else None,
            "history": self.history,
            "best_policy": self.best_policy,
        }

    def restore(self, state: Dict[str, Any]) -> None:
        """Goes on where `state` was taken. Raises ConfigurationError when it is another configuration's."""
        self._must_match(state["configuration"])
        self.policy.load_state_dict(state["policy"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.baseline.restore(state["baseline"])
        self.history = list(state["history"])
        self.best_policy = state["best_policy"]
        self.generator.set_state(state["instance_generator"])
        torch.set_rng_state(state["torch_generator"])
        if self.device.type == "cuda" and state["cuda_generator"] is not None:
            torch.cuda.set_rng_state(state["cuda_generator"], self.device)

    def _must_match(self, theirs: Dict[str, Any]) -> None:
        for name, ours in self.configuration.fingerprint().items():
            if theirs.get(name) != ours:
                raise ConfigurationError(
                    f"{name}: is {ours} here and {theirs.get(name)} in the checkpoint; give another directory or the same parameters")
