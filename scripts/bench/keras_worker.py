"""Trains a model in Keras, a burst of steps at a time, as the bench asks on standard input.

    python keras_worker.py EXPERIMENT.json fit|train_on_batch

Each line of input is a number of steps; each line of output is {"wallMs": [one a step], "cpuMs": whole burst}.
The pictures are random.

`fit` is Keras as a person runs it: arrays in memory, one epoch a burst. Its steps are timed from the end of one to the
end of the next, so that what a fit costs once, which an epoch of hundreds of steps hides, counts for nothing.
`train_on_batch` is the bare step on one batch that lies ready as tensors.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402  (the log level must be set before)
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402


class StepTimes(keras.callbacks.Callback):
    """Keeps when each step of a fit ended, in wall time and in the time of all processors."""

    def on_train_begin(self, logs=None):
        self.wall, self.cpu = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.wall.append(time.perf_counter())
        self.cpu.append(time.process_time())


def main(path, mode):
    with open(path) as file:
        experiment = json.load(file)
    model = build_model(experiment)
    run_burst = {"fit": prepare_fit, "train_on_batch": prepare_train_on_batch}[mode](
        model, experiment["training"]["batchSize"]
    )
    run_burst(1)
    answer({"versions": {"Keras": keras.__version__, "TensorFlow": tf.__version__}})
    for line in sys.stdin:
        answer(run_burst(int(line)))


def build_model(experiment):
    model = keras.models.model_from_json(json.dumps(experiment["model"]))
    model.compile(
        optimizer=keras.optimizers.Adam(experiment["training"]["optimizer"]["learningRate"]),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def prepare_fit(model, batch_size):
    times = StepTimes()

    def run_burst(steps):
        # One step more than is timed: the first end is where the clock starts.
        pictures, labels = draw_data(model, batch_size * (steps + 1))
        model.fit(pictures, labels, batch_size=batch_size, verbose=0, callbacks=[times])
        wall_ms = (np.diff(times.wall) * 1000).tolist()
        return {"wallMs": wall_ms, "cpuMs": (times.cpu[-1] - times.cpu[0]) * 1000}

    return run_burst


def prepare_train_on_batch(model, batch_size):
    pictures, labels = (tf.constant(one) for one in draw_data(model, batch_size))

    def run_burst(steps):
        wall_ms = []
        cpu = time.process_time()
        for _ in range(steps):
            start = time.perf_counter()
            model.train_on_batch(pictures, labels)
            wall_ms.append((time.perf_counter() - start) * 1000)
        return {"wallMs": wall_ms, "cpuMs": (time.process_time() - cpu) * 1000}

    return run_burst


def draw_data(model, count):
    rng = np.random.default_rng(1)
    pictures = rng.random((count, *model.input_shape[1:]), dtype=np.float32)
    return pictures, keras.utils.to_categorical(rng.integers(0, 10, count), 10)


def answer(value):
    print(json.dumps(value), flush=True)


main(*sys.argv[1:])
