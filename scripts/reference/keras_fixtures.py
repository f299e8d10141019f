"""Writes the reference numbers that our tests compare with: what Keras itself computes.

Run with the folder of the checkout as the only argument; README.md beside this file says how.
"""

import io
import json
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import sklearn
import tensorflow as tf
from keras import layers
from sklearn.metrics import f1_score, precision_score, recall_score

STEPS = 20
BATCH_SIZE = 8
BATCHES = 4
IMAGE_SHAPE = (8, 8, 3)
CLASSES = 10
CLASS_WEIGHTS = [0.5, 2, 1, 1, 3, 0.25, 1, 0, 1.5, 1]


def main(checkout: Path) -> None:
    trainer = checkout / "src/trainer/fixtures"
    shared = checkout / "src/shared/fixtures"
    write_json(trainer / "keras-training.json", training_fixture())
    write_json(trainer / "reference-metrics.json", metrics_fixture())
    write_json(shared / "keras-summaries.json", summaries_fixture(checkout / "resources/experiments"))


# Twenty training steps -------------------------------------------------------------------------


def training_fixture() -> dict:
    """Losses of 20 steps for each optimizer and each loss, from given weights on given batches."""
    random = np.random.default_rng(7)
    pixels = random.integers(0, 256, (BATCHES * BATCH_SIZE, *IMAGE_SHAPE))
    labels = random.integers(0, CLASSES, BATCHES * BATCH_SIZE)
    builders = {
        "plain": lambda: build_model("softmax", CLASSES),
        "batchnorm": lambda: build_model("softmax", CLASSES, with_batch_normalization=True),
        "one-output": lambda: build_model("sigmoid", 1),
        "regularized": lambda: build_model("softmax", CLASSES, with_regularizers=True),
        "sigmoid-per-class": lambda: build_model("sigmoid", CLASSES),
        "frozen": lambda: build_frozen_model(),
    }
    # Twins of another model have its weights, so that no other model's random numbers are moved.
    twins = {"regularized": "plain", "frozen": "batchnorm"}
    drawn = {name: build for name, build in builders.items() if name not in twins}
    weights = {name: draw_weights(build(), random) for name, build in drawn.items()}
    weights |= {twin: weights[name] for twin, name in twins.items()}
    cases = [
        run_case(case, builders[case["model"]], weights[case["model"]], pixels, labels)
        for case in training_cases()
    ]
    return {
        "writtenBy": versions(),
        "imageShape": IMAGE_SHAPE,
        "batchSize": BATCH_SIZE,
        "pixels": pixels.reshape(-1).tolist(),
        "labels": labels.tolist(),
        "models": {
            name: describe_model(build(), weights[name]) for name, build in builders.items()
        },
        "cases": cases,
    }


def training_cases() -> list[dict]:
    categorical = {"model": "plain", "loss": "categorical_crossentropy"}
    sgd = {"kind": "sgd", "learningRate": 0.1}
    rmsprop = {"kind": "rmsprop", "learningRate": 0.003}
    adam = {"kind": "adam", "learningRate": 0.01}
    return [
        {**categorical, "optimizer": sgd},
        {**categorical, "optimizer": {**sgd, "learningRate": 0.05, "momentum": 0.9}},
        {**categorical, "optimizer": {**sgd, "learningRate": 0.05, "momentum": 0.9, "nesterov": True}},
        {**categorical, "optimizer": adam},
        {**categorical, "optimizer": {**adam, "beta1": 0.8, "beta2": 0.95, "epsilon": 0.001}},
        {**categorical, "optimizer": rmsprop},
        {**categorical, "optimizer": {**rmsprop, "momentum": 0.5, "rho": 0.8}},
        {**categorical, "optimizer": {**rmsprop, "centered": True}},
        {**categorical, "optimizer": {"kind": "adamw", "learningRate": 0.01}},
        {**categorical, "optimizer": {"kind": "adamw", "learningRate": 0.01, "weightDecay": 0.2}},
        {**categorical, "optimizer": {"kind": "nadam", "learningRate": 0.01}},
        {
            **categorical,
            "optimizer": {"kind": "nadam", "learningRate": 0.01, "beta1": 0.8, "beta2": 0.95},
        },
        {**categorical, "optimizer": {"kind": "adagrad", "learningRate": 0.05}},
        {
            **categorical,
            "optimizer": {
                "kind": "adagrad",
                "learningRate": 0.05,
                "initialAccumulatorValue": 0.01,
                "epsilon": 0.001,
            },
        },
        {**categorical, "optimizer": {"kind": "adadelta", "learningRate": 1.0}},
        {
            **categorical,
            "optimizer": {"kind": "adadelta", "learningRate": 5.0, "rho": 0.8, "epsilon": 1e-5},
        },
        clipped(categorical, adam, "value", 0.01),
        clipped(categorical, sgd, "norm", 0.2),
        clipped(categorical, {**sgd, "momentum": 0.9}, "global-norm", 0.5),
        {**categorical, "optimizer": sgd, "training": {"labelSmoothing": 0.1}},
        {**categorical, "optimizer": sgd, "training": {"classWeights": CLASS_WEIGHTS}},
        {
            "model": "sigmoid-per-class",
            "loss": "binary_crossentropy",
            "optimizer": adam,
            "training": {"labelSmoothing": 0.2, "classWeights": CLASS_WEIGHTS},
        },
        {
            "model": "one-output",
            "loss": "binary_crossentropy",
            "optimizer": sgd,
            "training": {"labelSmoothing": 0.1, "classWeights": [0.5, 2]},
        },
        {**categorical, "loss": "sparse_categorical_crossentropy", "optimizer": sgd},
        {
            **categorical,
            "loss": "sparse_categorical_crossentropy",
            "optimizer": sgd,
            "training": {"classWeights": CLASS_WEIGHTS},
        },
        {**categorical, "loss": "mean_squared_error", "optimizer": sgd},
        {**categorical, "loss": "huber", "optimizer": adam},
        {**categorical, "loss": "categorical_focal_crossentropy", "optimizer": sgd},
        {**categorical, "loss": "categorical_focal_crossentropy", "optimizer": adam},
        {"model": "one-output", "loss": "binary_crossentropy", "optimizer": sgd},
        {"model": "sigmoid-per-class", "loss": "binary_crossentropy", "optimizer": adam},
        {"model": "batchnorm", "loss": "categorical_crossentropy", "optimizer": sgd},
        {"model": "batchnorm", "loss": "categorical_crossentropy", "optimizer": adam},
        {"model": "regularized", "loss": "categorical_crossentropy", "optimizer": sgd},
        {"model": "regularized", "loss": "categorical_crossentropy", "optimizer": adam},
        *frozen_cases(),
        *scheduled_cases(),
        everything_at_once(),
    ]


def frozen_cases() -> list[dict]:
    """Plain steps, and an optimizer that shrinks whatever it is given."""
    frozen = {"model": "frozen", "loss": "categorical_crossentropy"}
    decaying = {"kind": "adamw", "learningRate": 0.01, "weightDecay": 0.2}
    return [
        {**frozen, "optimizer": {"kind": "sgd", "learningRate": 0.1}},
        {**frozen, "optimizer": decaying},
    ]


def scheduled_cases() -> list[dict]:
    """Each schedule of Keras inside of an optimizer: an epoch is BATCHES steps, and the run is all of the steps."""
    case = {"model": "plain", "loss": "categorical_crossentropy"}
    sgd = {"kind": "sgd", "learningRate": 0.2, "momentum": 0.9}
    adam = {"kind": "adam", "learningRate": 0.02}
    schedules = [
        (sgd, {"kind": "step", "everyEpochs": 2, "factor": 0.3}),
        (sgd, {"kind": "exponential", "decaySteps": 4, "decayRate": 0.7}),
        (adam, {"kind": "exponential", "decaySteps": 4, "decayRate": 0.7, "staircase": True}),
        (sgd, {"kind": "cosine", "alpha": 0.1}),
        (adam, {"kind": "cosine", "warmUp": 0.25}),
    ]
    return [
        {**case, "optimizer": optimizer, "training": {"schedule": schedule}}
        for optimizer, schedule in schedules
    ]


def everything_at_once() -> dict:
    """Weights, smoothing, penalties, clipping, decay and a schedule meet in the order that Keras has."""
    return {
        "model": "frozen",
        "loss": "categorical_crossentropy",
        "optimizer": {"kind": "adamw", "learningRate": 0.02, "weightDecay": 0.1},
        "training": {
            "schedule": {"kind": "cosine", "warmUp": 0.25},
            "gradientClipping": {"kind": "global-norm", "limit": 0.5},
            "labelSmoothing": 0.1,
            "classWeights": CLASS_WEIGHTS,
        },
    }


def clipped(case: dict, optimizer: dict, kind: str, limit: float) -> dict:
    clipping = {"kind": kind, "limit": limit}
    return {**case, "optimizer": optimizer, "training": {"gradientClipping": clipping}}


def build_model(
    activation: str,
    units: int,
    with_batch_normalization: bool = False,
    with_regularizers: bool = False,
) -> keras.Model:
    def penalty(regularizer: keras.Regularizer) -> keras.Regularizer | None:
        return regularizer if with_regularizers else None

    l1, l2 = penalty(keras.regularizers.L1(0.001)), penalty(keras.regularizers.L2(0.01))
    both = penalty(keras.regularizers.L1L2(l1=0.0005, l2=0.002))
    image = keras.Input(IMAGE_SHAPE, name="image")
    x = layers.Conv2D(
        4, 3, padding="same", activation="relu", name="conv1", kernel_regularizer=l2
    )(image)
    if with_batch_normalization:
        x = layers.BatchNormalization(name="bn1", momentum=0.9)(x)
    x = layers.MaxPooling2D(name="pool1")(x)
    x = layers.Conv2D(6, 3, activation="relu", name="conv2", kernel_regularizer=l1)(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(12, activation="relu", name="dense1", kernel_regularizer=both)(x)
    return keras.Model(image, layers.Dense(units, activation=activation, name="classes")(x))


def build_frozen_model() -> keras.Model:
    """The gradient of conv1 comes through two frozen layers; the penalty of the frozen conv2 does not count."""
    model = build_model("softmax", CLASSES, with_batch_normalization=True, with_regularizers=True)
    for name in ("bn1", "conv2"):
        model.get_layer(name).trainable = False
    return model


def draw_weights(model: keras.Model, random: np.random.Generator) -> list[np.ndarray]:
    """Four decimals: short in JSON, and the same float32 on both sides."""
    drawn = []
    for weight in model.weights:
        if len(weight.shape) > 1:
            fan_in = np.prod(weight.shape[:-1])
            drawn.append(random.normal(0, np.sqrt(2 / fan_in), weight.shape).round(4))
        else:
            drawn.append(weight.numpy() + random.uniform(0, 0.1, weight.shape).round(4))
    return [one.astype("float32") for one in drawn]


def describe_model(model: keras.Model, weights: list[np.ndarray]) -> dict:
    return {
        "topology": to_document_model(model),
        "trainable": count(model.trainable_weights),
        "nonTrainable": count(model.non_trainable_weights),
        "weights": describe_weights(weights),
    }


def describe_weights(weights: list[np.ndarray]) -> list[dict]:
    return [
        {"shape": list(one.shape), "values": [round(float(v), 4) for v in one.reshape(-1)]}
        for one in weights
    ]


def run_case(case: dict, build, weights, pixels, labels) -> dict:
    model = build()
    model.set_weights(weights)
    settings = case.get("training", {})
    optimizer = make_optimizer(case["optimizer"], settings)
    model.compile(optimizer=optimizer, loss=make_loss(case["loss"], settings), metrics=["accuracy"])
    class_weights = settings.get("classWeights")
    losses, accuracies = [], []
    for step in range(STEPS):
        rows = slice((step % BATCHES) * BATCH_SIZE, (step % BATCHES + 1) * BATCH_SIZE)
        inputs = (pixels[rows] / 255).astype("float32")
        targets = make_targets(case["loss"], model.output_shape[-1], labels[rows])
        model.reset_metrics()
        result = model.train_on_batch(
            inputs,
            targets,
            class_weight=dict(enumerate(class_weights)) if class_weights else None,
            return_dict=True,
        )
        losses.append(float(result["loss"]))
        accuracies.append(float(result["accuracy"]))
    first = (pixels[:BATCH_SIZE] / 255).astype("float32")
    predictions = model.predict(first, verbose=0)
    targets = make_targets(case["loss"], model.output_shape[-1], labels[:BATCH_SIZE])
    evaluation = model.evaluate(first, targets, batch_size=BATCH_SIZE, verbose=0)
    return {
        **case,
        "evaluationLoss": significant([evaluation[0]], 7)[0],
        "losses": significant(losses, 7),
        "accuracies": accuracies,
        "predictions": significant(predictions.reshape(-1).tolist(), 7),
    }


def make_targets(loss: str, outputs: int, labels: np.ndarray) -> np.ndarray:
    if loss == "sparse_categorical_crossentropy":
        return labels
    if outputs == 1:
        # Two classes from ten: odd digits are "yes".
        return (labels % 2).astype("float32").reshape(-1, 1)
    return keras.utils.to_categorical(labels, CLASSES)


def make_loss(name: str, settings: dict) -> keras.losses.Loss | str:
    classes = {
        "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
        "binary_crossentropy": keras.losses.BinaryCrossentropy,
    }
    smoothing = settings.get("labelSmoothing")
    return classes[name](label_smoothing=smoothing) if smoothing else name


def make_schedule(settings: dict, base: float) -> keras.optimizers.schedules.LearningRateSchedule:
    schedules = keras.optimizers.schedules
    kind = settings["kind"]
    if kind == "step":
        every = settings["everyEpochs"] * BATCHES
        return schedules.ExponentialDecay(base, every, settings["factor"], staircase=True)
    if kind == "exponential":
        staircase = settings.get("staircase", False)
        return schedules.ExponentialDecay(base, settings["decaySteps"], settings["decayRate"], staircase)
    warm_up, alpha = round(settings.get("warmUp", 0) * STEPS), settings.get("alpha", 0.0)
    if warm_up == 0:
        return schedules.CosineDecay(base, STEPS, alpha=alpha)
    return schedules.CosineDecay(
        0.0, STEPS - warm_up, alpha=alpha, warmup_target=base, warmup_steps=warm_up
    )


def make_optimizer(settings: dict, training: dict) -> keras.optimizers.Optimizer:
    names = {
        "learningRate": "learning_rate",
        "beta1": "beta_1",
        "beta2": "beta_2",
        "weightDecay": "weight_decay",
        "initialAccumulatorValue": "initial_accumulator_value",
    }
    classes = {
        "adam": keras.optimizers.Adam,
        "sgd": keras.optimizers.SGD,
        "rmsprop": keras.optimizers.RMSprop,
        "adamw": keras.optimizers.AdamW,
        "nadam": keras.optimizers.Nadam,
        "adagrad": keras.optimizers.Adagrad,
        "adadelta": keras.optimizers.Adadelta,
    }
    given = {names.get(key, key): value for key, value in settings.items() if key != "kind"}
    if "schedule" in training:
        given["learning_rate"] = make_schedule(training["schedule"], given["learning_rate"])
    clipping = training.get("gradientClipping")
    if clipping:
        keys = {"value": "clipvalue", "norm": "clipnorm", "global-norm": "global_clipnorm"}
        given[keys[clipping["kind"]]] = clipping["limit"]
    return classes[settings["kind"]](**given)


# Metrics ---------------------------------------------------------------------------------------


def metrics_fixture() -> dict:
    """Metrics of made-up answers: precision, recall and F1 by scikit-learn, the others by Keras."""
    random = np.random.default_rng(5)
    return {
        "writtenBy": f"{versions()}, scikit-learn {sklearn.__version__}",
        "cases": [
            metrics_case(random, head="softmax", outputs=8, classes=7, examples=60),
            metrics_case(random, head="softmax", outputs=4, classes=4, examples=50),
            metrics_case(random, head="softmax", outputs=2, classes=2, examples=40),
            metrics_case(random, head="sigmoid", outputs=1, classes=2, examples=40),
            metrics_case(random, head="sigmoid", outputs=3, classes=3, examples=40),
        ],
    }


def metrics_case(random, head: str, outputs: int, classes: int, examples: int) -> dict:
    labels = random.integers(0, classes, examples)
    logits = random.normal(0, 1.5, (examples, outputs))
    if outputs == 1:
        logits[:, 0] += 2.0 * labels - 1
    else:
        logits[np.arange(examples), labels] += 1.5
        # A class that nobody is of: it may be said, or may not occur at all.
        logits[:, classes:] -= 2
    logits = logits.round(3).astype("float32")
    scores = keras.ops.softmax(logits) if head == "softmax" else keras.ops.sigmoid(logits)
    answers = scores.numpy()
    predicted = (answers[:, 0] > 0.5).astype(int) if outputs == 1 else answers.argmax(-1)
    targets = labels.reshape(-1, 1) if outputs == 1 else keras.utils.to_categorical(labels, outputs)
    average = {"average": "binary" if classes == 2 else "macro", "zero_division": 0}
    auc = keras.metrics.AUC()
    auc.update_state(targets, answers)
    metrics = {
        "precision": precision_score(labels, predicted, **average),
        "recall": recall_score(labels, predicted, **average),
        "f1": f1_score(labels, predicted, **average),
        "auc": auc.result(),
    }
    if outputs > 1:
        top = keras.metrics.TopKCategoricalAccuracy(k=5)
        top.update_state(targets, answers)
        metrics["topKAccuracy"] = top.result()
    return {
        "head": head,
        "outputs": outputs,
        "labels": labels.tolist(),
        "logits": significant(logits.reshape(-1).tolist(), 6),
        "metrics": {key: significant([float(value)], 7)[0] for key, value in metrics.items()},
    }


# The lecture's models ----------------------------------------------------------------------------


def summaries_fixture(experiments: Path) -> dict:
    """Opens the model inside each experiment with Keras' own reader and keeps what summary() prints."""
    models = {}
    for file in sorted(experiments.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        model = keras.models.model_from_json(json.dumps(document["model"]))
        text = io.StringIO()
        model.summary(print_fn=lambda line: text.write(line + "\n"), line_length=80)
        models[document["name"]] = {
            "summary": text.getvalue(),
            "layers": [
                {
                    "name": layer.name,
                    "className": type(layer).__name__,
                    "outputShape": list(layer.output.shape[1:]),
                    "parameters": layer.count_params(),
                }
                for layer in model.layers
            ],
            "parameters": model.count_params(),
            "trainable": count(model.trainable_weights),
            "nonTrainable": count(model.non_trainable_weights),
        }
    return {"writtenBy": versions(), "models": models}


# Helpers -----------------------------------------------------------------------------------------


def to_document_model(model: keras.Model) -> dict:
    """What Keras 3 writes, without the parts that describe how it was compiled."""
    document = json.loads(model.to_json())
    return {"class_name": document["class_name"], "config": document["config"]}


def count(weights: list) -> int:
    return int(sum(np.prod(weight.shape) for weight in weights))


def significant(values: list[float], digits: int) -> list[float]:
    return [float(f"{value:.{digits}g}") for value in values]


def versions() -> str:
    return f"Keras {keras.__version__} on TensorFlow {tf.__version__}"


def write_json(file: Path, value: dict) -> None:
    """Two spaces, lists of plain values on one line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, indent=2, ensure_ascii=False)
    flat = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m[1]) + "]", text)
    file.write_text(flat + "\n", "utf-8")
    print(f"{file}: {len(flat):,} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
