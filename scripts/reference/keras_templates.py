"""Writes what Keras says of the networks that the templates stand for, each built by hand with Keras' own functions.

Run with the folder of the checkout as the only argument; README.md beside this file says how.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
from keras import Input, Model, layers, regularizers

from keras_fixtures import versions

CLASSES = 10


def main(checkout: Path) -> None:
    rgb, grey = (32, 32, 3), (28, 28, 1)
    cases = [
        ("blank", rgb, blank),
        ("lecture-1", rgb, lambda shape: lecture(shape, 128)),
        ("lecture-2", rgb, lambda shape: lecture(shape, 256, dropout=True)),
        ("lecture-3", rgb, lambda shape: lecture(shape, 256, dropout=True, batch_normalization=True)),
        ("lecture-4", rgb, lambda shape: lecture(shape, 256, dropout=True, batch_normalization=True)),
        ("lecture-5", rgb, vgg16),
        ("lecture-6", rgb, vgg16),
        ("lenet-5", grey, lenet),
        ("lenet-5", rgb, lenet),
        ("small-vgg", rgb, small_vgg),
        ("resnet-20", rgb, resnet),
        ("mobilenet-like", rgb, mobilenet),
        ("all-convolutional", rgb, all_convolutional),
    ]
    fixture = {"writtenBy": versions(), "cases": [describe(*case) for case in cases]}
    text = json.dumps(fixture, indent=1) + "\n"
    file = checkout / "src/shared/fixtures/keras-templates.json"
    file.write_text(text, "utf-8")
    print(f"{file}: {len(text):,} characters")


def describe(name: str, shape: tuple, build) -> dict:
    model = build(shape)
    rows = [
        {
            "kind": type(layer).__name__,
            "outputShape": list(layer.output.shape[1:]),
            "parameters": layer.count_params(),
        }
        for layer in model.layers
    ]
    trainable = sum(int(keras.ops.size(weight)) for weight in model.trainable_weights)
    return {
        "id": name,
        "inputShape": list(shape),
        "layers": rows,
        "parameters": model.count_params(),
        "trainable": trainable,
    }


def blank(shape):
    inputs = Input(shape)
    return Model(inputs, inputs)


def lecture(shape, deepest, dropout=False, batch_normalization=False):
    inputs = x = Input(shape)
    for index, filters in enumerate((32, 64, deepest)):
        x = layers.Conv2D(filters, 3, padding="same")(x)
        x = layers.Conv2D(filters, 3, padding="same")(x)
        if batch_normalization:
            x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D()(x)
        if dropout and index < 2:
            x = layers.Dropout(0.2)(x)
    x = layers.Flatten()(x)
    for units in (128, 64):
        x = layers.Dense(units, activation="relu")(x)
        if dropout:
            x = layers.Dropout(0.2)(x)
    return Model(inputs, layers.Dense(CLASSES, activation="softmax")(x))


def vgg16(shape):
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=shape)
    x = layers.GlobalAveragePooling2D()(base.output)
    for units in (128, 64):
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(0.2)(x)
    return Model(base.input, layers.Dense(CLASSES, activation="softmax")(x))


def lenet(shape):
    return keras.Sequential(
        [
            Input(shape),
            layers.Conv2D(6, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(120, activation="tanh"),
            layers.Dense(84, activation="tanh"),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )._functional


def small_vgg(shape):
    inputs = x = Input(shape)
    for filters in (32, 64, 128):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Dense(256, activation="relu")(layers.Flatten()(x))
    x = layers.Dropout(0.5)(x)
    return Model(inputs, layers.Dense(CLASSES, activation="softmax")(x))


def resnet(shape):
    def convolution(filters, size, stride=1):
        return layers.Conv2D(
            filters,
            size,
            strides=stride,
            padding="same",
            use_bias=False,
            kernel_initializer="he_normal",
            kernel_regularizer=regularizers.L2(1e-4),
        )

    inputs = Input(shape)
    x = layers.ReLU()(layers.BatchNormalization()(convolution(16, 3)(inputs)))
    for stage, filters in enumerate((16, 32, 64)):
        for block in range(3):
            stride = 2 if stage > 0 and block == 0 else 1
            y = layers.ReLU()(layers.BatchNormalization()(convolution(filters, 3, stride)(x)))
            y = layers.BatchNormalization()(convolution(filters, 3)(y))
            if stride == 2:
                x = convolution(filters, 1, stride)(x)
            x = layers.ReLU()(layers.Add()([y, x]))
    x = layers.GlobalAveragePooling2D()(x)
    return Model(inputs, layers.Dense(CLASSES, activation="softmax")(x))


def mobilenet(shape):
    def end(x):
        return layers.ReLU(max_value=6)(layers.BatchNormalization()(x))

    inputs = Input(shape)
    x = end(layers.Conv2D(32, 3, padding="same", use_bias=False)(inputs))
    for filters, stride in ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1)):
        x = end(layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(x))
        x = end(layers.Conv2D(filters, 1, padding="same", use_bias=False)(x))
    x = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(x))
    return Model(inputs, layers.Dense(CLASSES, activation="softmax")(x))


def all_convolutional(shape):
    inputs = Input(shape)
    x = layers.Dropout(0.2)(inputs)
    for filters, dropout in ((96, 0.5), (192, 0.5)):
        for stride in (1, 1, 2):
            x = layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu")(x)
        x = layers.Dropout(dropout)(x)
    x = layers.Conv2D(192, 3, activation="relu")(x)
    x = layers.Conv2D(192, 1, activation="relu")(x)
    x = layers.Conv2D(CLASSES, 1, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return Model(inputs, layers.Softmax()(x))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
