"""Writes what Keras' own EarlyStopping, ModelCheckpoint and ReduceLROnPlateau do with made-up values of 40 epochs.

    python keras_callbacks.py REPOSITORY
"""

import json
import os
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402

EARLY = [
    {"patience": 0},
    {"patience": 3},
    {"patience": 3, "min_delta": 0.05},
    {"patience": 4, "monitor": "val_accuracy", "mode": "max"},
    {"patience": 4, "monitor": "val_accuracy", "mode": "max", "baseline": 0.6},
    {"patience": 2, "start_from_epoch": 7},
    {"patience": 5, "restore_best_weights": True},
    {"patience": 50, "restore_best_weights": True},
]
PLATEAU = [
    {},
    {"patience": 2, "factor": 0.5},
    {"patience": 2, "factor": 0.5, "cooldown": 3},
    {"patience": 1, "factor": 0.2, "min_lr": 0.0005},
    {"patience": 3, "monitor": "val_accuracy", "mode": "max", "min_delta": 0.02},
]
CHECKPOINT = [
    {},
    {"save_best_only": True},
    {"save_best_only": True, "initial_value_threshold": 0.75},
    {"save_best_only": True, "monitor": "val_accuracy", "mode": "max"},
    {"save_best_only": True, "monitor": "val_accuracy", "mode": "max", "initial_value_threshold": 0.6},
]


def curves(seed):
    rng = np.random.default_rng(seed)
    epochs = np.arange(40)
    loss = 1.5 * np.exp(-epochs / 6) + 0.01 * epochs + rng.normal(0, 0.08, 40) + 0.5
    accuracy = 0.75 - 0.6 * np.exp(-epochs / 5) + rng.normal(0, 0.03, 40)
    return [{"val_loss": float(a), "val_accuracy": float(b)} for a, b in zip(loss, accuracy)]


def make_model():
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
    return model


def name_monitors():
    """Under which names Keras logs its metrics, and which way it takes to be better when nobody says."""
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(6, activation="softmax")])
    metrics = keras.metrics
    watched = [
        "accuracy",
        metrics.TopKCategoricalAccuracy(),
        metrics.Precision(),
        metrics.Recall(),
        metrics.F1Score(average="macro"),
        metrics.AUC(),
    ]
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=watched)
    inputs, answers = np.ones((6, 1), "float32"), np.eye(6, dtype="float32")
    history = model.fit(inputs, answers, validation_data=(inputs, answers), verbose=0).history
    directions = {}
    for name in history:
        callback = keras.callbacks.EarlyStopping(monitor=name)
        callback.set_model(model)
        callback._set_monitor_op()
        directions[name] = "max" if callback.monitor_op is keras.ops.greater else "min"
    return directions


def run_early_stopping(options, logs):
    model = make_model()
    callback = keras.callbacks.EarlyStopping(**options)
    callback.set_model(model)
    callback.on_train_begin()
    stopped = None
    for epoch, values in enumerate(logs):
        # The weight is the epoch, so that what is restored says where it came from.
        model.set_weights([np.array([[float(epoch)]])])
        callback.on_epoch_end(epoch, dict(values))
        if model.stop_training:
            stopped = epoch
            break
    callback.on_train_end()
    return {"stoppedEpoch": stopped, "weightsOfEpoch": int(model.get_weights()[0][0][0])}


def run_checkpoint(options, logs, folder):
    model = make_model()
    path = os.path.join(folder, "{epoch:02d}.weights.h5")
    callback = keras.callbacks.ModelCheckpoint(path, save_weights_only=True, **options)
    callback.set_model(model)
    callback.on_train_begin()
    saved = []
    for epoch, values in enumerate(logs):
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, dict(values))
        if os.path.exists(path.format(epoch=epoch + 1)):
            saved.append(epoch)
    return {"savedEpochs": saved}


def run_plateau(options, logs):
    model = make_model()
    callback = keras.callbacks.ReduceLROnPlateau(**options)
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, values in enumerate(logs):
        callback.on_epoch_end(epoch, dict(values))
        rates.append(float(model.optimizer.learning_rate))
    return {"learningRates": rates}


def main(repository):
    cases = []
    for seed in range(4):
        logs = curves(seed)
        for options in EARLY:
            cases.append({"kind": "early-stopping", "options": options, "seed": seed, **run_early_stopping(options, logs)})
        for options in CHECKPOINT:
            with tempfile.TemporaryDirectory() as folder:
                saved = run_checkpoint(options, logs, folder)
            cases.append({"kind": "model-checkpoint", "options": options, "seed": seed, **saved})
        for options in PLATEAU:
            cases.append({"kind": "reduce-lr-on-plateau", "options": options, "seed": seed, **run_plateau(options, logs)})
    logs = {str(seed): curves(seed) for seed in range(4)}
    path = os.path.join(repository, "src", "shared", "fixtures", "keras-callbacks.json")
    writer = f"Keras {keras.__version__}"
    document = {"writtenBy": writer, "monitors": name_monitors(), "logs": logs, "cases": cases}
    with open(path, "w") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


main(sys.argv[1])
