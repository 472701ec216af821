"""Every table, one module per aggregate: columns and constraints, nothing else."""
