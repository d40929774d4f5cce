"""What a training program says to ArchOpt and hears from it; standard library only.

A program started by the `command` evaluator reads its parameters and prints one JSON line per step::

    import archopt_report
    lr = archopt_report.parameters()["lr"]
    archopt_report.step(1, val_cost=0.52)
    archopt_report.final(val_cost=0.51)

By hand, without ArchOpt, parameters are given as ``--name=value`` and nothing else is needed.
"""
import json
import os
import sys
from typing import Any, Dict, Optional


def parameters() -> Dict[str, Any]:
    """The configuration: the JSON file that ARCHOPT_CONFIGURATION names, overridden by ``--name=value`` arguments."""
    found: Dict[str, Any] = {}
    path = os.environ.get("ARCHOPT_CONFIGURATION")
    if path:
        with open(path, encoding="utf-8") as file:
            found.update(json.load(file))
    for argument in sys.argv[1:]:
        name, equals, value = argument.partition("=")
        if name.startswith("--") and equals:
            found[name[2:]] = _value(value)
    return found


def seed(default: int = 0) -> int:
    """The trial's seed."""
    return int(os.environ.get("ARCHOPT_SEED") or default)


def max_epochs(default: int) -> int:
    """How many epochs this trial may train (ARCHOPT_RESOURCE)."""
    return int(os.environ.get("ARCHOPT_RESOURCE") or default)


def checkpoint_dir() -> Optional[str]:
    """A directory that is kept between the attempts of a trial, or None by hand."""
    return os.environ.get("ARCHOPT_CHECKPOINT_DIR") or None


def step(number: int, **metrics: float) -> None:
    """The metrics after a step (an epoch), counted from 1."""
    _print({"step": number, "metrics": metrics})


def final(**metrics: float) -> None:
    """The result of the training."""
    _print({"final": metrics})


def infeasible(reason: str) -> None:
    """This configuration can never be trained; it is not tried again."""
    _print({"infeasible": reason})


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _print(content: Dict[str, Any]) -> None:
    print(json.dumps({"archopt": content}), flush=True)
