"""The network: a small encoder, and heads for the words that carry an act, for the act, and for whether it is told as not done."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn
from transformers import AutoModel

from moves_data import ACTS
from onrecord.engines.acts import TAGS

LAYERS = 4  # of the encoder's six, the lower ones: a third of the time for a point or two (experiments.md)


class MovesNetwork(nn.Module):
    def __init__(self, base: Path, *, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation=attention, attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.15)
        self.tags = nn.Linear(width, len(TAGS))
        self.acts = nn.Linear(width, len(ACTS))
        self.negated = nn.Linear(width, 1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states = self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        return self.tags(states), self.acts(states), self.negated(states)
