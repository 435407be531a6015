"""What resolved names mean: entities, tables, accesses. Meaning is data (catalog/, stubs/); code only where data cannot say it."""
