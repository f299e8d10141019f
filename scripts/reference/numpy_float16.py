"""Writes how NumPy turns float32 into float16 and back.

    python numpy_float16.py REPOSITORY
"""

import json
import os
import sys
import zlib

import numpy as np

# Every 4099th float32, by its bits: each exponent, subnormals, overflow, infinities and NaN among them.
STRIDE = 4099
NAMED = {
    "zero": 0.0, "minus zero": -0.0, "one": 1.0, "a third": 1 / 3, "largest": 65504.0, "still the largest": 65519.996,
    "overflow": 65520.0, "infinity": np.inf, "minus infinity": -np.inf, "smallest normal": 2.0 ** -14,
    "largest subnormal": 2.0 ** -14 - 2.0 ** -24, "rounds up to normal": 2.0 ** -14 - 2.0 ** -26, "smallest": 2.0 ** -24,
    "half the smallest, to even": 2.0 ** -25, "just over half": 2.0 ** -25 * (1 + 2.0 ** -20),
    "three halves, to even": 3 * 2.0 ** -25, "tie down to even": 1 + 2.0 ** -11, "tie up to even": 1 + 3 * 2.0 ** -11,
    "just over a tie": 1 + 2.0 ** -11 + 2.0 ** -20, "carries into the exponent": 2 - 2.0 ** -12, "float32 subnormal": 1e-40,
    "not a number": np.nan,
}


def encode(values):
    halves = values.astype(np.float16)
    bits = halves.view(np.uint16).copy()
    bits[np.isnan(halves)] = 0x7E00
    return bits


def crc(values):
    return zlib.crc32(values.tobytes())


with np.errstate(all="ignore"):
    every = np.arange(0, 2 ** 32, STRIDE, dtype=np.uint64).astype("<u4").view("<f4")
    halves = np.arange(2 ** 16, dtype=np.uint32).astype("<u2").view(np.float16)
    floats = halves.astype("<f4").view("<u4").copy()
    floats[np.isnan(halves)] = 0x7FC00000
    named = np.array(list(NAMED.values()), dtype="<f4")
    result = {
        "writtenBy": f"NumPy {np.__version__}",
        "stride": STRIDE,
        "named": [
            {"name": name, "float32Bits": int(single), "float16Bits": int(half)}
            for name, single, half in zip(NAMED, named.view("<u4"), encode(named))
        ],
        "crcOfEncoded": crc(encode(every).astype("<u2")),
        "crcOfDecoded": crc(floats),
    }
path = os.path.join(sys.argv[1], "src", "shared", "fixtures", "numpy-float16.json")
with open(path, "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
