"""What an operator asks for, command by command."""
