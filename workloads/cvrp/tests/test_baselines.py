import unittest

import torch

from cvrp import policy as policies
from cvrp.baselines import BatchMean, GreedyRollout, critical_value, greedy_lengths, significantly_less
from cvrp.instances import generate


def baseline_with(warmup=0):
    torch.manual_seed(0)
    policy = policies.build("gt", 16, 1, 2, 16, 0.3)
    generator = torch.Generator().manual_seed(0)
    return policy, GreedyRollout(policy, lambda count: generate(count, 6, 20, generator), warmup)


def improve(policy, better, lengths_of):
    """Swaps in other weights until greedy decoding is better (or worse) by far on the baseline's instances."""
    for seed in range(200):
        torch.manual_seed(seed)
        other = policies.build("gt", 16, 1, 2, 16, 0.3)
        difference = (greedy_lengths(other, lengths_of.instances) - lengths_of.lengths).mean().item()
        if difference < -0.1 if better else difference > 0.1:
            policy.load_state_dict(other.state_dict())
            return
    raise AssertionError("no such weights found")


class TheBatchMean(unittest.TestCase):
    def test_expects_the_mean_of_the_batch(self):
        self.assertEqual(BatchMean().expected(None, torch.tensor([1.0, 3.0])).item(), 2.0)


class TheGreedyRollout(unittest.TestCase):
    def test_expects_what_greedy_decoding_of_its_frozen_policy_costs(self):
        policy, baseline = baseline_with()
        instances = generate(16, 6, 20, torch.Generator().manual_seed(9))
        expected = greedy_lengths(policy, instances)
        improve(policy, True, baseline)
        self.assertTrue(torch.equal(baseline.expected(instances, torch.zeros(16)), expected))

    def test_is_the_batch_mean_while_it_warms_up(self):
        policy, baseline = baseline_with(warmup=1)
        instances, lengths = generate(2, 6, 20, torch.Generator()), torch.tensor([1.0, 3.0])
        self.assertEqual(baseline.expected(instances, lengths).item(), 2.0)
        baseline.end_epoch(policy)
        self.assertEqual(baseline.expected(instances, lengths).shape, (2,))

    def test_takes_a_better_policy_and_new_instances(self):
        policy, baseline = baseline_with()
        improve(policy, True, baseline)
        before = baseline.instances
        self.assertTrue(baseline.end_epoch(policy))
        self.assertFalse(torch.equal(before.grid, baseline.instances.grid))
        self.assertTrue(torch.equal(baseline.lengths, greedy_lengths(policy, baseline.instances)))

    def test_keeps_its_policy_and_instances_when_the_other_is_worse_or_the_same(self):
        policy, baseline = baseline_with()
        before = baseline.instances
        self.assertFalse(baseline.end_epoch(policy))
        improve(policy, False, baseline)
        self.assertFalse(baseline.end_epoch(policy))
        self.assertIs(baseline.instances, before)


class ThePairedTest(unittest.TestCase):
    def test_has_the_critical_values_of_the_tables(self):
        for freedom, value in ((5, 2.015), (10, 1.812), (30, 1.697), (120, 1.658), (255, 1.651)):
            self.assertAlmostEqual(critical_value(freedom), value, delta=2e-3)

    def test_wants_a_difference_beyond_chance(self):
        torch.manual_seed(0)
        lengths, noise = torch.randn(256) + 5, torch.randn(256)
        noise = (noise - noise.mean()) / noise.std()
        for shift, expected in ((-0.15, True), (-0.09, False), (0.0, False), (0.15, False)):
            self.assertEqual(significantly_less(lengths + shift + noise, lengths), expected, shift)

    def test_pairs_the_instances(self):
        lengths = torch.linspace(1, 100, 256)
        self.assertTrue(significantly_less(lengths - 0.01, lengths))

    def test_sees_no_difference_between_equals(self):
        lengths = torch.rand(16)
        self.assertFalse(significantly_less(lengths, lengths))
