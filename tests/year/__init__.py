"""A year of twelve invented months for three offices: deliveries, ledgers going round, kills, and every number."""
