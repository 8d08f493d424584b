"""The lab: where the snippets run, and where their runs are recorded and drawn."""
