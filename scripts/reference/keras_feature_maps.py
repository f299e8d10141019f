"""Writes what each layer of a small network with a shortcut gives for one picture.

Run with the folder of the checkout as the only argument; README.md beside this file says how.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from keras import layers

from keras_fixtures import versions


def main(checkout: Path) -> None:
    keras.utils.set_random_seed(3)
    image = keras.Input((6, 6, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="conv")(image)
    y = layers.BatchNormalization(name="bn")(x)
    y = layers.Conv2D(4, 3, padding="same", name="conv2")(y)
    x = layers.Add(name="add")([y, x])
    x = layers.MaxPooling2D(name="pool")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dropout(0.5, name="dropout")(x)
    model = keras.Model(image, layers.Dense(3, activation="softmax", name="classes")(x), name="small")
    pixels = np.random.default_rng(5).integers(0, 256, (6, 6, 3))
    batch = (pixels[None] / 255).astype("float32")
    outputs = keras.Model(image, [layer.output for layer in model.layers])(batch, training=False)
    fixture = {
        "writtenBy": versions(),
        "model": json.loads(model.to_json()),
        "pixels": pixels.ravel().tolist(),
        "weights": [
            {"name": f"{layer.name}/{weight.name}", "shape": list(weight.shape), "values": flat(weight)}
            for layer in model.layers
            for weight in layer.weights
        ],
        "outputs": {layer.name: flat(value) for layer, value in zip(model.layers, outputs)},
    }
    file = checkout / "src/trainer/fixtures/keras-feature-maps.json"
    file.write_text(json.dumps(fixture) + "\n", "utf-8")


def flat(value) -> list[float]:
    return [float(one) for one in keras.ops.convert_to_numpy(value).ravel()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
