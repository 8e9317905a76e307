"""What every part may use: ids, clock, money, errors, events, database, settings, log."""
