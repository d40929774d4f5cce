#!/usr/bin/env python3
"""Solves fixed instances with the best policy of a training: `python3 evaluate.py --checkpoint=DIR --instances=2048`."""
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Dict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cvrp.interpreter import require_torch  # noqa: E402

require_torch(__file__)

from cvrp import checkpoint  # noqa: E402
from cvrp.configuration import ConfigurationError, Infeasible, from_arguments, read  # noqa: E402
from cvrp.nearest import nearest_neighbour  # noqa: E402
from cvrp.training import Training  # noqa: E402
from cvrp.validate import measured_costs, validate  # noqa: E402


def main() -> int:
    """The program's exit code."""
    try:
        given = {"instances": "1024", **from_arguments(sys.argv[1:])}
        print(json.dumps(_evaluate(given.pop("checkpoint", ""), given.pop("instances"), given)))
    except (ConfigurationError, Infeasible, OSError) as mistake:
        print(f"evaluate.py: {mistake}", file=sys.stderr)
        return 2
    return 0


def _evaluate(directory: str, instances: str, rest: Dict[str, str]) -> Dict[str, float]:
    if rest:
        raise ConfigurationError(f"{next(iter(rest))}: no such argument; there are checkpoint, instances")
    state = checkpoint.load(Path(directory)) if directory else None
    if state is None:
        raise ConfigurationError(f"checkpoint: there is none in {directory!r}")
    size = read({"validation_size": instances}).validation_size
    training = Training(replace(read(state["configuration"]), validation_size=size))
    training.policy.load_state_dict(state["best_policy"])
    nearest = measured_costs(training.validation, nearest_neighbour(training.validation))
    return {
        "instances": size, "cost": validate(training.policy, training.validation),
        "nearest_neighbour_cost": sum(nearest) / len(nearest)}


if __name__ == "__main__":
    sys.exit(main())
