"""Programmes, campaigns (专项行动), weekly rounds, tasks and coverage."""
