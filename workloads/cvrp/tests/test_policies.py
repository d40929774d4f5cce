import unittest

import torch

from cvrp import policy as policies
from cvrp.dgt import DynamicGraphTransformerEncoder, route_features
from cvrp.environment import RoutingState
from cvrp.instances import validation_set
from cvrp.validate import measured_costs

MODELS = ("gat", "gt", "dgt")


def policy_named(model, width=16, layers=1, heads=4, dropout=0.0):
    torch.manual_seed(3)
    return policies.build(model, width, layers, heads, 2 * width, dropout)


class EveryPolicy(unittest.TestCase):
    def test_makes_valid_routes_sampled_and_greedy_for_one_customer_and_for_many(self):
        for model in MODELS:
            for customers in (1, 6, 23):
                for greedy in (True, False):
                    with self.subTest(model=model, customers=customers, greedy=greedy), torch.no_grad():
                        instances = validation_set(8, customers, 20)
                        rollout = policy_named(model).rollout(instances, greedy)
                        costs = measured_costs(instances, rollout.nodes)
                        self.assertAlmostEqual(sum(costs) * customers, rollout.length.sum().item(), places=3)

    def test_gives_every_feasible_node_a_probability_and_no_other(self):
        instances = validation_set(8, 6, 20)
        state = RoutingState.start(instances)
        for model in MODELS:
            with self.subTest(model=model), torch.no_grad():
                policy = policy_named(model)
                encoded = policy.encoder(instances)
                nodes = policy.encoder.update(encoded, state) if model == "dgt" else encoded
                chances = policy.decoder(policy.decoder.remember(nodes), state, 1.0).exp()
                self.assertTrue(torch.allclose(chances.sum(dim=1), torch.ones(8)))
                self.assertTrue(torch.equal(chances > 0, state.feasible()))

    def test_explores_more_when_hot(self):
        instances = validation_set(64, 10, 20)
        for model in MODELS:
            with self.subTest(model=model), torch.no_grad():
                policy = policy_named(model)
                self.assertGreater(
                    policy.rollout(instances, False, temperature=4.0).entropy, policy.rollout(instances, False, temperature=0.25).entropy)

    def test_learns_with_every_parameter(self):
        instances = validation_set(16, 10, 20)
        for model in MODELS:
            with self.subTest(model=model):
                policy = policy_named(model, dropout=0.1)
                rollout = policy.rollout(instances, greedy=False)
                (rollout.length * rollout.log_probability).mean().backward()
                idle = [name for name, parameter in policy.named_parameters() if parameter.grad is None or not parameter.grad.any()]
                self.assertEqual(idle, [])

    def test_does_not_care_for_the_order_of_customers(self):
        instances = validation_set(4, 6, 20)
        order = torch.tensor([0, 4, 2, 6, 1, 3, 5])
        shuffled = type(instances)(instances.grid[:, order], instances.demand[:, order], instances.capacity)
        for model in MODELS:
            with self.subTest(model=model), torch.no_grad():
                policy = policy_named(model).double().float().eval()
                there = order[policy.rollout(shuffled, greedy=True).nodes]
                self.assertTrue(torch.equal(there, policy.rollout(instances, greedy=True).nodes))


class TheParameterCount(unittest.TestCase):
    def test_is_the_sum_worked_out_by_hand(self):
        width, feedforward, heads = 16, 32, 4
        features = 3 * width + 4 * width
        decoder = 3 * width**2 + width**2 + (width + 1) * width + width**2
        gat_layer = width**2 + 2 * width + heads + width + 2 * width
        gt_layer = 4 * width + 3 * width**2 + width**2 + width + heads + 2 * width * feedforward + feedforward + width
        dynamic = 3 * width**2 + 4 * 3 * width + width**2 + width + heads + 2 * width
        expected = {
            "gat": features + 2 * gat_layer + decoder,
            "gt": features + 2 * gt_layer + 2 * width + decoder,
            "dgt": features + 2 * gt_layer + 2 * width + dynamic + decoder,
        }
        for model, count in expected.items():
            self.assertEqual(policies.parameter_count(policy_named(model, layers=2)), count, model)


class TheDynamicEncoding(unittest.TestCase):
    def setUp(self):
        self.instances = validation_set(4, 6, 20)
        self.encoder = policy_named("dgt").encoder.eval()
        assert isinstance(self.encoder, DynamicGraphTransformerEncoder)
        self.static = self.encoder(self.instances)
        self.start = RoutingState.start(self.instances)

    def test_changes_as_the_route_grows(self):
        before = self.encoder.update(self.static, self.start)
        after = self.encoder.update(self.static, self.start.step(torch.tensor([1, 2, 3, 4])))
        self.assertTrue(((before - after).abs().amax(dim=(1, 2)) > 1e-3).all())

    def test_of_the_remaining_graph_does_not_see_served_customers(self):
        state = self.start.step(torch.tensor([1, 1, 1, 1])).step(torch.tensor([2, 2, 2, 2]))
        moved = self.static._replace(projected=self.static.projected.clone())
        moved.projected[:, 1] += 5.0
        left = [0, 2, 3, 4, 5, 6]
        expected = self.encoder.update(self.static, state)[:, left]
        self.assertTrue(torch.allclose(self.encoder.update(moved, state)[:, left], expected))

    def test_knows_where_the_vehicle_stands_and_what_fits(self):
        features = route_features(self.start.step(torch.tensor([1, 2, 3, 4])))
        self.assertEqual(features[..., 0].argmax(dim=1).tolist(), [1, 2, 3, 4])
        self.assertTrue(torch.equal(features[..., 0], features[..., 1]))
        self.assertTrue(((0 <= features) & (features <= 1)).all())
