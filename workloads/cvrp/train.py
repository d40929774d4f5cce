#!/usr/bin/env python3
"""Trains a routing policy and reports every epoch to ArchOpt: `python3 train.py --model=GT+RL --epochs=20`."""
import os
import signal
import sys
from pathlib import Path
from typing import Any, Dict, Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cvrp.interpreter import require_torch  # noqa: E402

require_torch(__file__)
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")

import torch  # noqa: E402

import archopt_report  # noqa: E402
from cvrp import checkpoint  # noqa: E402
from cvrp.configuration import Configuration, ConfigurationError, Infeasible, from_arguments, read  # noqa: E402
from cvrp.nearest import nearest_neighbour  # noqa: E402
from cvrp.policy import parameter_count  # noqa: E402
from cvrp.reinforce import Interrupted  # noqa: E402
from cvrp.training import Training  # noqa: E402
from cvrp.validate import measured_costs  # noqa: E402

WRONG_CALL = 2
ENDED_BY_SIGTERM = 128 + signal.SIGTERM


class StopSignal:
    """Remembers that SIGTERM or Ctrl-C came; the training asks between two batches."""

    def __init__(self) -> None:
        self.received = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def _receive(self, *_: Any) -> None:
        self.received = True

    def __call__(self) -> bool:
        return self.received


def main() -> int:
    """The program's exit code."""
    stopped = StopSignal()
    try:
        configuration = _configuration()
        device = _device(configuration)
        directory = archopt_report.checkpoint_dir()
        training = Training(configuration, device)
        _resume(training, directory)
        _train(training, directory, stopped)
    except Infeasible as reason:
        archopt_report.infeasible(str(reason))
    except Interrupted:
        print("train.py: stopped by a signal; an epoch that was not finished is lost", file=sys.stderr)
    except (ConfigurationError, OSError) as mistake:
        print(f"train.py: {mistake}", file=sys.stderr)
        return WRONG_CALL
    return _finish(training)


def _configuration() -> Configuration:
    try:
        given: Dict[str, Any] = {**archopt_report.parameters(), **from_arguments(sys.argv[1:])}
        given.setdefault("seed", archopt_report.seed(0))
        given["epochs"] = archopt_report.max_epochs(given.get("epochs", Configuration.epochs))
    except ConfigurationError:
        raise
    except (ValueError, TypeError) as mistake:
        raise ConfigurationError(f"the configuration cannot be read: {mistake}") from mistake
    return read(given)


def _device(configuration: Configuration) -> torch.device:
    """CUDA when it is there, unless told; sets what makes a run repeatable."""
    torch.set_num_threads(configuration.threads)
    available = torch.cuda.is_available()
    if configuration.device == "cuda" and not available:
        raise ConfigurationError("device: cuda is not available here")
    cuda = available and configuration.device != "cpu"
    # A few CUDA operations have no deterministic form; on the CPU all that is used here has one.
    torch.use_deterministic_algorithms(True, warn_only=cuda)
    return torch.device("cuda" if cuda else "cpu")


def _resume(training: Training, directory: Optional[Path]) -> None:
    """Takes up the newest checkpoint and reports its epochs again: the new attempt's listener has not heard them."""
    state = checkpoint.load(directory) if directory else None
    if state is None:
        return
    training.restore(state)
    for epoch, metrics in enumerate(training.history[:training.configuration.epochs], start=1):
        archopt_report.step(epoch, **metrics)


def _train(training: Training, directory: Optional[Path], stopped: StopSignal) -> None:
    while training.epoch < training.configuration.epochs:
        metrics = training.run_epoch(stopped)
        if directory:
            checkpoint.save(directory, training.epoch, training.state())
        archopt_report.step(training.epoch, **metrics)


def _finish(training: Training) -> int:
    """Reports the best epoch, if there was one."""
    if training.epoch == 0:
        return ENDED_BY_SIGTERM
    best = training.best_epoch(within=training.configuration.epochs)
    instances = training.validation
    nearest = measured_costs(instances, nearest_neighbour(instances))
    archopt_report.final(
        val_cost=training.history[best - 1]["val_cost"], best_epoch=best,
        parameters=parameter_count(training.policy), nearest_neighbour_cost=sum(nearest) / len(nearest), valid_routes=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
