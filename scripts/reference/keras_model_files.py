"""Writes a small model as Keras saves it, in each of its forms, and what its weights are.

Run with the folder of the checkout as the only argument; README.md beside this file says how.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
from keras import layers


def main(checkout: Path) -> None:
    folder = checkout / "src/trainer/model-files/fixtures"
    folder.mkdir(parents=True, exist_ok=True)
    model = build()
    model.save(folder / "small.keras")
    model.save(folder / "small.h5")
    weights = [
        {"name": f"{layer.name}/{weight.name}", "shape": list(weight.shape), "values": values(weight)}
        for layer in model.layers
        for weight in layer.weights
    ]
    fixture = {
        "parameters": model.count_params(),
        "architecture": json.loads(model.to_json()),
        "weights": weights,
    }
    (folder / "small.json").write_text(json.dumps(fixture) + "\n", "utf-8")


def values(weight) -> list[float]:
    return [float(value) for value in keras.ops.convert_to_numpy(weight).ravel()]


def build():
    keras.utils.set_random_seed(1)
    image = keras.Input((8, 8, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", name="a")(image)
    x = layers.BatchNormalization(name="bn")(x)
    y = layers.Conv2D(4, 1, name="shortcut")(image)
    x = layers.Add(name="add")([x, y])
    x = layers.SeparableConv2D(3, 3, name="sep")(x)
    x = layers.GlobalAveragePooling2D(name="gap")(x)
    return keras.Model(image, layers.Dense(3, activation="softmax", name="classes")(x), name="small")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
