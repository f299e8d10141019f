"""Runs scripts that Receptive wrote: builds their models, gives them weights, trains some steps, and prints what came of it.

The only argument is a JSON file with a list; of each: script, weights (float32, layer by layer), layers (names and shapes in that order),
images (bytes), labels, imageShape, batchSize, steps.
"""

import importlib.util
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np


def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        requests = json.load(file)
    print(json.dumps([answer(request) for request in requests]))


def answer(request: dict) -> dict:
    module = load(request["script"])
    model = module.build_model()
    set_weights(model, request)
    module.compile_model(model, request["steps"])
    return {**describe(model), "losses": train(module, model, request)}


def load(path: str):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def set_weights(model, request: dict) -> None:
    values = np.fromfile(request["weights"], dtype="<f4")
    position = 0
    for layer in request["layers"]:
        own = []
        for shape in layer["shapes"]:
            size = int(np.prod(shape))
            own.append(values[position : position + size].reshape(shape))
            position += size
        model.get_layer(layer["name"]).set_weights(own)
    assert position == len(values), "weights are left over"


def describe(model) -> dict:
    trainable = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    return {
        "parameters": model.count_params(),
        "trainable": trainable,
    }


def train(module, model, request: dict) -> list[float]:
    height, width, channels = request["imageShape"]
    images = np.fromfile(request["images"], dtype="uint8").reshape(-1, height, width, channels)
    labels = np.array(request["labels"], dtype="int64")
    size = request["batchSize"]
    losses = []
    for step in range(request["steps"]):
        rows = np.arange(step * size, (step + 1) * size) % len(images)
        batch = module.fit_input(images[rows], module.INPUT_SHAPE)
        model.reset_metrics()
        logs = model.train_on_batch(batch, module.encode(labels[rows]), return_dict=True)
        losses.append(float(logs["loss"]))
    return losses


if __name__ == "__main__":
    main(sys.argv[1])
