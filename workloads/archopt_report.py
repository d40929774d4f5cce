"""What a training script tells ArchOpt, in two lines. Standard library only. License: MIT.

    import archopt_report as archopt

    lr = archopt.parameters().get("lr", 1e-3)
    for epoch in range(1, archopt.max_epochs(20) + 1):
        archopt.step(epoch, val_cost=train_one_epoch(lr))
    archopt.final(val_cost=best)

Outside ArchOpt the same script runs as it is: parameters are empty, reports are only printed.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from pathlib import Path
from typing import Any, Mapping, NoReturn, Optional, SupportsFloat, Union

__all__ = ["parameters", "seed", "max_epochs", "checkpoint_dir", "trial", "attempt", "step", "final", "infeasible"]

_lock = threading.Lock()


def parameters() -> dict[str, Any]:
    """The configuration to train, by parameter name; a list parameter is a list of dicts. Empty outside ArchOpt."""
    path = os.environ.get("ARCHOPT_CONFIGURATION")
    if not path:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def seed(default: int = 0) -> int:
    """The trial's seed, in [0, 2**53): the same in every attempt. Some libraries take 32 bits: seed() % 2**32."""
    return _integer("ARCHOPT_SEED", default)


def max_epochs(default: int) -> int:
    """How many epochs to train at most; the default when the study does not say."""
    return _integer("ARCHOPT_RESOURCE", default)


def trial(default: int = 0) -> int:
    """The trial's number in its study."""
    return _integer("ARCHOPT_TRIAL", default)


def attempt(default: int = 1) -> int:
    """1 for the first execution of the trial, 2 for the one after a failure or a restart, ..."""
    return _integer("ARCHOPT_ATTEMPT", default)


def checkpoint_dir(default: Union[str, Path, None] = None) -> Optional[Path]:
    """A folder that all attempts of the trial share, and no other trial; the default outside ArchOpt."""
    path = os.environ.get("ARCHOPT_CHECKPOINT_DIR") or default
    return Path(path) if path else None


def step(number: int, metrics: Optional[Mapping[str, SupportsFloat]] = None, /, **more: SupportsFloat) -> None:
    """Reports one epoch: step(3, val_cost=0.512), or step(3, {"loss/val": 0.512})."""
    _print({"step": int(number), "metrics": _numbers(metrics, more)})


def final(metrics: Optional[Mapping[str, SupportsFloat]] = None, /, **more: SupportsFloat) -> None:
    """Reports the result of the training."""
    _print({"final": _numbers(metrics, more)})


def infeasible(reason: str) -> NoReturn:
    """This configuration can never work: it is never proposed again. Ends the program."""
    _print({"infeasible": str(reason)})
    sys.exit(0)


def _print(report: Mapping[str, Any]) -> None:
    line = json.dumps({"archopt": report}, separators=(",", ":"), allow_nan=False)
    # ArchOpt looks at the beginning of lines, and something may have been printed without its end; it skips empty lines.
    begin = "\n" if "ARCHOPT_CONFIGURATION" in os.environ else ""
    with _lock:  # another thread's report must not come in between
        sys.stdout.write(begin + line + "\n")
        sys.stdout.flush()


def _numbers(metrics: Optional[Mapping[str, SupportsFloat]], more: Mapping[str, SupportsFloat]) -> dict[str, Union[float, str]]:
    return {name: _number(value) for name, value in {**(metrics or {}), **more}.items()}


def _number(value: SupportsFloat) -> Union[float, str]:
    number = float(value)  # also of a tensor or array with one element
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return number


def _integer(variable: str, default: int) -> int:
    text = os.environ.get(variable)
    return int(text) if text else default
