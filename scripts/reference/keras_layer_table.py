"""The configurations of every layer kind that keras_layers.py asks Keras about, and those that Keras refuses."""

from dataclasses import dataclass, field

import keras

L1, L2 = keras.regularizers.L1(0.01), keras.regularizers.L2(0.02)
INITIALIZERS = "he_normal he_uniform glorot_normal lecun_normal lecun_uniform orthogonal".split()
ACTIVATIONS = (
    "linear relu sigmoid softmax tanh elu selu softplus softsign gelu swish relu6 leaky_relu hard_sigmoid hard_swish"
    " mish exponential log_softmax"
).split()

ROW, WIDE_ROW = (6,), (128,)
SEQUENCE, PICTURE, VOLUME = (7, 2), (5, 6, 2), (4, 5, 3, 2)
CIFAR, ODD = (32, 32, 3), (7, 9, 4)


@dataclass
class Case:
    class_name: str
    arguments: dict
    inputs: tuple
    """Shapes of one example: one, or as many as the layer joins."""
    before: list = field(default_factory=list)
    """Layers in front of it in the training step, after the one with weights."""

    @property
    def is_random(self) -> bool:
        return self.class_name in ("Dropout", "SpatialDropout2D", "GaussianNoise")

    @property
    def is_computed(self) -> bool:
        """TensorFlow has no transposed convolution with gaps on processors."""
        return self.class_name != "Conv2DTranspose" or "dilation_rate" not in self.arguments


def cases() -> list[Case]:
    return [
        *[
            Case(name, arguments, (shape,))
            for name, shape, configurations in single_input_table()
            for arguments in configurations
        ],
        *gradient_cases(),
        *merge_cases(),
    ]


def single_input_table() -> list[tuple[str, tuple, list[dict]]]:
    return [
        ("Conv1D", SEQUENCE, convolutions(1)),
        ("Conv1D", SEQUENCE, [{"filters": 3, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}]),
        ("Conv1D", SEQUENCE, [{"filters": 2, "kernel_size": 2, "padding": "causal", "strides": 2}]),
        ("Conv1D", (128, 12), [{"filters": 32, "kernel_size": 5, "strides": 3}]),
        ("Conv2D", PICTURE, convolutions(2)),
        (
            "Conv2D",
            PICTURE,
            [
                {"filters": 3, "kernel_size": [3, 2], "padding": "same", "activation": "relu"},
                {"filters": 2, "kernel_size": 2, "strides": [2, 1], "use_bias": False},
                {"filters": 2, "kernel_size": 2, "dilation_rate": [1, 2], "padding": "same"},
                {"filters": 2, "kernel_size": 2, "dilation_rate": 2, "use_bias": False},
                {"filters": 2, "kernel_size": 2, "bias_regularizer": L1, "kernel_regularizer": L2},
            ],
        ),
        (
            "Conv2D",
            CIFAR,
            [
                {"filters": 32, "kernel_size": 3, "padding": "same"},
                {"filters": 64, "kernel_size": [5, 5], "strides": 3},
            ],
        ),
        (
            "Conv2D",
            ODD,
            [
                {"filters": 8, "kernel_size": 7, "padding": "same", "strides": 4},
                *[{"filters": 8, "kernel_size": 1, "kernel_initializer": name} for name in INITIALIZERS],
            ],
        ),
        ("Conv3D", VOLUME, convolutions(3)),
        ("Conv3D", (16, 16, 16, 2), [{"filters": 4, "kernel_size": [3, 5, 1], "strides": [1, 2, 3]}]),
        (
            "DepthwiseConv2D",
            PICTURE,
            [
                {"kernel_size": 3},
                {"kernel_size": [2, 3], "depth_multiplier": 3, "padding": "same", "activation": "tanh"},
                {"kernel_size": 2, "strides": 2, "use_bias": False},
                {"kernel_size": 2, "dilation_rate": 2, "padding": "same"},
                {"kernel_size": 2, "depthwise_regularizer": L2},
            ],
        ),
        ("DepthwiseConv2D", CIFAR, [{"kernel_size": 5, "strides": 2, "padding": "same"}]),
        (
            "SeparableConv2D",
            PICTURE,
            [
                {"filters": 3, "kernel_size": 3},
                {"filters": 4, "kernel_size": [2, 3], "depth_multiplier": 2, "padding": "same", "activation": "relu"},
                {"filters": 3, "kernel_size": 2, "strides": 2, "use_bias": False},
                {"filters": 2, "kernel_size": 2, "dilation_rate": 2},
                {"filters": 2, "kernel_size": 2, "pointwise_regularizer": L1, "depthwise_regularizer": L2},
            ],
        ),
        ("SeparableConv2D", CIFAR, [{"filters": 64, "kernel_size": 3, "padding": "same"}]),
        (
            "Conv2DTranspose",
            (3, 4, 2),
            [
                {"filters": 3, "kernel_size": 3},
                {"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "relu"},
                {"filters": 2, "kernel_size": 2, "strides": [2, 3], "use_bias": False},
                {"filters": 2, "kernel_size": [3, 2], "strides": 2, "padding": "same", "output_padding": 1},
                {"filters": 2, "kernel_size": 3, "strides": 2, "output_padding": [1, 0]},
                {"filters": 2, "kernel_size": 2, "dilation_rate": 2},
                {"filters": 2, "kernel_size": 1, "strides": 3, "kernel_regularizer": L2},
            ],
        ),
        ("Conv2DTranspose", (8, 8, 64), [{"filters": 32, "kernel_size": 4, "strides": 2, "padding": "same"}]),
        *[
            (f"{kind}Pooling{rank}D", shape, poolings(rank))
            for kind in ("Max", "Average")
            for rank, shape in ((1, SEQUENCE), (2, PICTURE), (3, VOLUME))
        ],
        *[
            (f"Global{kind}Pooling{rank}D", shape, [{}, {"keepdims": True}])
            for kind in ("Max", "Average")
            for rank, shape in ((1, SEQUENCE), (2, PICTURE), (3, VOLUME))
        ],
        ("Flatten", PICTURE, [{}]),
        ("Flatten", ROW, [{}]),
        ("Flatten", VOLUME, [{}]),
        (
            "Reshape",
            PICTURE,
            [{"target_shape": [60]}, {"target_shape": [10, -1]}, {"target_shape": [3, -1, 5]}],
        ),
        ("Reshape", (12,), [{"target_shape": [2, 3, 2]}, {"target_shape": [-1]}]),
        (
            "Dense",
            ROW,
            [
                {"units": 4},
                {"units": 3, "use_bias": False, "activation": "tanh"},
                {"units": 5, "kernel_regularizer": L1, "bias_regularizer": L2},
            ],
        ),
        ("Dense", (2048,), [{"units": 10, "activation": "softmax"}]),
        ("Dropout", PICTURE, [{"rate": 0.25}]),
        ("Dropout", WIDE_ROW, [{"rate": 0.5}]),
        ("SpatialDropout2D", PICTURE, [{"rate": 0.25}]),
        ("GaussianNoise", PICTURE, [{"stddev": 0.25}]),
        ("GaussianNoise", ROW, [{"stddev": 1.0}]),
        *[
            ("BatchNormalization", shape, [{}, {"momentum": 0.75, "epsilon": 0.0625}])
            for shape in (ROW, SEQUENCE, PICTURE, VOLUME)
        ],
        (
            "BatchNormalization",
            PICTURE,
            [
                {"center": False},
                {"scale": False},
                {"axis": 3, "gamma_regularizer": L2, "beta_regularizer": L1},
                {"center": False, "scale": False},
            ],
        ),
        *[("LayerNormalization", shape, [{}]) for shape in (ROW, SEQUENCE, PICTURE, VOLUME)],
        (
            "LayerNormalization",
            PICTURE,
            [
                {"epsilon": 0.0625, "center": False},
                {"axis": [1, 2, 3], "scale": False},
                {"axis": [1, 2]},
                {"axis": 1, "gamma_regularizer": L2},
            ],
        ),
        *[("Activation", ROW, [{"activation": name}]) for name in ACTIVATIONS],
        ("Activation", PICTURE, [{"activation": "relu"}, {"activation": "softmax"}]),
        (
            "ReLU",
            PICTURE,
            [
                {},
                {"max_value": 0.5},
                {"negative_slope": 0.25},
                {"threshold": 0.25},
                {"max_value": 1.0, "negative_slope": 0.5, "threshold": 0.25},
                {"max_value": 6.0},
            ],
        ),
        ("LeakyReLU", PICTURE, [{}, {"negative_slope": 0.125}]),
        ("ELU", PICTURE, [{}, {"alpha": 0.5}]),
        (
            "PReLU",
            PICTURE,
            [{}, {"shared_axes": [1, 2]}, {"shared_axes": [3], "alpha_regularizer": L2}],
        ),
        ("PReLU", SEQUENCE, [{"shared_axes": [1], "alpha_initializer": "ones"}]),
        ("Softmax", ROW, [{}]),
        ("Softmax", PICTURE, [{}, {"axis": 1}, {"axis": -2}]),
        (
            "ZeroPadding2D",
            PICTURE,
            [{}, {"padding": [2, 1]}, {"padding": [[1, 0], [0, 3]]}, {"padding": 0}],
        ),
        ("Cropping2D", PICTURE, [{}, {"cropping": 1}, {"cropping": [[1, 2], [0, 4]]}, {"cropping": [1, 2]}]),
        (
            "UpSampling2D",
            (3, 4, 2),
            [
                {},
                {"size": [3, 1]},
                {"size": 2, "interpolation": "bilinear"},
                {"size": [1, 3], "interpolation": "bilinear"},
                {"size": 2, "interpolation": "bicubic"},
            ],
        ),
        ("Rescaling", PICTURE, [{"scale": 0.5}, {"scale": 2.0, "offset": -1.0}]),
        (
            "Resizing",
            PICTURE,
            [
                {"height": 3, "width": 4},
                {"height": 8, "width": 9},
                {"height": 3, "width": 8, "interpolation": "nearest"},
                {"height": 7, "width": 4, "interpolation": "bicubic"},
                {"height": 3, "width": 3, "crop_to_aspect_ratio": True},
                {"height": 2, "width": 7, "crop_to_aspect_ratio": True, "interpolation": "nearest"},
            ],
        ),
        ("Resizing", ODD, [{"height": 32, "width": 32}]),
    ]


def convolutions(rank: int) -> list[dict]:
    return [
        {"filters": 3, "kernel_size": 3},
        {"filters": 2, "kernel_size": 2, "padding": "same", "activation": "relu"},
        {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"},
        {"filters": 2, "kernel_size": 2, "strides": 2, "use_bias": False, "activation": "sigmoid"},
        {"filters": 2, "kernel_size": 2, "dilation_rate": 2},
        {"filters": 2, "kernel_size": 1, "kernel_regularizer": L2, "bias_initializer": "ones"},
    ]


def poolings(rank: int) -> list[dict]:
    return [
        {"pool_size": 2},
        {"pool_size": 2, "padding": "same"},
        {"pool_size": 3, "strides": 1},
        {"pool_size": 3, "strides": 2, "padding": "same"},
        {"pool_size": [2, 3, 1][:rank], "strides": [1, 2, 2][:rank], "padding": "same"},
    ]


def gradient_cases() -> list[Case]:
    """The same value in several places: who of them gets the gradient."""
    up = [("UpSampling2D", {"size": 2})]
    return [
        Case("GlobalMaxPooling2D", {}, (PICTURE,), up),
        Case("GlobalAveragePooling2D", {}, (PICTURE,), up),
    ]


def merge_cases() -> list[Case]:
    return [
        *[Case("Add", {}, shapes) for shapes in (((5, 6, 2),) * 2, ((17,),) * 3, ((4, 4, 8),) * 2)],
        *[Case("Multiply", {}, shapes) for shapes in (((5, 6, 2),) * 2, ((7,),) * 3)],
        Case("Multiply", {}, ((5, 6, 2), (1, 1, 2))),
        Case("Multiply", {}, ((1, 6, 2), (5, 1, 2))),
        Case("Concatenate", {}, ((5, 6, 2), (5, 6, 3))),
        Case("Concatenate", {}, ((4,), (1,), (6,))),
        Case("Concatenate", {"axis": 1}, ((5, 6, 2), (3, 6, 2))),
        Case("Concatenate", {"axis": -2}, ((5, 6, 2), (5, 1, 2))),
    ]


def refused_cases() -> list[Case]:
    """What Keras refuses in its constructor or for these inputs."""
    table = [
        ("Conv1D", {"filters": 2, "kernel_size": 3}, PICTURE),
        ("Conv1D", {"filters": 2, "kernel_size": 9}, SEQUENCE),
        ("Conv2D", {"filters": 2, "kernel_size": 7}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "dilation_rate": 3}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "strides": 2, "dilation_rate": 2}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 3}, ROW),
        ("Conv2D", {"filters": 0, "kernel_size": 3}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 0}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "strides": 0}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": [3, 3, 3]}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "padding": "causal"}, PICTURE),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "activation": "nonsense"}, PICTURE),
        ("Conv3D", {"filters": 2, "kernel_size": 3}, PICTURE),
        ("Conv3D", {"filters": 2, "kernel_size": 5}, VOLUME),
        ("DepthwiseConv2D", {"kernel_size": 6}, PICTURE),
        ("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 0}, PICTURE),
        ("SeparableConv2D", {"filters": 2, "kernel_size": 6}, PICTURE),
        ("Conv2DTranspose", {"filters": 2, "kernel_size": 2, "strides": 2, "dilation_rate": 2}, PICTURE),
        ("Conv2DTranspose", {"filters": 2, "kernel_size": 3}, SEQUENCE),
        *[
            (f"{kind}Pooling{rank}D", {"pool_size": 8}, shape)
            for kind in ("Max", "Average")
            for rank, shape in ((1, SEQUENCE), (2, PICTURE), (3, VOLUME))
        ],
        ("MaxPooling2D", {"pool_size": 0}, PICTURE),
        ("MaxPooling2D", {"pool_size": 2}, ROW),
        *[
            (f"Global{kind}Pooling{rank}D", {}, ROW)
            for kind in ("Max", "Average")
            for rank in (1, 2, 3)
        ],
        ("Reshape", {"target_shape": [7, 9]}, PICTURE),
        ("Reshape", {"target_shape": [7, -1]}, PICTURE),
        ("Reshape", {"target_shape": [-1, -1]}, PICTURE),
        ("Cropping2D", {"cropping": 3}, PICTURE),
        ("Cropping2D", {"cropping": -1}, PICTURE),
        ("ZeroPadding2D", {"padding": -1}, PICTURE),
        ("ZeroPadding2D", {}, ROW),
        ("UpSampling2D", {"size": 0}, PICTURE),
        ("UpSampling2D", {"interpolation": "nonsense"}, PICTURE),
        ("Resizing", {"height": 3, "width": 3, "interpolation": "nonsense"}, PICTURE),
        ("Dense", {"units": 0}, ROW),
        ("Dropout", {"rate": 1.5}, PICTURE),
        ("SpatialDropout2D", {"rate": -0.5}, PICTURE),
        ("SpatialDropout2D", {"rate": 0.5}, ROW),
        ("GaussianNoise", {"stddev": 2.0}, PICTURE),
        ("BatchNormalization", {"axis": 4}, PICTURE),
        ("LayerNormalization", {"axis": 4}, PICTURE),
        ("ReLU", {"max_value": -1.0}, PICTURE),
        ("ReLU", {"threshold": -1.0}, PICTURE),
        ("PReLU", {"shared_axes": [4]}, PICTURE),
    ]
    return [
        *[Case(class_name, arguments, (shape,)) for class_name, arguments, shape in table],
        Case("Add", {}, ((4, 4, 8), (4, 4, 3))),
        Case("Multiply", {}, ((4, 4, 8), (4, 4, 3))),
        Case("Concatenate", {}, ((4, 4, 8), (4, 5, 8))),
        Case("Concatenate", {}, ((4, 4, 8), (4,))),
        Case("Concatenate", {"axis": 5}, ((4, 4, 8), (4, 4, 8))),
    ]
