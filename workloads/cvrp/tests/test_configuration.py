import unittest

from cvrp.configuration import Configuration, ConfigurationError, Infeasible, from_arguments, read


class TheConfiguration(unittest.TestCase):
    def refused(self, message, **given):
        with self.assertRaisesRegex(ConfigurationError, message) as caught:
            read(given)
        self.assertNotIn("\n", str(caught.exception))
        self.assertLess(len(str(caught.exception)), 500)

    def test_has_defaults_that_can_be_trained(self):
        self.assertEqual(read({}), Configuration())

    def test_takes_numbers_as_numbers_and_as_text(self):
        for value in (64, 64.0, "64", " 64 ", "64.0", "6.4e1"):
            self.assertEqual(read({"embedding_dim": value}).embedding_dim, 64)
        self.assertEqual(read({"learning_rate": "1e-4"}).learning_rate, 1e-4)

    def test_knows_the_models_by_both_names(self):
        for name in ("DGT+RL", "dgt", "Dgt"):
            self.assertEqual(read({"model": name}).model, "dgt")

    def test_refuses_what_is_not_a_parameter(self):
        self.refused("no such parameter; there are model", learning_rat=1)
        self.refused("no such parameter", **{"x\n" * 1000: 1})

    def test_refuses_values_of_the_wrong_kind(self):
        for value in ("", "many", None, True, [], {}, "nan", "inf", float("nan"), 2.5, "0x10", "9" * 10_000, "\n; rm -rf"):
            self.refused("^n_layers: must be", n_layers=value)
        self.refused("learning_rate: must be a number", learning_rate="nan")
        self.refused("model: must be one of GAT", model="gnn")
        self.refused("baseline: must be one of", baseline=["mean"])

    def test_refuses_values_out_of_range(self):
        for name, value in (("n_layers", 0), ("batch_size", 1), ("learning_rate", 0), ("dropout", 1), ("customers", -5), ("seed", 2**63)):
            self.refused(f"^{name}: must be between", **{name: value})

    def test_calls_combinations_that_make_no_model_infeasible(self):
        with self.assertRaisesRegex(Infeasible, "n_heads .5. does not divide embedding_dim .64."):
            read({"n_heads": 5, "embedding_dim": 64})
        with self.assertRaisesRegex(Infeasible, "capacity"):
            read({"capacity": 8})

    def test_reads_arguments_whatever_their_values_hold(self):
        self.assertEqual(from_arguments(["--a=b=c", "--d="]), {"a": "b=c", "d": ""})
        for argument in ("epochs=3", "--epochs", "3", ""):
            with self.assertRaisesRegex(ConfigurationError, "--name=value"):
                from_arguments([argument])

    def test_cools_from_start_to_end_whatever_the_number_of_epochs(self):
        settings = {"temperature_start": 4, "temperature_end": 1, "temperature_epochs": 3}
        short, long = read({**settings, "epochs": 2}), read({**settings, "epochs": 200})
        for epoch, expected in ((1, 4.0), (2, 2.0), (3, 1.0), (100, 1.0)):
            self.assertAlmostEqual(short.temperature(epoch), expected)
            self.assertEqual(short.temperature(epoch), long.temperature(epoch))
