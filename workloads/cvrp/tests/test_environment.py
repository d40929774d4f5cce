import unittest

import torch

from cvrp.environment import RoutingState, route_length
from cvrp.instances import Instances


def one_instance(demand, capacity=10):
    points = [[0, 0], [30, 0], [30, 40], [0, 40]][:len(demand) + 1]
    return Instances(torch.tensor([points]), torch.tensor([[0, *demand]]), capacity)


def after(instances, *nodes):
    state = RoutingState.start(instances)
    for node in nodes:
        state = state.step(torch.tensor([node]))
    return state


def allowed(state):
    return state.feasible()[0].nonzero().flatten().tolist()


class TheVehicle(unittest.TestCase):
    def test_starts_full_at_the_depot_and_cannot_stay_there(self):
        state = after(one_instance([4, 5, 6]))
        self.assertEqual((state.current.item(), state.remaining.item()), (0, 10))
        self.assertEqual(allowed(state), [1, 2, 3])

    def test_serves_no_customer_twice(self):
        self.assertEqual(allowed(after(one_instance([1, 1, 1]), 2)), [0, 1, 3])

    def test_goes_only_where_its_load_suffices(self):
        self.assertEqual(allowed(after(one_instance([4, 5, 6]), 1)), [0, 2, 3])
        self.assertEqual(allowed(after(one_instance([4, 5, 7]), 1)), [0, 2])
        self.assertEqual(allowed(after(one_instance([4, 5, 6]), 1, 3)), [0])

    def test_may_use_its_last_unit(self):
        self.assertEqual(after(one_instance([4, 6]), 1, 2).remaining.item(), 0)

    def test_refills_at_the_depot(self):
        state = after(one_instance([4, 5, 7]), 1, 0)
        self.assertEqual(state.remaining.item(), 10)
        self.assertEqual(allowed(state), [2, 3])

    def test_is_done_only_when_it_is_back(self):
        served = after(one_instance([4, 5]), 1, 2)
        self.assertTrue(served.served.item())
        self.assertFalse(served.finished.item())
        self.assertEqual(allowed(served), [0])

    def test_stays_at_the_depot_when_it_is_done(self):
        done = after(one_instance([4, 5]), 1, 2, 0)
        self.assertTrue(done.finished.item())
        self.assertEqual(allowed(done), [0])
        self.assertTrue(done.step(torch.tensor([0])).finished.item())

    def test_does_not_change_the_state_it_came_from(self):
        before = after(one_instance([4, 5]))
        before.step(torch.tensor([1]))
        self.assertFalse(before.visited.any().item())


class TheRouteLength(unittest.TestCase):
    def test_closes_the_tour_at_the_depot(self):
        length = route_length(one_instance([4, 5, 6]), torch.tensor([[1, 2, 3]]))
        self.assertAlmostEqual(length.item(), 0.3 + 0.4 + 0.3 + 0.4, places=6)

    def test_counts_returns_and_not_waiting_at_the_depot(self):
        instances = one_instance([4, 5, 6])
        direct = route_length(instances, torch.tensor([[1, 0, 2, 3, 0]]))
        waiting = route_length(instances, torch.tensor([[1, 0, 2, 3, 0, 0, 0]]))
        self.assertAlmostEqual(direct.item(), 0.6 + 0.5 + 0.3 + 0.4, places=6)
        self.assertAlmostEqual(direct.item(), waiting.item(), places=6)
