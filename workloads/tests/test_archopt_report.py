"""What archopt_report promises to a training script."""

import contextlib
import io
import json
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import archopt_report as archopt  # noqa: E402


def printed(report, environment=None):
    """What a report prints, under exactly this environment."""
    output = io.StringIO()
    with mock.patch.dict(os.environ, environment or {}, clear=True), contextlib.redirect_stdout(output):
        report()
    return output.getvalue()


class OutsideArchOpt(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(os.environ, {}, clear=True)
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_script_runs_with_its_own_defaults(self):
        self.assertEqual(archopt.parameters(), {})
        self.assertEqual(archopt.seed(), 0)
        self.assertEqual(archopt.seed(7), 7)
        self.assertEqual(archopt.max_epochs(20), 20)
        self.assertEqual((archopt.trial(), archopt.attempt()), (0, 1))
        self.assertIsNone(archopt.checkpoint_dir())
        self.assertEqual(archopt.checkpoint_dir("here"), Path("here"))


class UnderArchOpt(unittest.TestCase):
    def test_the_configuration_comes_from_the_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "configuration.json"
            file.write_text('{"lr":0.001,"model":"gät","arch":[{"width":64}],"amp":true}', encoding="utf-8")
            with mock.patch.dict(os.environ, {"ARCHOPT_CONFIGURATION": str(file)}):
                self.assertEqual(archopt.parameters(), {"lr": 0.001, "model": "gät", "arch": [{"width": 64}], "amp": True})

    def test_seed_epochs_and_checkpoints_come_from_the_environment(self):
        environment = {"ARCHOPT_SEED": "9007199254740991", "ARCHOPT_RESOURCE": "128", "ARCHOPT_CHECKPOINT_DIR": "/c", "ARCHOPT_TRIAL": "3", "ARCHOPT_ATTEMPT": "2"}
        with mock.patch.dict(os.environ, environment):
            self.assertEqual(archopt.seed(), 9007199254740991)
            self.assertEqual(archopt.max_epochs(20), 128)
            self.assertEqual(archopt.checkpoint_dir("here"), Path("/c"))
            self.assertEqual((archopt.trial(), archopt.attempt()), (3, 2))

    def test_a_report_begins_a_line_of_its_own(self):
        def report():
            print("epoch 3", end="")
            archopt.step(3, val_cost=0.5)

        lines = printed(report, {"ARCHOPT_CONFIGURATION": "/c"}).splitlines()
        self.assertEqual(lines, ["epoch 3", '{"archopt":{"step":3,"metrics":{"val_cost":0.5}}}'])


class Reports(unittest.TestCase):
    def test_a_step_is_one_line_of_json(self):
        line = printed(lambda: archopt.step(3, val_cost=0.512, loss=1))
        self.assertEqual(line, '{"archopt":{"step":3,"metrics":{"val_cost":0.512,"loss":1.0}}}\n')

    def test_names_that_are_no_identifiers_come_in_a_dict(self):
        line = printed(lambda: archopt.final({"loss/val": 0.5, 'a "quoted" name': 1}, qps=4100))
        self.assertEqual(json.loads(line), {"archopt": {"final": {"loss/val": 0.5, 'a "quoted" name': 1.0, "qps": 4100.0}}})

    def test_what_json_has_no_numbers_for_is_a_word(self):
        line = printed(lambda: archopt.final(a=float("nan"), b=float("inf"), c=float("-inf")))
        self.assertEqual(json.loads(line)["archopt"]["final"], {"a": "NaN", "b": "Infinity", "c": "-Infinity"})

    def test_a_metric_that_is_no_number_is_the_scripts_mistake(self):
        with self.assertRaises((TypeError, ValueError)):
            archopt.step(1, note="fine")

    def test_infeasible_says_why_and_ends_the_program_well(self):
        def report():
            with self.assertRaises(SystemExit) as end:
                archopt.infeasible('heads must divide "d_model"')
            self.assertEqual(end.exception.code, 0)

        self.assertEqual(json.loads(printed(report)), {"archopt": {"infeasible": 'heads must divide "d_model"'}})


if __name__ == "__main__":
    unittest.main()
