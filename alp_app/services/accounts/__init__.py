"""People: how they come in, who they are, what ends their access. Knows nothing of learning."""
