"""Writes what Keras' TensorBoard and CSVLogger callbacks and other writers leave of small trainings, and what TensorBoard reads of it.

    python tensorboard_logs.py REPOSITORY

Needs tensorboard beside Keras and TensorFlow.
"""

import base64
import json
import os
import pathlib
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator  # noqa: E402
from tensorboard.compat.proto import event_pb2, summary_pb2  # noqa: E402
from tensorboard.summary.writer.event_file_writer import EventFileWriter  # noqa: E402
from tensorboard.util import tensor_util  # noqa: E402


def train(folder, update_freq, separator):
    keras.utils.set_random_seed(3)
    random = np.random.default_rng(3)
    pictures = random.random((40, 4, 4, 1), dtype=np.float32)
    labels = keras.utils.to_categorical(random.integers(0, 3, 40), 3)
    model = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    log = folder / "training.csv"
    model.fit(
        pictures, labels, batch_size=8, epochs=4, validation_split=0.2, verbose=0,
        callbacks=[
            keras.callbacks.TensorBoard(str(folder), write_graph=False, update_freq=update_freq),
            keras.callbacks.CSVLogger(str(log), separator=separator),
        ],
    )
    return log.read_text()


def write_by_tf_summary(folder):
    """Scalars of TensorFlow 2 in doubles, and what is no scalar."""
    writer = tf.summary.create_file_writer(str(folder))
    with writer.as_default():
        for step in range(5):
            tf.summary.scalar("loss", tf.constant(1.0 / (step + 1), tf.float64), step=step)
            tf.summary.scalar("val_accuracy", step / 8, step=step)
            tf.summary.scalar("gradient norm", 2.0 * step, step=step)
        tf.summary.histogram("weights", [1.0, 2.0, 3.0], step=0)
        tf.summary.text("note", "hello", step=0)
    writer.close()


def write_simple_values(folder):
    """What TensorFlow 1 and PyTorch write: simple_value; NaN and infinity among them."""
    writer = EventFileWriter(str(folder))
    values = [0.5, float("nan"), float("inf"), 1e-30, -2.5]
    for step, value in enumerate(values):
        summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="Loss/train", simple_value=value)])
        writer.add_event(event_pb2.Event(wall_time=1000.5 + step, step=step * 10, summary=summary))
    writer.close()


def read_by_tensorboard(path):
    found = []
    accumulator = EventAccumulator(str(path), size_guidance={"scalars": 0, "tensors": 0})
    accumulator.Reload()
    tags = accumulator.Tags()
    for tag in tags["scalars"]:
        found += [[tag, s.step, s.wall_time, str(float(s.value))] for s in accumulator.Scalars(tag)]
    for tag in tags["tensors"]:
        for event in accumulator.Tensors(tag):
            array = tensor_util.make_ndarray(event.tensor_proto)
            if array.dtype.kind == "f" and array.size == 1:
                found.append([tag, event.step, event.wall_time, str(float(array))])
    return found


def collect(folder):
    files = sorted(folder.rglob("events.out.tfevents.*"))
    return [
        {
            # The name of the machine that wrote it is no part of what is tested.
            "path": str(file.parent.relative_to(folder) / f"events.out.tfevents.{100 + index}.host.1.{index}.v2"),
            "base64": base64.b64encode(file.read_bytes()).decode(),
            "scalars": read_by_tensorboard(file),
        }
        for index, file in enumerate(files)
    ]


def main():
    repository = pathlib.Path(sys.argv[1])
    logs = {}
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        csv = {"comma": train(root / "epoch", "epoch", ","), "semicolon": train(root / "batch", 1, ";")}
        write_by_tf_summary(root / "summary")
        write_simple_values(root / "simple")
        for log in ["epoch", "batch", "summary", "simple"]:
            logs[log] = collect(root / log)
    target = repository / "src" / "shared" / "tensorboard" / "fixtures" / "tensorboard-logs.json"
    target.write_text(json.dumps({"logs": logs, "csv": csv}, indent=1) + "\n")


main()
