"""One program inside this process: execute it, catch what it prints, type it at a prompt."""
