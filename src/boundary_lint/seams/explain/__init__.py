"""What a finding, an edge or a name rests on, from the facts of a program."""
