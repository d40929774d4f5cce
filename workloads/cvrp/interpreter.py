"""Finds a Python that has PyTorch: `python3` on PATH may be one without it while the system's has it."""
import importlib.util
import os
import sys
from typing import List

CHOICE = "ARCHOPT_PYTHON"
_REPLACED = "ARCHOPT_PYTHON_REPLACED"


def require_torch(script: str) -> None:
    """Returns when torch can be imported; else goes on in an interpreter that may have it, or ends the program.

    The process is replaced and keeps its id, so signals reach the training. Tried: the program that ARCHOPT_PYTHON
    names, then the system's python3.
    """
    if importlib.util.find_spec("torch") is not None:
        return
    for program in _candidates():
        os.environ[_REPLACED] = os.pathsep.join([*_tried(), program])
        os.execv(program, [program, script, *sys.argv[1:]])
    sys.exit(
        f"{os.path.basename(script)}: PyTorch is missing in {sys.executable} "
        f"(Debian: apt-get install python3-torch, or name a Python that has it in {CHOICE})")


def _tried() -> List[str]:
    return [program for program in os.environ.get(_REPLACED, "").split(os.pathsep) if program]


def _candidates() -> List[str]:
    known = {os.path.realpath(sys.executable), *map(os.path.realpath, _tried())}
    choices = [os.environ.get(CHOICE, ""), "/usr/bin/python3"]
    return [program for program in choices if os.access(program, os.X_OK) and os.path.realpath(program) not in known]
