"""Fits a model in Keras, in turn with and without its ImageDataGenerator, a burst of steps at a time, as the bench asks.

    python keras_augmentation_worker.py EXPERIMENT.json

Each line of input is a number of steps; each line of output is {"plain": burst, "augmented": burst}, where a burst is
{"wallMs": [the mean step], "cpuMs": whole burst}.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402  (the log level must be set before)
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras.src.legacy.preprocessing.image import ImageDataGenerator  # noqa: E402


def main(path):
    with open(path) as file:
        experiment = json.load(file)
    training = experiment["training"]
    size = training["batchSize"]
    model = keras.models.model_from_json(json.dumps(experiment["model"]))
    model.compile(
        optimizer=keras.optimizers.Adam(training["optimizer"]["learningRate"]),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    rng = np.random.default_rng(1)

    def make(steps):
        pictures = rng.random((steps * size, *model.input_shape[1:]), dtype=np.float32)
        return pictures, keras.utils.to_categorical(rng.integers(0, 10, len(pictures)), 10)

    def fit(mode, pictures, labels):
        if mode == "plain":
            return model.fit(pictures, labels, batch_size=size, verbose=0)
        generator = ImageDataGenerator(**experiment["augmentation"])
        return model.fit(generator.flow(pictures, labels, batch_size=size), verbose=0)

    def burst(mode, steps):
        data = make(steps)
        cpu, start = time.process_time(), time.perf_counter()
        fit(mode, *data)
        wall = (time.perf_counter() - start) * 1000 / steps
        return {"wallMs": [wall], "cpuMs": (time.process_time() - cpu) * 1000}

    modes = ["plain", "augmented"]
    for mode in modes:
        fit(mode, *make(2))
    print(json.dumps({"versions": {"keras": keras.__version__, "tensorflow": tf.__version__}}), flush=True)
    for line in sys.stdin:
        print(json.dumps({mode: burst(mode, int(line)) for mode in modes}), flush=True)
        modes.reverse()


main(sys.argv[1])
