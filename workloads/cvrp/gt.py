"""Graph transformer: self-attention over the nodes with the distances as bias (Dwivedi & Bresson 2020; Ying et al. 2021)."""
from torch import Tensor, nn

from cvrp.attention import DistanceBias, attend, merge_heads, split_heads
from cvrp.features import NodeFeatures
from cvrp.instances import Instances


class GraphTransformerLayer(nn.Module):
    """Attention and a feed-forward network, each normalised first and added to its input."""

    def __init__(self, width: int, heads: int, feedforward: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.rate = heads, dropout
        self.attention_norm, self.feedforward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width)
        self.distance = DistanceBias(heads)
        self.feedforward = nn.Sequential(nn.Linear(width, feedforward), nn.ReLU(), nn.Linear(feedforward, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, nodes: Tensor, distances: Tensor) -> Tensor:
        query, key, value = (split_heads(part, self.heads) for part in self.project(self.attention_norm(nodes)).chunk(3, dim=-1))
        rate = self.rate if self.training else 0.0
        gathered = attend(query, key, value, self.distance(distances), rate)
        nodes = nodes + self.dropout(self.out(merge_heads(gathered)))
        return nodes + self.dropout(self.feedforward(self.feedforward_norm(nodes)))


class GraphTransformerEncoder(nn.Module):
    """Embeds the nodes once per instance."""

    def __init__(self, width: int, layers: int, heads: int, feedforward: int, dropout: float) -> None:
        super().__init__()
        self.features = NodeFeatures(width)
        self.layers = nn.ModuleList(GraphTransformerLayer(width, heads, feedforward, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, instances: Instances) -> Tensor:
        """B x (N+1) x D."""
        nodes, distances = self.features(instances), instances.distances
        for layer in self.layers:
            nodes = layer(nodes, distances)
        return self.norm(nodes)
