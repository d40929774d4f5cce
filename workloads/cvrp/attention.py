"""The arithmetic that the graph transformers and the decoder share: attention of several heads over the nodes of a graph."""
from typing import Optional

import torch
from torch import Tensor, nn
from torch.nn import functional


def split_heads(values: Tensor, heads: int) -> Tensor:
    """B x n x D to B x H x n x D/H."""
    batch, count, width = values.shape
    return values.view(batch, count, heads, width // heads).transpose(1, 2)


def merge_heads(values: Tensor) -> Tensor:
    """B x H x n x D/H to B x n x D."""
    batch, heads, count, width = values.shape
    return values.transpose(1, 2).reshape(batch, count, heads * width)


def attend(query: Tensor, key: Tensor, value: Tensor, bias: Optional[Tensor], dropout: float = 0.0) -> Tensor:
    """Scaled dot-product attention; `bias` is added to the scores before the softmax and is -inf where a node is hidden."""
    scores = query @ key.transpose(-2, -1) / key.shape[-1] ** 0.5
    if bias is not None:
        scores = scores + bias
    weights = torch.softmax(scores, dim=-1)
    return functional.dropout(weights, dropout, training=dropout > 0) @ value


class DistanceBias(nn.Module):
    """Each head prefers near or far nodes by a slope that it learns: the graph's edges, as Graphormer's spatial encoding sees them."""

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.slope = nn.Parameter(torch.linspace(-4.0, 0.0, heads))

    def forward(self, distances: Tensor) -> Tensor:
        """B x n x n to B x H x n x n."""
        return distances.unsqueeze(1) * self.slope.view(1, -1, 1, 1)
