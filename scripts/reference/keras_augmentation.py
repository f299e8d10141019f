"""Writes what Keras' ImageDataGenerator makes of a picture with fixed parameters, and NumPy where Keras has no such thing.

    python keras_augmentation.py REPOSITORY

The picture has whole bytes / 255. Brightness goes through bytes, as Keras' own does through Pillow.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.legacy.preprocessing.image import ImageDataGenerator  # noqa: E402

# Square: Keras 3.15 takes half the height for the middle of the columns, and the other way round.
SIZE, CHANNELS = 7, 3
picture = np.random.default_rng(7).integers(0, 256, (SIZE, SIZE, CHANNELS)).astype("float32") / 255
# What it is mixed with.
other = np.random.default_rng(9).integers(0, 256, (SIZE, SIZE, CHANNELS)).astype("float32") / 255

GEOMETRY = [
    {},
    {"tx": 0.8, "ty": -1.0},
    {"tx": -2.3, "ty": 3.6},
    {"flip_horizontal": True},
    {"flip_vertical": True},
    {"flip_horizontal": True, "flip_vertical": True, "ty": 1.4},
    {"theta": 17.0},
    {"theta": -40.0},
    {"shear": 25.0},
    {"zx": 0.7, "zy": 0.7},
    {"zx": 1.3, "zy": 0.9},
    {"theta": 12.0, "tx": 0.7, "ty": -1.1, "shear": -9.0, "zx": 1.1, "zy": 0.85, "flip_horizontal": True},
]
COLOUR = [
    {"channel_shift_intensity": 0.2},
    {"channel_shift_intensity": -0.35},
    {"brightness": 0.4},
    {"brightness": 1.7},
    {"theta": 5.0, "channel_shift_intensity": 0.1, "flip_vertical": True},
]
FILLS = [("nearest", 0.0), ("reflect", 0.0), ("wrap", 0.0), ("constant", 0.0), ("constant", 0.5)]


def transform(fill_mode, cval, parameters):
    # Keras takes brightness of bytes only; everything else of any values.
    unit = 255 if "brightness" in parameters else 1
    generator = ImageDataGenerator(fill_mode=fill_mode, cval=cval * unit)
    made = generator.apply_transform(picture * unit, parameters) / unit
    return {"fillMode": fill_mode, "cval": cval, "parameters": parameters, "picture": rounded(made)}


def rounded(values):
    return [round(float(value), 5) for value in np.asarray(values).ravel()]


def standardize():
    pictures = np.random.default_rng(8).integers(0, 256, (5, 3, 4, 3)).astype("float32")
    generator = ImageDataGenerator(featurewise_std_normalization=True)
    generator.fit(pictures / 255)
    return {
        "shape": list(pictures.shape),
        "bytes": [int(value) for value in pictures.ravel()],
        "mean": rounded(generator.mean),
        "deviation": rounded(generator.std),
        "pictures": rounded(generator.standardize(pictures / 255)),
        "centered": rounded(center(pictures / 255)),
    }


def center(pictures):
    generator = ImageDataGenerator(featurewise_center=True)
    generator.fit(pictures)
    return generator.standardize(pictures.copy())


def crop(padding, row, column):
    """The picture's own size, cut at (row, column) of the picture with a black border."""
    padded = np.pad(picture, ((padding, padding), (padding, padding), (0, 0)))
    return {
        "rows": row - padding,
        "columns": column - padding,
        "picture": rounded(padded[row : row + SIZE, column : column + SIZE]),
    }


def cut_out(top, bottom, left, right):
    made = picture.copy()
    made[top:bottom, left:right] = 0
    return {"box": [top, bottom, left, right], "picture": rounded(made)}


def mix(share):
    return {"share": share, "picture": rounded(np.average([picture, other], axis=0, weights=[share, 1 - share]))}


def paste(top, bottom, left, right):
    made = picture.copy()
    made[top:bottom, left:right] = other[top:bottom, left:right]
    return {"box": [top, bottom, left, right], "picture": rounded(made)}


cases = [transform("nearest", 0.0, parameters) for parameters in COLOUR]
cases += [transform(*fill, parameters) for fill in FILLS for parameters in GEOMETRY]
fixture = {
    "writtenBy": f"Keras {keras.__version__}",
    "shape": [SIZE, SIZE, CHANNELS],
    "picture": rounded(picture),
    "cases": cases,
    "standardization": standardize(),
    "numpy": {
        "writtenBy": f"NumPy {np.__version__}",
        "other": rounded(other),
        "crops": [crop(2, 0, 0), crop(2, 4, 1), crop(3, 3, 6)],
        "cutouts": [cut_out(2, 5, 1, 4), cut_out(0, 2, 5, 7)],
        "mixed": [mix(0.5), mix(0.83)],
        "pasted": [paste(1, 6, 0, 3), paste(4, 7, 2, 7)],
    },
}
path = os.path.join(sys.argv[1], "src", "trainer", "fixtures", "keras-augmentation.json")
with open(path, "w") as file:
    json.dump(fixture, file)
    file.write("\n")
