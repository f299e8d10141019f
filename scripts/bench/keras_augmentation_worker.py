"""Fits a model in Keras, with or without its ImageDataGenerator, a burst of steps at a time, as the bench asks.

    python keras_augmentation_worker.py EXPERIMENT.json plain|augmented

Each line of input is a number of steps; each line of output is {"wallMs": [the mean step], "cpuMs": whole burst}.
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


def main(path, mode):
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

    def fit(pictures, labels):
        if mode == "plain":
            return model.fit(pictures, labels, batch_size=size, verbose=0)
        generator = ImageDataGenerator(**experiment["augmentation"])
        return model.fit(generator.flow(pictures, labels, batch_size=size), verbose=0)

    fit(*make(2))
    print(json.dumps({"versions": {"keras": keras.__version__, "tensorflow": tf.__version__}}), flush=True)
    for line in sys.stdin:
        steps = int(line)
        data = make(steps)
        cpu, start = time.process_time(), time.perf_counter()
        fit(*data)
        wall = (time.perf_counter() - start) * 1000 / steps
        print(json.dumps({"wallMs": [wall], "cpuMs": (time.process_time() - cpu) * 1000}), flush=True)


main(sys.argv[1], sys.argv[2])
