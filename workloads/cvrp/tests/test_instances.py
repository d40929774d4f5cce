import unittest

import torch

from cvrp.brute import shortest
from cvrp.environment import RoutingState, route_length
from cvrp.instances import GRID, Instances, generate, usual_capacity, validation_set
from cvrp.nearest import nearest_neighbour
from cvrp.validate import measured_costs


def drawn(count, customers, seed=0, capacity=20):
    return generate(count, customers, capacity, torch.Generator().manual_seed(seed))


class AnInstance(unittest.TestCase):
    def test_has_a_depot_without_demand_and_customers_with_one_to_nine(self):
        instances = drawn(500, 10)
        self.assertTrue((instances.demand[:, 0] == 0).all())
        self.assertEqual(sorted(set(instances.demand[:, 1:].flatten().tolist())), list(range(1, 10)))

    def test_lies_on_an_integer_grid_that_is_normalised_to_the_unit_square(self):
        instances = drawn(2000, 10)
        self.assertEqual((int(instances.grid.min()), int(instances.grid.max())), (0, GRID))
        self.assertTrue(torch.allclose(instances.coordinates * GRID, instances.grid.float(), atol=1e-4))

    def test_has_euclidean_distances(self):
        instances = drawn(3, 4)
        expected = torch.cdist(instances.coordinates.double(), instances.coordinates.double(), compute_mode="donot_use_mm_for_euclid_dist")
        self.assertTrue(torch.allclose(instances.distances.double(), expected, atol=1e-6))

    def test_comes_again_from_its_seed_and_only_from_it(self):
        self.assertTrue(torch.equal(drawn(5, 10, seed=1).grid, drawn(5, 10, seed=1).grid))
        self.assertFalse(torch.equal(drawn(5, 10, seed=1).grid, drawn(5, 10, seed=2).grid))

    def test_has_the_capacity_of_the_literature(self):
        self.assertEqual([usual_capacity(customers) for customers in (6, 10, 20, 50, 100, 200)], [20, 20, 30, 40, 50, 50])


class TheValidationSet(unittest.TestCase):
    def test_is_the_same_for_everybody_and_a_small_one_begins_a_large_one(self):
        small, large = validation_set(20, 10, 20), validation_set(300, 10, 20)
        self.assertTrue(torch.equal(small.grid, large.grid[:20]))
        self.assertTrue(torch.equal(small.demand, large.demand[:20]))


class NearestNeighbour(unittest.TestCase):
    def test_takes_the_closest_customer_that_fits(self):
        instances = drawn(1, 3)
        instances.grid[0] = torch.tensor([[0, 0], [10, 0], [20, 0], [0, 50]])
        instances.demand[0] = torch.tensor([0, 9, 9, 9])
        self.assertEqual(nearest_neighbour(instances).tolist(), [[1, 2, 0, 3, 0]])

    def test_makes_valid_routes_that_are_never_shorter_than_the_optimum(self):
        instances = drawn(20, 6)
        costs = measured_costs(instances, nearest_neighbour(instances))
        for row, cost in enumerate(costs):
            optimum = shortest(instances.coordinates[row].tolist(), instances.demand[row].tolist(), instances.capacity)
            self.assertGreaterEqual(cost * 6, optimum - 1e-6)


class BruteForce(unittest.TestCase):
    def test_knows_hand_made_optima(self):
        square = [(0, 0), (0, 1), (1, 1), (1, 0)]
        self.assertAlmostEqual(shortest(square, [0, 1, 1, 1], 3), 4.0)
        self.assertAlmostEqual(shortest(square, [0, 9, 9, 9], 9), 2 + 2 * 2**0.5 + 2)
        self.assertAlmostEqual(shortest(square, [0, 5, 5, 5], 10), min(2 + 2**0.5 + 2, 2 + 2**0.5 + 1 + 2))

    def test_is_reached_by_random_feasible_routes_and_never_undercut(self):
        instances = drawn(4, 6)
        best = random_routes(instances, tries=3000)
        for row in range(instances.size):
            optimum = shortest(instances.coordinates[row].tolist(), instances.demand[row].tolist(), instances.capacity)
            self.assertAlmostEqual(best[row], optimum, places=5)


def random_routes(instances, tries):
    """The shortest of many random solutions of each instance, through the environment."""
    torch.manual_seed(0)
    many = Instances(
        instances.grid.repeat_interleave(tries, 0), instances.demand.repeat_interleave(tries, 0), instances.capacity)
    state, nodes = RoutingState.start(many), []
    while not bool(state.finished.all()):
        nodes.append(torch.multinomial(state.feasible().float(), 1).squeeze(1))
        state = state.step(nodes[-1])
    lengths = route_length(many, torch.stack(nodes, dim=1))
    return lengths.view(instances.size, tries).min(dim=1).values.tolist()
