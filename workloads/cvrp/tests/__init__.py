"""Run from the folder above `cvrp`: python3 -m unittest discover -s cvrp/tests -t ."""
import torch

torch.set_num_threads(1)
