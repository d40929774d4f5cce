"""Random instances of the capacitated vehicle routing problem, as in Nazari et al. (2018) and Kool et al. (2019).

Coordinates lie on an integer grid and are normalised to [0, 1]; demands are the integers 1..9; the capacity is fixed by
the number of customers. Node 0 is the depot.
"""
from dataclasses import dataclass

import torch
from torch import Tensor

GRID = 100
LARGEST_DEMAND = 9
_CAPACITIES = ((10, 20), (20, 30), (50, 40))
_LARGE_CAPACITY = 50
_VALIDATION_SEED = 20_190_503


@dataclass(frozen=True)
class Instances:
    """A batch of B instances with N customers each; all tensors are integers."""

    grid: Tensor
    """B x (N+1) x 2, in 0..GRID."""
    demand: Tensor
    """B x (N+1); the depot's is 0."""
    capacity: int

    @property
    def size(self) -> int:
        return self.grid.shape[0]

    @property
    def customers(self) -> int:
        return self.grid.shape[1] - 1

    @property
    def coordinates(self) -> Tensor:
        """B x (N+1) x 2, in [0, 1]."""
        return self.grid.float() / GRID

    @property
    def distances(self) -> Tensor:
        """Euclidean, B x (N+1) x (N+1), in units of the square's side."""
        points = self.coordinates
        return (points.unsqueeze(2) - points.unsqueeze(1)).square().sum(-1).sqrt()

    def to(self, device: torch.device) -> "Instances":
        return Instances(self.grid.to(device), self.demand.to(device), self.capacity)

    def slice(self, start: int, end: int) -> "Instances":
        return Instances(self.grid[start:end], self.demand[start:end], self.capacity)


def usual_capacity(customers: int) -> int:
    """The literature's vehicle capacity: 20 for up to 10 customers, 30 up to 20, 40 up to 50, else 50."""
    return next((capacity for most, capacity in _CAPACITIES if customers <= most), _LARGE_CAPACITY)


def generate(count: int, customers: int, capacity: int, generator: torch.Generator) -> Instances:
    """Instances drawn on the CPU, whatever the device, so that a seed means the same everywhere.

    Fewer instances from the same seed are the first ones of more.
    """
    # One draw for a node's three numbers keeps an instance's together; the bias of the remainder is below 1e-7.
    drawn = torch.randint(0, 2**31 - 1, (count, customers + 1, 3), generator=generator)
    demand = 1 + drawn[..., 2] % LARGEST_DEMAND
    demand[:, 0] = 0
    return Instances(drawn[..., :2] % (GRID + 1), demand, capacity)


def validation_set(count: int, customers: int, capacity: int) -> Instances:
    """The same instances for every trial and seed: what makes their val_cost comparable."""
    generator = torch.Generator().manual_seed(_VALIDATION_SEED + customers)
    return generate(count, customers, capacity, generator)
