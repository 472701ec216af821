"""What an actor can do or see, one package per noun."""
