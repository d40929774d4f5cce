"""Checkpoints that survive a kill at any moment: written aside, made durable, then renamed; the last two are kept."""
import hashlib
import io
import os
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

import torch

_KEPT = 2
_DIGEST_BYTES = hashlib.sha256().digest_size


def save(directory: Path, epoch: int, state: Dict[str, Any]) -> None:
    """Writes the state after `epoch`. `state` holds tensors, numbers, text and containers of these only."""
    directory.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    torch.save(_without_floats(state), buffer)
    content = buffer.getvalue()
    target = _path(directory, epoch)
    # A predecessor that has not noticed the end of its attempt may still write: each has a file of its own.
    aside = target.with_suffix(f".{os.getpid()}.writing")
    with open(aside, "wb") as file:
        file.write(hashlib.sha256(content).digest() + content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, target)
    _make_durable(directory)
    for old in _newest_first(directory)[_KEPT:]:
        old.unlink(missing_ok=True)


def load(directory: Path) -> Optional[Dict[str, Any]]:
    """The newest state that is whole, or None. A torn file is named on stderr and its predecessor taken."""
    for abandoned in directory.glob("epoch-*.writing"):
        abandoned.unlink(missing_ok=True)
    for path in _newest_first(directory):
        content = path.read_bytes()
        digest, body = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
        if hashlib.sha256(body).digest() == digest:
            return _with_floats(torch.load(io.BytesIO(body), map_location="cpu", weights_only=True))
        print(f"checkpoint {path.name} is torn and is left out", file=sys.stderr)
        path.unlink(missing_ok=True)
    return None


def _without_floats(value: Any) -> Any:
    """Python's floats as tensors of 64 bits and no dimension: the safe loader of torch 1.13 knows no floats."""
    if isinstance(value, float):
        return torch.tensor(value, dtype=torch.float64)
    return _mapped(value, _without_floats)


def _with_floats(value: Any) -> Any:
    if isinstance(value, torch.Tensor) and value.dtype == torch.float64 and value.dim() == 0:
        return value.item()
    return _mapped(value, _with_floats)


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: change(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(change(item) for item in value)
    return value


def _path(directory: Path, epoch: int) -> Path:
    return directory / f"epoch-{epoch:08d}.checkpoint"


def _newest_first(directory: Path) -> List[Path]:
    return sorted(directory.glob("epoch-*.checkpoint"), reverse=True)


def _make_durable(directory: Path) -> None:
    """The rename itself must survive a power cut, not only the file's content."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
