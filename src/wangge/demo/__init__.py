"""The Puji programme, built through the actions themselves with a fixed seed."""
