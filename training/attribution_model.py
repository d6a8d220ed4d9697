"""The network: a small encoder, heads for role tags and names, two pointer heads (which cue, which source)."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from transformers import AutoModel

from onrecord.engines.decode import LABELS, NAME_LABELS


class Pointer(nn.Module):
    """Scores from every token to every token it may point at; position 0 stands for "none"."""

    def __init__(self, width: int, inner: int = 96) -> None:
        super().__init__()
        self.query = nn.Linear(width, inner)
        self.key = nn.Linear(width, inner)
        self.scale = inner**-0.5

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        scores = self.query(states) @ self.key(states).transpose(1, 2) * self.scale
        return scores.masked_fill(mask[:, None, :] == 0, -1e4)


class AttributionNetwork(nn.Module):
    def __init__(self, base: Path, *, attention: str = "sdpa") -> None:
        super().__init__()
        # Attention dropout off: with it torch leaves the fast attention kernel on a CPU, three times slower.
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation=attention, attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(LABELS))
        self.names = nn.Linear(width, len(NAME_LABELS))
        self.cue = Pointer(width)
        self.source = Pointer(width)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        states = self.dropout(states)
        return self.tags(states), self.cue(states, mask), self.source(states, mask), self.names(states)
