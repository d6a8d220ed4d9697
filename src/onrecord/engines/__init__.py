"""The models, behind Protocols: what reads their weights, and what is made of their answers."""
