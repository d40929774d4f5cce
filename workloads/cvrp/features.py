"""What the encoders know of a node before they look at its neighbours."""
import torch
from torch import Tensor, nn

from cvrp.instances import Instances


class NodeFeatures(nn.Module):
    """Position and share of the capacity, projected to the embedding; the depot has a projection of its own."""

    def __init__(self, embedding_dim: int) -> None:
        super().__init__()
        self.depot = nn.Linear(2, embedding_dim)
        self.customer = nn.Linear(3, embedding_dim)

    def forward(self, instances: Instances) -> Tensor:
        """B x (N+1) x D."""
        points = instances.coordinates
        load = (instances.demand.float() / instances.capacity).unsqueeze(-1)
        customers = self.customer(torch.cat([points[:, 1:], load[:, 1:]], dim=-1))
        return torch.cat([self.depot(points[:, :1]), customers], dim=1)
