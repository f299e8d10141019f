"""Writes what Keras gives for every layer kind: shapes, counts, values, two training steps, receptive fields, refusals.

Run with the folder of the checkout as the only argument; README.md beside this file says how.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
import tf_keras
from keras import layers

from keras_fixtures import count, significant, to_document_model, versions
from keras_layer_table import Case, cases, refused_cases

EXAMPLES, CLASSES, STEPS, LEARNING_RATE = 2, 3, 2, 0.1
# Larger layers give shapes and counts only.
MOST_VALUES = 150


def main(checkout: Path) -> None:
    write_lines(checkout / "src/shared/fixtures/keras-layers.json", layers_fixture())
    write_lines(checkout / "src/trainer/fixtures/keras-layer-steps.json", steps_fixture())


def write_lines(file: Path, value: dict) -> None:
    """One case a line: many cases in a file that can still be read and compared."""
    def write(one) -> str:
        return json.dumps(one, separators=(",", ":"), ensure_ascii=False)

    parts = [
        f'"{key}": [\n' + ",\n".join(map(write, one)) + "\n]" if isinstance(one, list) else f'"{key}": {write(one)}'
        for key, one in value.items()
    ]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    file.write_text(text, "utf-8")
    print(f"{file}: {len(text):,} characters")


# Shapes and counts -------------------------------------------------------------------------------


def layers_fixture() -> dict:
    return {
        "writtenBy": f"{versions()}, tf_keras {tf_keras.__version__}",
        "cases": without_repeats([shape_case(case) for case in cases()]),
        "refused": [refused_case(case) for case in refused_cases()],
        "receptiveFields": [receptive_field_case(*one) for one in stacks()],
        "documents": documents(),
        "initializers": [initializer_case(*one) for one in initializers()],
    }


def shape_case(case: Case) -> dict:
    layer = make_layer(case)
    output = call(layer, [keras.KerasTensor((None, *shape)) for shape in case.inputs])
    written = json.loads(json.dumps(keras.saving.serialize_keras_object(layer)))
    legacy = legacy_config(case)
    multiply_adds = count_multiply_adds(case)
    return {
        "className": case.class_name,
        "config": written["config"],
        **({"legacyConfig": legacy} if legacy else {}),
        "inputShapes": [list(shape) for shape in case.inputs],
        "outputShape": list(output.shape[1:]),
        "weights": [{"name": one.name, "shape": list(one.shape)} for one in layer.weights],
        "trainable": count(layer.trainable_weights),
        "nonTrainable": count(layer.non_trainable_weights),
        **({"multiplyAdds": multiply_adds} if multiply_adds else {}),
    }


PRODUCTS = ("Conv2D", "Conv3D", "DepthwiseConv2dNative", "MatMul")


def count_multiply_adds(case: Case) -> int:
    """Of the convolutions and products in TensorFlow's graph of the layer, by its own profiler; two operations each.

    It counts the zeros in the gaps of filters, and those around a turned filter; these are left out.
    """
    if case.class_name != "Dense" and not case.class_name.endswith(("Conv1D", "Conv2D", "Conv3D")):
        return 0
    if "dilation_rate" in case.arguments:
        return 0
    layer = make_layer(case)
    run = tf.function(lambda x: layer(x)).get_concrete_function(tf.TensorSpec((1, *case.inputs[0])))
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().order_by("name").build()
    profile = tf.compat.v1.profiler.profile(run.graph, cmd="op", options=options)
    return sum(one.float_ops for one in walk(profile)) // 2


def walk(profile) -> list:
    """The operations of a profile, which hang one below the other."""
    return [
        found
        for one in profile.children
        for found in ([one] if one.name in PRODUCTS else []) + walk(one)
    ]


def without_repeats(described: list[dict]) -> list[dict]:
    """Keras 2's words for the first configurations of each kind: the others differ in values only."""
    counts = {}
    for one in described:
        counts[one["className"]] = counts.get(one["className"], 0) + 1
        if counts[one["className"]] > 3:
            one.pop("legacyConfig", None)
    return described


def legacy_config(case: Case) -> dict | None:
    """What Keras 2 writes of the same layer; null where it does not have it."""
    arguments = dict(case.arguments)
    if case.class_name == "LeakyReLU":
        arguments = {"alpha": value for value in arguments.values()}
    for key, value in arguments.items():
        if isinstance(value, keras.Regularizer):
            arguments[key] = getattr(tf_keras.regularizers, type(value).__name__)(**value.get_config())
    try:
        layer = getattr(tf_keras.layers, case.class_name)(name="layer", **arguments)
        tensors = [tf_keras.Input(shape) for shape in case.inputs]
        model = tf_keras.Model(tensors, call(layer, tensors))
    except (ValueError, TypeError):
        return None
    return json.loads(model.to_json())["config"]["layers"][-1]["config"]


def refused_case(case: Case) -> dict:
    try:
        layer = make_layer(case)
        call(layer, [keras.Input(shape) for shape in case.inputs])
        # Some is refused by TensorFlow only, when it is computed.
        call(layer, [np.zeros((1, *shape), "float32") for shape in case.inputs])
    except Exception as error:
        described = f"{type(error).__name__}: {str(error).splitlines()[0][:120]}"
    else:
        raise SystemExit(f"Keras takes {case}")
    return {
        "className": case.class_name,
        "config": {key: value for key, value in case.arguments.items()},
        "inputShapes": [list(shape) for shape in case.inputs],
        "kerasSays": described,
    }


def make_layer(case: Case) -> layers.Layer:
    return getattr(layers, case.class_name)(name="layer", **case.arguments)


def call(layer, tensors: list):
    is_merge = type(layer).__name__ in ("Add", "Multiply", "Concatenate")
    return layer(tensors if is_merge else tensors[0])


# Values and two steps ------------------------------------------------------------------------------


def steps_fixture() -> dict:
    random = np.random.default_rng(17)
    small = [
        case
        for case in cases()
        if max(np.prod(shape) for shape in case.inputs) <= MOST_VALUES and case.is_computed
    ]
    return {
        "writtenBy": versions(),
        "learningRate": LEARNING_RATE,
        "cases": [step_case(case, random) for case in small],
    }


def step_case(case: Case, random: np.random.Generator) -> dict:
    model = build_trainable(case)
    weights = draw(model, random)
    model.set_weights(weights)
    inputs = random.normal(0, 1, (EXAMPLES, *model.input_shape[1:])).round(2).astype("float32")
    labels = random.integers(0, CLASSES, EXAMPLES)
    outputs = keras.Model(model.input, model.get_layer("layer").output).predict(inputs, verbose=0)
    described = {
        "className": case.class_name,
        "topology": lean(to_document_model(model)),
        "weights": [
            {"shape": list(one.shape), "values": [round(float(v), 2) for v in one.reshape(-1)]}
            for one in weights
        ],
        "inputs": [round(float(value), 2) for value in inputs.reshape(-1)],
        "outputs": significant(outputs.reshape(-1).tolist(), 7),
    }
    if case.is_random:
        return described
    model.compile(
        optimizer=keras.optimizers.SGD(LEARNING_RATE), loss="categorical_crossentropy"
    )
    targets = keras.utils.to_categorical(labels, CLASSES)
    losses = [
        model.train_on_batch(inputs, targets, return_dict=True)["loss"] for _ in range(STEPS)
    ]
    return {
        **described,
        "labels": labels.tolist(),
        "losses": significant([float(one) for one in losses], 7),
        "after": [significant(one.reshape(-1).tolist(), 6) for one in model.get_weights()],
    }


def lean(value):
    """Without what says nothing: values that are null, types that are float32, beginnings of weights that are given."""
    if isinstance(value, list):
        return [lean(one) for one in value]
    if not isinstance(value, dict):
        return value
    silent = ("dtype", "registered_name", "build_config", "module", "kwargs", "trainable")
    if "keras_history" in value.get("config", {}):
        return {"class_name": value["class_name"], "config": {"keras_history": value["config"]["keras_history"]}}
    return {
        key: lean(one)
        for key, one in value.items()
        if one is not None and key not in silent and not key.endswith("_initializer")
    }


def build_trainable(case: Case) -> keras.Model:
    """The layer between one with weights, whose gradient goes through it, and a classifier."""
    if len(case.inputs) > 1:
        return build_trainable_merge(case)
    (shape,) = case.inputs
    image = keras.Input(shape, name="image")
    x = point_layer(shape, "before")(image)
    for index, (class_name, arguments) in enumerate(case.before):
        x = getattr(layers, class_name)(name=f"between{index}", **arguments)(x)
    return keras.Model(image, classify(make_layer(case)(x)))


def build_trainable_merge(case: Case) -> keras.Model:
    """Each branch from the one input, brought to its shape."""
    source = (1,) if len(case.inputs[0]) == 1 else (case.inputs[0][0], case.inputs[0][1], 2)
    image = keras.Input(source, name="image")
    branches = [branch(image, shape, f"branch{index}") for index, shape in enumerate(case.inputs)]
    return keras.Model(image, classify(make_layer(case)(branches)))


def branch(image, shape: tuple, name: str):
    if len(shape) == 1:
        return layers.Dense(shape[0], name=name)(image)
    height, width = image.shape[1:3]
    x = layers.Conv2D(shape[2], 1, name=name)(image)
    if shape[:2] == (height, width):
        return x
    return layers.Resizing(shape[0], shape[1], name=f"{name}_resized")(x)


def point_layer(shape: tuple, name: str) -> layers.Layer:
    """Mixes the channels of each place, and keeps the shape."""
    channels = shape[-1]
    kinds = {2: layers.Conv1D, 3: layers.Conv2D, 4: layers.Conv3D}
    if len(shape) == 1:
        return layers.Dense(channels, name=name)
    return kinds[len(shape)](channels, 1, name=name)


def classify(x):
    if len(x.shape) > 2:
        x = layers.Flatten(name="flat")(x)
    return layers.Dense(CLASSES, activation="softmax", name="classes")(x)


def draw(model: keras.Model, random: np.random.Generator) -> list[np.ndarray]:
    """Two decimals: short in JSON, and the same float32 on both sides. Variances are positive."""
    drawn = []
    for weight in model.weights:
        values = random.normal(0, 0.6, weight.shape)
        if weight.name in ("gamma", "moving_variance"):
            values = np.abs(values) + 0.5
        drawn.append(values.round(2).astype("float32"))
    return drawn


# Receptive fields --------------------------------------------------------------------------------


def stacks() -> list[tuple[str, list[tuple[str, dict]]]]:
    conv = {"filters": 2, "kernel_size": 3, "padding": "same"}
    return [
        ("three convolutions", [("Conv2D", conv)] * 3),
        ("strides", [("Conv2D", {**conv, "strides": 2}), ("Conv2D", conv), ("Conv2D", {**conv, "strides": [1, 2]})]),
        ("dilation", [("Conv2D", conv), ("Conv2D", {**conv, "dilation_rate": [2, 3]}), ("Conv2D", conv)]),
        ("pooling", [("Conv2D", conv), ("AveragePooling2D", {"pool_size": 2}), ("Conv2D", conv), ("AveragePooling2D", {"pool_size": 3}), ("Conv2D", conv)]),
        ("depthwise and separable", [("DepthwiseConv2D", {"kernel_size": 5, "padding": "same"}), ("SeparableConv2D", {**conv, "strides": 2}), ("SeparableConv2D", conv)]),
        ("padding and cropping", [("ZeroPadding2D", {}), ("Conv2D", {"filters": 1, "kernel_size": 5}), ("Cropping2D", {"cropping": 1}), ("Conv2D", conv)]),
        ("normalised channels", [("Conv2D", conv), ("LayerNormalization", {"center": False}), ("Conv2D", conv)]),
        ("up-sampling", [("AveragePooling2D", {"pool_size": 2}), ("UpSampling2D", {}), ("Conv2D", {**conv, "kernel_size": 5})]),
        ("turned around", [("Conv2D", {**conv, "strides": 2}), ("Conv2DTranspose", {"filters": 1, "kernel_size": 2, "strides": 2})]),
        ("global", [("Conv2D", conv), ("GlobalAveragePooling2D", {})]),
        ("flat", [("Conv2D", conv), ("Conv2D", conv), ("Flatten", {})]),
        ("dense", [("Conv2D", conv), ("Flatten", {}), ("Dense", {"units": 2})]),
    ]


def receptive_field_case(name: str, stack: list[tuple[str, dict]]) -> dict:
    """The largest box of pixels from which any value of the output gets a gradient."""
    size = 40
    image = keras.Input((size, size, 1), name="image")
    x = image
    for index, (class_name, arguments) in enumerate(stack):
        x = getattr(layers, class_name)(name=f"layer{index}", **arguments)(x)
    model = keras.Model(image, x)
    random = np.random.default_rng(3)
    model.set_weights([np.abs(random.normal(1, 0.2, one.shape)) for one in model.weights])
    return {
        "name": name,
        "topology": to_document_model(model),
        "receptiveField": list(footprint(model, random.uniform(1, 2, (1, size, size, 1)))),
    }


def footprint(model: keras.Model, image: np.ndarray) -> tuple[int, int]:
    pixels = tf.constant(image, "float32")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(pixels)
        # A row, a column and the middle are enough: windows do not grow anywhere else.
        output = model(pixels)[0]
        values = probe_values(output)
    boxes = []
    for value in values:
        seen = np.argwhere(np.abs(tape.gradient(value, pixels)[0, :, :, 0].numpy()) > 0)
        boxes.append(seen.max(0) - seen.min(0) + 1)
    height, width = np.max(boxes, axis=0)
    return int(height), int(width)


def probe_values(output) -> list:
    if len(output.shape) == 1:
        return [output[index] for index in range(0, output.shape[0], max(1, output.shape[0] // 50))]
    height, width = output.shape[:2]
    diagonal = [output[i * height // width if width > height else i, i if width > height else i * width // height, 0] for i in range(max(height, width))]
    return [*diagonal, *[output[height // 2, column, 0] for column in range(width)], *[output[row, width // 2, 0] for row in range(height)]]


# Whole documents -----------------------------------------------------------------------------------


def documents() -> list[dict]:
    """One network in the words of Keras 3 and of Keras 2, as a graph and as a chain."""
    return [
        {"name": f"{name} of {version}", "model": document(model), "parameters": model.count_params()}
        for version, library in (("Keras 3", keras), ("Keras 2", tf_keras))
        for name, model in (("graph", build_graph(library)), ("chain", build_chain(library)))
    ]


def document(model) -> dict:
    whole = json.loads(model.to_json())
    return {"class_name": whole["class_name"], "config": whole["config"]}


def build_graph(library):
    kinds = library.layers
    image = library.Input((16, 16, 3), name="image")
    x = kinds.Rescaling(2.0, offset=-1.0, name="rescaled")(image)
    x = kinds.Conv2D(8, 3, padding="same", use_bias=False, kernel_initializer="lecun_normal", name="conv")(x)
    x = kinds.BatchNormalization(name="norm")(x)
    x = before = kinds.Activation("silu" if library is keras else "swish", name="act")(x)
    x = kinds.DepthwiseConv2D(3, padding="same", depthwise_regularizer=library.regularizers.L2(0.5), name="depth")(x)
    gate = kinds.GlobalAveragePooling2D(keepdims=True, name="squeeze")(x)
    gate = kinds.Conv2D(8, 1, activation="sigmoid", name="gate")(gate)
    x = kinds.Multiply(name="gated")([x, gate])
    x = kinds.Add(name="added")([x, before])
    x = kinds.SpatialDropout2D(0.25, name="dropped")(x)
    x = kinds.Concatenate(name="joined")([x, before])
    x = kinds.MaxPooling2D(name="pool")(x)
    x = kinds.LayerNormalization(name="layer_norm")(x)
    x = kinds.PReLU(shared_axes=[1, 2], name="slopes")(x)
    x = kinds.Flatten(name="flat")(x)
    return library.Model(image, kinds.Dense(10, activation="softmax", name="classes")(x), name="graph")


def build_chain(library):
    kinds = library.layers
    return library.Sequential(
        [
            kinds.Input((20, 4), name="steps") if library is keras else kinds.InputLayer((20, 4), name="steps"),
            kinds.Conv1D(6, 3, padding="causal", dilation_rate=2, activation="relu", name="conv"),
            kinds.AveragePooling1D(2, name="pool"),
            kinds.GaussianNoise(0.125, name="noise"),
            kinds.ELU(alpha=0.5, name="act"),
            kinds.GlobalMaxPooling1D(name="global_pool"),
            kinds.Reshape((2, 3), name="shape"),
            kinds.Flatten(name="flat"),
            kinds.Dense(4, name="classes"),
            kinds.Softmax(name="ending"),
        ],
        name="chain",
    )


# Initialisers ----------------------------------------------------------------------------------------


def initializers() -> list[tuple[str, dict, tuple]]:
    kernel, matrix = (3, 3, 32, 64), (300, 200)
    return [
        *[
            (name, {}, shape)
            for name in (
                "GlorotUniform GlorotNormal HeUniform HeNormal LecunUniform LecunNormal RandomUniform RandomNormal"
                " TruncatedNormal VarianceScaling Zeros Ones Constant"
            ).split()
            for shape in (kernel, matrix)
        ],
        ("RandomUniform", {"minval": 0.0, "maxval": 2.0}, matrix),
        ("RandomNormal", {"mean": 0.5, "stddev": 0.25}, matrix),
        ("TruncatedNormal", {"mean": 0.5, "stddev": 0.25}, matrix),
        ("VarianceScaling", {"scale": 3.0, "mode": "fan_out", "distribution": "uniform"}, kernel),
        ("VarianceScaling", {"mode": "fan_avg", "distribution": "untruncated_normal"}, kernel),
        ("VarianceScaling", {"mode": "fan_avg", "distribution": "truncated_normal"}, kernel),
        ("Constant", {"value": 0.5}, matrix),
        ("Orthogonal", {}, matrix),
        ("Orthogonal", {"gain": 2.0}, (3, 3, 8, 16)),
    ]


def initializer_case(class_name: str, arguments: dict, shape: tuple) -> dict:
    """Mean, deviation and limits of one draw: the same draw is not to be expected, the same distribution is."""
    made = getattr(keras.initializers, class_name)(**arguments)
    values = np.array(made(shape))
    written = keras.saving.serialize_keras_object(made)
    return {
        "written": written,
        "shape": list(shape),
        "mean": float(values.mean()),
        "deviation": float(values.std()),
        "smallest": float(values.min()),
        "largest": float(values.max()),
    }


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    main(Path(sys.argv[1]))
