"""Capacitated vehicle routing learnt by reinforcement: a real training program for ArchOpt's `command` evaluator."""
