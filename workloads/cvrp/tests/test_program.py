import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1] / "train.py"
SMALL = [
    "--embedding_dim=8", "--n_heads=2", "--n_layers=1", "--customers=5", "--batch_size=8", "--batches_per_epoch=3",
    "--validation_size=16", "--device=cpu"]
LONGEST_SECONDS = 120


def environment(**more):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ARCHOPT_")}
    return {**clean, **{name: str(value) for name, value in more.items()}}


def started(*arguments, **variables):
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), *SMALL, *arguments], env=environment(**variables),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(*arguments, **variables):
    with started(*arguments, **variables) as process:
        output, errors = process.communicate(timeout=LONGEST_SECONDS)
    return process.returncode, reports(output), errors


def reports(output):
    return [json.loads(line)["archopt"] for line in output.splitlines() if line.strip()]


def curve(lines):
    return [{name: value for name, value in line["metrics"].items() if name != "seconds"} for line in lines if "step" in line]


class TheProgram(unittest.TestCase):
    def test_reports_every_epoch_and_the_best_one_at_the_end(self):
        code, lines, _ = finished("--epochs=3", "--model=GT+RL")
        self.assertEqual(code, 0)
        self.assertEqual([line.get("step") for line in lines], [1, 2, 3, None])
        self.assertEqual(set(lines[0]["metrics"]), {"val_cost", "train_cost", "entropy", "gradient_norm", "seconds"})
        final = lines[-1]["final"]
        self.assertEqual(final["val_cost"], min(line["metrics"]["val_cost"] for line in lines[:-1]))
        self.assertEqual(final["valid_routes"], 1)
        self.assertGreater(final["parameters"], 1000)
        self.assertGreater(final["nearest_neighbour_cost"], 0)

    def test_survives_being_killed_again_and_again_with_the_same_curve_and_result(self):
        _, expected, _ = finished("--epochs=6")
        with tempfile.TemporaryDirectory() as folder:
            for after in (1, 3):
                with started("--epochs=6", ARCHOPT_CHECKPOINT_DIR=folder) as process:
                    while reports(process.stdout.readline())[-1]["step"] < after:
                        pass
                    process.send_signal(signal.SIGKILL)
                self.assertEqual(process.returncode, -signal.SIGKILL)
            code, lines, _ = finished("--epochs=6", ARCHOPT_CHECKPOINT_DIR=folder)
        self.assertEqual(code, 0)
        self.assertEqual(curve(lines), curve(expected))
        self.assertEqual(lines[-1], expected[-1])

    def test_ends_at_once_on_sigterm_with_the_best_so_far(self):
        with tempfile.TemporaryDirectory() as folder:
            with started("--epochs=100000", ARCHOPT_CHECKPOINT_DIR=folder) as process:
                first = process.stdout.readline()
                process.send_signal(signal.SIGTERM)
                rest, errors = process.communicate(timeout=LONGEST_SECONDS)
            lines = reports(first + rest)
            self.assertEqual(process.returncode, 0, errors)
            steps = curve(lines)
            self.assertEqual(lines[-1]["final"]["val_cost"], min(step["val_cost"] for step in steps))
            _, again, _ = finished(f"--epochs={len(steps)}", ARCHOPT_CHECKPOINT_DIR=folder)
            self.assertEqual(curve(again), steps)

    def test_takes_its_parameters_seed_and_epochs_from_archopt(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "configuration.json")
            file.write_text(json.dumps({"model": "DGT+RL", "learning_rate": 0.002}), encoding="utf-8")
            _, lines, _ = finished(ARCHOPT_CONFIGURATION=file, ARCHOPT_RESOURCE=2, ARCHOPT_SEED=5)
        _, by_hand, _ = finished("--model=dgt", "--learning_rate=2e-3", "--epochs=2", "--seed=5")
        self.assertEqual(curve(lines), curve(by_hand))
        self.assertEqual(len(curve(lines)), 2)

    def test_calls_a_model_that_cannot_be_built_infeasible(self):
        code, lines, errors = finished("--n_heads=3")
        self.assertEqual((code, lines), (0, [{"infeasible": "n_heads (3) does not divide embedding_dim (8)"}]), errors)

    def test_answers_a_wrong_call_with_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = Path(folder, "broken.json")
            broken.write_text("{", encoding="utf-8")
            a_list = Path(folder, "list.json")
            a_list.write_text("[1]", encoding="utf-8")
            for expected, arguments, variables in (
                    ("--name=value", ["--epochs", "3"], {}),
                    ("no such parameter", ["--$(reboot)=1"], {}),
                    ("learning_rate: must be", ["--learning_rate=fast"], {}),
                    ("cannot be read", [], {"ARCHOPT_CONFIGURATION": broken}),
                    ("cannot be read", [], {"ARCHOPT_CONFIGURATION": a_list}),
                    ("No such file", [], {"ARCHOPT_CONFIGURATION": Path(folder, "missing.json")}),
                    ("Not a directory", ["--epochs=1"], {"ARCHOPT_CHECKPOINT_DIR": broken / "below"})):
                with self.subTest(expected=expected, arguments=arguments):
                    code, lines, errors = finished(*arguments, **variables)
                    self.assertEqual((code, lines), (2, []))
                    self.assertEqual(len(errors.splitlines()), 1, errors)
                    self.assertIn(expected, errors)


class TheBestPolicy(unittest.TestCase):
    def evaluate(self, *arguments):
        return subprocess.run(
            [sys.executable, str(PROGRAM.with_name("evaluate.py")), *arguments], env=environment(),
            capture_output=True, text=True, timeout=LONGEST_SECONDS)

    def test_can_be_used_after_the_training(self):
        with tempfile.TemporaryDirectory() as folder:
            _, lines, _ = finished("--epochs=3", ARCHOPT_CHECKPOINT_DIR=folder)
            done = self.evaluate(f"--checkpoint={folder}", "--instances=16")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["cost"], lines[-1]["final"]["val_cost"])

    def test_is_asked_for_with_one_line_when_there_is_none(self):
        done = self.evaluate("--checkpoint=nowhere")
        self.assertEqual((done.returncode, done.stderr), (2, "evaluate.py: checkpoint: there is none in 'nowhere'\n"))


class APythonWithoutTorch(unittest.TestCase):
    def start(self, **variables):
        # -I -S sees neither installed packages nor the environment's: a Python that has no torch.
        with tempfile.TemporaryDirectory() as folder:
            bare = Path(folder, "python3")
            bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n', encoding="utf-8")
            bare.chmod(0o755)
            return subprocess.run(
                [str(bare), str(PROGRAM), *SMALL, "--epochs=1"], env=environment(**variables),
                capture_output=True, text=True, timeout=LONGEST_SECONDS)

    def test_hands_over_to_one_that_has_it(self):
        with tempfile.TemporaryDirectory() as folder:
            # Another path than the one that lacked it: what is tried must not be tried again.
            other = Path(folder, "python-with-torch")
            other.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
            other.chmod(0o755)
            done = self.start(ARCHOPT_PYTHON=other)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(reports(done.stdout)), 2)

    def test_says_so_in_one_line_when_there_is_none(self):
        done = self.start(ARCHOPT_PYTHON_REPLACED=os.pathsep.join([sys.executable, "/usr/bin/python3"]))
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("PyTorch is missing", done.stderr)
