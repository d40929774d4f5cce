import unittest

import torch

from cvrp import policy as policies
from cvrp.instances import validation_set
from cvrp.validate import InvalidRoute, checked_length, measured_costs, validate

POINTS = [[0, 0], [3, 0], [3, 4], [0, 4]]
DEMAND = [0, 4, 5, 6]


def length(*stops, capacity=10):
    return checked_length(POINTS, DEMAND, capacity, stops)


class TheRouteCheck(unittest.TestCase):
    def refused(self, reason, *stops, capacity=10):
        with self.assertRaisesRegex(InvalidRoute, reason):
            length(*stops, capacity=capacity)

    def test_measures_a_valid_solution(self):
        self.assertAlmostEqual(length(0, 1, 2, 0, 3, 0), 3 + 4 + 5 + 4 + 4)

    def test_refuses_a_missing_customer(self):
        self.refused("customer 3 0 times", 0, 1, 2, 0)

    def test_refuses_a_customer_served_twice(self):
        self.refused("customer 1 2 times", 0, 1, 2, 0, 1, 3, 0)

    def test_refuses_more_load_than_fits(self):
        self.refused("carries 15 at customer 3", 0, 1, 2, 3, 0, capacity=14)
        self.assertGreater(length(0, 1, 2, 3, 0, capacity=15), 0)

    def test_refuses_a_tour_that_is_not_closed(self):
        self.refused("start and end", 1, 2, 0, 3, 0)
        self.refused("start and end", 0, 1, 2, 0, 3)
        self.refused("start and end")

    def test_refuses_a_node_that_does_not_exist(self):
        self.refused("node 4", 0, 1, 2, 0, 3, 4, 0)
        self.refused("node -1", 0, 1, 2, 0, 3, -1, 0)

    def test_finds_the_broken_route_in_a_batch(self):
        instances = validation_set(2, 3, 27)
        with self.assertRaises(InvalidRoute):
            measured_costs(instances, torch.tensor([[1, 2, 3, 0], [1, 2, 2, 0]]))


class Validation(unittest.TestCase):
    def test_agrees_with_the_environments_own_lengths(self):
        torch.manual_seed(0)
        policy = policies.build("gt", 16, 1, 2, 16, 0.5).eval()
        instances = validation_set(64, 10, 20)
        with torch.no_grad():
            expected = policy.rollout(instances, greedy=True).length.mean().item() / 10
        self.assertAlmostEqual(validate(policy, instances), expected, places=5)

    def test_is_greedy_and_without_dropout_and_leaves_the_policy_training(self):
        policy = policies.build("gat", 16, 1, 2, 16, 0.5).train()
        instances = validation_set(16, 10, 20)
        self.assertEqual(validate(policy, instances), validate(policy, instances))
        self.assertTrue(policy.training)
