"""The top floor: web, worker, storage, commands. Wires the rules to the connectors."""
