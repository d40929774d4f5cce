"""The parameters of a training: their types, ranges and defaults, read from whatever the caller gave."""
import math
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Dict, Mapping, Optional, Sequence

from cvrp.instances import LARGEST_DEMAND, usual_capacity

MODELS = {"gat": "gat", "gt": "gt", "dgt": "dgt", "gat+rl": "gat", "gt+rl": "gt", "dgt+rl": "dgt"}
BASELINES = ("rollout", "mean")


class ConfigurationError(ValueError):
    """A parameter is unknown, of the wrong kind or out of range: the caller's mistake. One line."""


class Infeasible(ValueError):
    """The values are fine one by one, and together no model can be built or trained with them."""


def _within(default: Any, least: float, most: float) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Configuration:
    """Everything that decides the curve, and `epochs`, `threads`, `device`, which do not."""

    model: str = "gat"
    embedding_dim: int = _within(32, 2, 4096)
    n_layers: int = _within(2, 1, 64)
    n_heads: int = _within(4, 1, 256)
    feedforward_dim: int = _within(0, 0, 16384)
    """Width of the transformers' feed-forward networks; 0 means feedforward_factor x embedding_dim."""
    feedforward_factor: float = _within(4.0, 0.25, 16)
    dropout: float = _within(0.0, 0, 0.9)
    learning_rate: float = _within(1e-3, 1e-8, 1)
    batch_size: int = _within(64, 2, 65536)
    entropy_weight: float = _within(0.01, 0, 10)
    baseline: str = "rollout"
    warmup_epochs: int = _within(1, 0, 1000)
    """Epochs in which the rollout baseline still is the batch mean."""
    temperature_start: float = _within(1.2, 0.05, 20)
    temperature_end: float = _within(1.0, 0.05, 20)
    temperature_epochs: int = _within(10, 1, 100_000)
    """The sampling temperature falls geometrically and reaches its end at this epoch, however long the training is."""
    gradient_clip: float = _within(1.0, 1e-6, 1e6)
    customers: int = _within(10, 1, 500)
    capacity: int = _within(0, 0, 100_000)
    """Of the vehicle; 0 means the literature's for this number of customers."""
    batches_per_epoch: int = _within(20, 1, 1_000_000)
    validation_size: int = _within(256, 1, 1_000_000)
    seed: int = _within(0, 0, 2**63 - 1)
    epochs: int = _within(20, 1, 1_000_000)
    threads: int = _within(1, 1, 1024)
    device: str = "auto"

    @property
    def feedforward(self) -> int:
        return self.feedforward_dim or max(1, round(self.feedforward_factor * self.embedding_dim))

    @property
    def vehicle_capacity(self) -> int:
        return self.capacity or usual_capacity(self.customers)

    def temperature(self, epoch: int) -> float:
        """Of the sampling in `epoch` (1, 2, ...)."""
        share = min(1.0, (epoch - 1) / max(1, self.temperature_epochs - 1))
        return self.temperature_start * (self.temperature_end / self.temperature_start) ** share

    def fingerprint(self) -> Dict[str, Any]:
        """What two trainings must share for one to go on with the other's checkpoint."""
        return {name: value for name, value in asdict(self).items() if name not in ("epochs", "threads", "device")}


def from_arguments(arguments: Sequence[str]) -> Dict[str, str]:
    """`--name=value` arguments by name; raises ConfigurationError for anything else."""
    given: Dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not (name.startswith("--") and equals):
            raise ConfigurationError(f"{_short(argument)}: arguments are written --name=value")
        given[name[2:]] = value
    return given


def read(given: Mapping[str, Any]) -> Configuration:
    """Checks what was given by name. Numbers may come as text; raises ConfigurationError or Infeasible."""
    known = {parameter.name: parameter for parameter in fields(Configuration)}
    values: Dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise ConfigurationError(f"{_short(name)}: no such parameter; there are {', '.join(known)}")
        parameter = known[name]
        if parameter.type in (int, "int", float, "float"):
            whole = parameter.type in (int, "int")
            values[name] = _number(name, value, whole, parameter.metadata["least"], parameter.metadata["most"])
        else:
            values[name] = _choice(name, value)
    configuration = Configuration(**values)
    if configuration.embedding_dim % configuration.n_heads:
        raise Infeasible(f"n_heads ({configuration.n_heads}) does not divide embedding_dim ({configuration.embedding_dim})")
    if configuration.vehicle_capacity < LARGEST_DEMAND:
        raise Infeasible(f"capacity ({configuration.capacity}) is below the largest demand ({LARGEST_DEMAND})")
    return configuration


def _choice(name: str, value: Any) -> str:
    text = str(value).strip().lower()
    if name == "model" and text in MODELS:
        return MODELS[text]
    choices = {"model": "GAT+RL, GT+RL, DGT+RL", "baseline": ", ".join(BASELINES), "device": "auto, cpu, cuda"}[name]
    if text not in choices.lower().split(", "):
        raise ConfigurationError(f"{name}: must be one of {choices} (was {_short(value)})")
    return text


def _number(name: str, value: Any, whole: bool, least: float, most: float) -> Any:
    number = _parsed(value, whole)
    if number is None:
        raise ConfigurationError(f"{name}: must be {'a whole number' if whole else 'a number'} (was {_short(value)})")
    if not least <= number <= most:
        raise ConfigurationError(f"{name}: must be between {least:g} and {most:g} (was {_short(value)})")
    return number


def _parsed(value: Any, whole: bool) -> Optional[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        if whole and (isinstance(value, int) or isinstance(value, str) and value.strip().lstrip("+-").isdigit()):
            return int(value)
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or whole and not number.is_integer():
        return None
    return int(number) if whole else number


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
