"""Trains a model in Keras, a burst of steps at a time, as the bench asks on standard input.

    python keras_worker.py EXPERIMENT.json

Each line of input is a number of steps; each line of output is {"wallMs": [one a step], "cpuMs": whole burst}.
The data are random pictures, kept as tensors: only the training step is measured.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402  (the log level must be set before)
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402


def main(path):
    with open(path) as file:
        experiment = json.load(file)
    training = experiment["training"]
    model = keras.models.model_from_json(json.dumps(experiment["model"]))
    model.compile(
        optimizer=keras.optimizers.Adam(training["optimizer"]["learningRate"]),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=bool(os.environ.get("BENCH_JIT")),
    )
    rng = np.random.default_rng(1)
    size = training["batchSize"]
    pictures = tf.constant(rng.random((size, *model.input_shape[1:]), dtype=np.float32))
    labels = tf.one_hot(rng.integers(0, 10, size), 10)
    model.train_on_batch(pictures, labels)
    print(json.dumps({"versions": {"keras": keras.__version__, "tensorflow": tf.__version__}}), flush=True)
    for line in sys.stdin:
        wall = []
        cpu = time.process_time()
        for _ in range(int(line)):
            start = time.perf_counter()
            model.train_on_batch(pictures, labels)
            wall.append((time.perf_counter() - start) * 1000)
        cpu_ms = (time.process_time() - cpu) * 1000
        print(json.dumps({"wallMs": wall, "cpuMs": cpu_ms}), flush=True)


main(sys.argv[1])
