import tempfile
import unittest
from pathlib import Path

import torch

from cvrp import checkpoint
from cvrp.configuration import ConfigurationError, read
from cvrp.reinforce import Interrupted
from cvrp.training import Training

SMALL = {
    "embedding_dim": 8, "n_heads": 2, "n_layers": 1, "customers": 5, "batch_size": 8, "batches_per_epoch": 3,
    "validation_size": 16, "dropout": 0.2, "warmup_epochs": 1, "learning_rate": 0.01}


def training(**more):
    return Training(read({**SMALL, **more}))


def curve(trained, epochs):
    while trained.epoch < epochs:
        trained.run_epoch()
    return [{name: value for name, value in metrics.items() if name != "seconds"} for metrics in trained.history]


class ATraining(unittest.TestCase):
    def test_has_one_curve_per_seed(self):
        self.assertEqual(curve(training(seed=1), 3), curve(training(seed=1), 3))
        self.assertNotEqual(curve(training(seed=1), 1), curve(training(seed=2), 1))

    def test_does_not_depend_on_how_long_it_will_be(self):
        self.assertEqual(curve(training(epochs=2), 2), curve(training(epochs=50), 4)[:2])

    def test_goes_on_from_any_checkpoint_as_if_undisturbed(self):
        for model in ("gat", "gt", "dgt"):
            for baseline in ("rollout", "mean"):
                undisturbed = training(model=model, baseline=baseline)
                expected = curve(undisturbed, 5)
                for stop in (1, 3):
                    with self.subTest(model=model, baseline=baseline, stop=stop), tempfile.TemporaryDirectory() as folder:
                        first = training(model=model, baseline=baseline)
                        curve(first, stop)
                        checkpoint.save(Path(folder), stop, first.state())
                        curve(first, stop + 1)  # the epoch that the kill undid
                        second = training(model=model, baseline=baseline)
                        second.restore(checkpoint.load(Path(folder)))
                        self.assertEqual(curve(second, 5), expected)
                        self.assertEqual(second.best_epoch(), undisturbed.best_epoch())
                        for name, weights in undisturbed.best_policy.items():
                            self.assertTrue(torch.equal(weights, second.best_policy[name]), name)

    def test_names_the_best_epoch_and_the_earliest_of_equals(self):
        trained = training()
        trained.history = [{"val_cost": cost} for cost in (3.0, 1.0, 2.0, 1.0, 0.5)]
        self.assertEqual((trained.best_epoch(), trained.best_epoch(within=4), trained.best_epoch(within=1)), (5, 2, 1))

    def test_ends_between_two_batches_when_asked(self):
        with self.assertRaises(Interrupted):
            training().run_epoch(stopped=lambda: True)

    def test_shortens_the_routes(self):
        trained = training(embedding_dim=16, batches_per_epoch=20, batch_size=32, validation_size=64, dropout=0)
        costs = [metrics["val_cost"] for metrics in curve(trained, 4)]
        self.assertLess(min(costs), costs[0])

    def test_refuses_the_checkpoint_of_another_configuration_and_says_what_differs(self):
        state = training(learning_rate=0.01).state()
        with self.assertRaisesRegex(ConfigurationError, "learning_rate: is 0.02 here and 0.01 in the checkpoint"):
            training(learning_rate=0.02).restore(state)
        training(epochs=7, threads=2).restore(state)


class ACheckpoint(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def save(self, *epochs):
        for epoch in epochs:
            checkpoint.save(self.folder, epoch, {"epoch": epoch, "weights": torch.full((100,), float(epoch))})

    def files(self):
        return sorted(self.folder.iterdir())

    def test_is_not_there_at_first(self):
        self.assertIsNone(checkpoint.load(self.folder / "new"))

    def test_is_the_newest_of_the_two_that_are_kept(self):
        self.save(1, 2, 9, 10)
        self.assertEqual(len(self.files()), 2)
        self.assertEqual(checkpoint.load(self.folder)["epoch"], 10)

    def test_gives_back_what_was_put_in(self):
        state = {
            "float": 0.1, "long": 2**62, "none": None, "yes": True, "pair": (0.9, 0.999), "list": [{"a": 1.5}],
            "tensor": torch.rand(3)}
        checkpoint.save(self.folder, 1, state)
        loaded = checkpoint.load(self.folder)
        self.assertTrue(torch.equal(loaded.pop("tensor"), state.pop("tensor")))
        self.assertEqual(loaded, state)

    def test_falls_back_when_the_newest_is_cut_off_anywhere(self):
        for share in (0.0, 0.01, 0.5, 0.999):
            with self.subTest(share=share):
                self.save(1, 2)
                newest = self.files()[-1]
                content = newest.read_bytes()
                newest.write_bytes(content[:int(len(content) * share)])
                self.assertEqual(checkpoint.load(self.folder)["epoch"], 1)

    def test_falls_back_when_a_bit_has_turned(self):
        self.save(1, 2)
        newest = self.files()[-1]
        content = bytearray(newest.read_bytes())
        content[len(content) // 2] ^= 1
        newest.write_bytes(bytes(content))
        self.assertEqual(checkpoint.load(self.folder)["epoch"], 1)

    def test_takes_no_notice_of_one_that_was_being_written(self):
        self.save(1)
        (self.folder / "epoch-00000002.77.writing").write_bytes(b"half")
        self.assertEqual(checkpoint.load(self.folder)["epoch"], 1)
        self.assertEqual(len(self.files()), 1)

    def test_is_gone_when_both_are_torn(self):
        self.save(1, 2)
        for file in self.files():
            file.write_bytes(b"torn")
        self.assertIsNone(checkpoint.load(self.folder))
