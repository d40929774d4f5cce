"""Graph attention network (Velickovic et al. 2018) over the complete graph, with the distance as edge feature."""
import torch
from torch import Tensor, nn
from torch.nn import functional

from cvrp.attention import merge_heads, split_heads
from cvrp.features import NodeFeatures
from cvrp.instances import Instances


class GraphAttentionLayer(nn.Module):
    """Additive attention of several heads, then a residual connection and normalisation."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(width, width, bias=False)
        self.source = nn.Parameter(torch.empty(heads, width // heads))
        self.target = nn.Parameter(torch.empty(heads, width // heads))
        self.edge = nn.Parameter(torch.linspace(-4.0, 0.0, heads))
        self.bias = nn.Parameter(torch.zeros(width))
        self.dropout = nn.Dropout(dropout)
        self.norm = nn.LayerNorm(width)
        nn.init.xavier_uniform_(self.source)
        nn.init.xavier_uniform_(self.target)

    def forward(self, nodes: Tensor, distances: Tensor) -> Tensor:
        values = split_heads(self.project(nodes), self.heads)
        from_here = (values * self.source.unsqueeze(1)).sum(-1).unsqueeze(3)
        to_there = (values * self.target.unsqueeze(1)).sum(-1).unsqueeze(2)
        edges = distances.unsqueeze(1) * self.edge.view(1, -1, 1, 1)
        weights = torch.softmax(functional.leaky_relu(from_here + to_there + edges, 0.2), dim=-1)
        gathered = merge_heads(self.dropout(weights) @ values)
        return self.norm(nodes + functional.elu(gathered + self.bias))


class GraphAttentionEncoder(nn.Module):
    """Embeds the nodes once per instance. A GAT layer has no feed-forward part, so that width does not matter here."""

    def __init__(self, width: int, layers: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.features = NodeFeatures(width)
        self.layers = nn.ModuleList(GraphAttentionLayer(width, heads, dropout) for _ in range(layers))

    def forward(self, instances: Instances) -> Tensor:
        """B x (N+1) x D."""
        nodes, distances = self.features(instances), instances.distances
        for layer in self.layers:
            nodes = layer(nodes, distances)
        return nodes
