"""Writes what Keras computes for a network of branches: twenty steps of a small residual network.

Run with the folder of the checkout as the only argument; README.md beside this file says how.
"""

import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

from keras_fixtures import (
    BATCH_SIZE,
    BATCHES,
    CLASSES,
    IMAGE_SHAPE,
    describe_weights,
    draw_weights,
    run_case,
    to_document_model,
    versions,
    write_json,
)


def main(checkout: Path) -> None:
    write_json(checkout / "src/trainer/fixtures/keras-branches.json", training_fixture())


def training_fixture() -> dict:
    """Of the form of keras-training.json, so that one test reads both."""
    random = np.random.default_rng(13)
    pixels = random.integers(0, 256, (BATCHES * BATCH_SIZE, *IMAGE_SHAPE))
    labels = random.integers(0, CLASSES, BATCHES * BATCH_SIZE)
    weights = draw_weights(build_residual_network(), random)
    cases = [
        {"model": "residual", "loss": "categorical_crossentropy", "optimizer": optimizer}
        for optimizer in (
            {"kind": "sgd", "learningRate": 0.05, "momentum": 0.9},
            # A large epsilon: Adam's own makes steps of full size out of rounding errors where a slope is almost zero.
            {"kind": "adam", "learningRate": 0.003, "epsilon": 0.001},
        )
    ]
    return {
        "writtenBy": versions(),
        "imageShape": IMAGE_SHAPE,
        "batchSize": BATCH_SIZE,
        "pixels": pixels.reshape(-1).tolist(),
        "labels": labels.tolist(),
        "models": {
            "residual": {
                "topology": to_document_model(build_residual_network()),
                "weights": describe_weights(weights),
            }
        },
        "cases": [
            run_case(case, build_residual_network, weights, pixels, labels) for case in cases
        ],
    }


def build_residual_network() -> keras.Model:
    """A block with an identity shortcut, one with a projected shortcut and a stride, and a sum of three."""
    image = keras.Input(IMAGE_SHAPE, name="image")
    x = layers.Conv2D(4, 3, padding="same", use_bias=False, name="stem")(image)
    x = layers.BatchNormalization(name="stem_bn", momentum=0.9)(x)
    x = stem = layers.ReLU(name="stem_relu")(x)
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="block1a")(x)
    x = layers.Conv2D(4, 3, padding="same", name="block1b")(x)
    x = layers.Add(name="block1_add")([x, stem])
    x = first = layers.ReLU(name="block1_relu")(x)
    x = layers.Conv2D(6, 3, strides=2, padding="same", activation="relu", name="block2a")(x)
    x = layers.Conv2D(6, 3, padding="same", name="block2b")(x)
    shortcut = layers.Conv2D(6, 1, strides=2, padding="same", name="block2_shortcut")(first)
    x = layers.Add(name="block2_add")([shortcut, x])
    x = layers.Activation("relu", name="block2_relu")(x)
    x = layers.Add(name="block3_add")([x, shortcut, x])
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(image, layers.Dense(CLASSES, activation="softmax", name="classes")(x))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
