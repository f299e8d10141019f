"""Writes small files as NumPy, pickle and Pillow make them, with what Python reads back, for the tests of the importer.

Run: python scripts/reference/dataset_files.py > src/trainer/import/fixtures/dataset-files.json
"""

import base64
import io
import json
import pickle
import struct

import numpy as np
from PIL import Image

random = np.random.default_rng(28)


def text(data):
    return base64.b64encode(bytes(data)).decode("ascii")


class OldPickler(pickle._Pickler):
    """Writes bytes as Python 2 wrote its strings, which is what CIFAR's files are."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_old_bytes(self, value):
        if len(value) < 256:
            self.write(pickle.SHORT_BINSTRING + bytes([len(value)]) + value)
        else:
            self.write(pickle.BINSTRING + struct.pack("<i", len(value)) + value)
        self.memoize(value)

    def save_old_text(self, value):
        self.save_old_bytes(value.encode("latin1"))

    dispatch[bytes] = save_old_bytes
    dispatch[str] = save_old_text


def dump_old(value):
    stream = io.BytesIO()
    OldPickler(stream, protocol=2).dump(value)
    return stream.getvalue().replace(b"numpy._core", b"numpy.core")


def write_pickles():
    data = random.integers(0, 256, (4, 6), dtype=np.uint8)
    batch = {
        "data": data,
        "labels": [3, 0, 255, 70000],
        "batch_label": "training batch 1 of 5",
        "filenames": ["a.png", "b.png", "c.png", "d.png"],
    }
    pickles = {f"protocol {n}": text(pickle.dumps(batch, protocol=n)) for n in (2, 3, 4)}
    pickles["Python 2"] = text(dump_old(batch))
    return {"data": data.flatten().tolist(), "labels": batch["labels"], "pickles": pickles}


class Evil:
    def __reduce__(self):
        return (eval, ("1",))


class Plain:
    pass


def write_evil_pickles():
    return {
        "eval": text(pickle.dumps(Evil(), protocol=2)),
        "eval, protocol 4": text(pickle.dumps(Evil(), protocol=4)),
        "an object": text(pickle.dumps(Plain(), protocol=2)),
        "protocol 0": text(pickle.dumps(Evil(), protocol=0)),
    }


def write_arrays():
    def npy(array, **options):
        stream = io.BytesIO()
        np.lib.format.write_array(stream, array, **options)
        return text(stream.getvalue())

    arrays = []
    for dtype in ("u1", "i1", "u2", "<i4", "<i8", "<f4", "<f8", "?"):
        array = np.arange(6).reshape(2, 3).astype(dtype)
        arrays.append(
            {"dtype": dtype, "npy": npy(array), "values": [float(v) for v in array.flatten()]}
        )
    return {
        "arrays": arrays,
        "version2": npy(np.arange(3, dtype=np.uint8), version=(2, 0)),
        "fortran": npy(np.asfortranarray(np.arange(6, dtype=np.uint8).reshape(2, 3))),
        "bigEndian": npy(np.arange(3, dtype=">i4")),
        "objects": npy(np.array([{"a": 1}], dtype=object)),
    }


def write_npz():
    x = random.integers(0, 256, (20, 4, 5, 3), dtype=np.uint8)
    y = np.arange(20) % 2
    hot = np.eye(2, dtype=np.float32)[y]
    files = {}
    for name, save, arrays in (
        ("x and y", np.savez, {"x": x, "y": y}),
        ("compressed", np.savez_compressed, {"x": x, "y": y}),
        ("floats", np.savez, {"x": (x / 255).astype(np.float32), "y": hot}),
        ("parts", np.savez, {"x_train": x[:16], "y_train": y[:16, None], "x_test": x[16:], "y_test": y[16:, None]}),
    ):
        stream = io.BytesIO()
        save(stream, **arrays)
        files[name] = text(stream.getvalue())
    return {"x": x.flatten().tolist(), "y": y.tolist(), "files": files}


def smooth(height, width):
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 255 / width, y * 255 / height, (x + y) * 127 / (height + width)], -1).astype(np.uint8)


def write_pictures():
    base = Image.fromarray(smooth(12, 10))
    noisy = Image.fromarray(random.integers(0, 256, (12, 10, 3), dtype=np.uint8))

    def save(image, kind, **options):
        stream = io.BytesIO()
        image.save(stream, kind, **options)
        data = stream.getvalue()
        read = Image.open(io.BytesIO(data)).convert("RGB")
        return {"file": text(data), "size": list(read.size), "pixels": text(np.asarray(read).tobytes())}

    return {
        "JPEG": save(base, "JPEG", quality=80),
        "JPEG, no subsampling": save(noisy, "JPEG", quality=95, subsampling=0),
        "JPEG, progressive": save(base, "JPEG", progressive=True),
        "JPEG, grey": save(base.convert("L"), "JPEG"),
        "PNG": save(noisy, "PNG"),
        "PNG, palette": save(noisy.quantize(16), "PNG"),
        "PNG, grey": save(base.convert("L"), "PNG"),
        "PNG, one bit": save(base.convert("1"), "PNG"),
        "WebP, lossless": save(noisy, "WEBP", lossless=True),
        "WebP": save(base, "WEBP", quality=80),
        "GIF": save(noisy.quantize(16), "GIF"),
        "BMP": save(noisy, "BMP"),
        "BMP, palette": save(noisy.quantize(16), "BMP"),
        "BMP, grey": save(base.convert("L"), "BMP"),
        "BMP, one bit": save(base.convert("1"), "BMP"),
    }


def write_other_pictures():
    def save(image, kind, **options):
        stream = io.BytesIO()
        image.save(stream, kind, **options)
        return text(stream.getvalue())

    deep = Image.fromarray((np.arange(24, dtype=np.uint16) * 2800).reshape(4, 6))
    clear = np.zeros((2, 2, 4), dtype=np.uint8)
    clear[0, 0] = (200, 100, 50, 255)
    clear[0, 1] = (200, 100, 50, 0)
    clear[1, 0] = (200, 100, 50, 128)
    clear[1, 1] = (0, 0, 0, 255)
    frames = [Image.new("RGB", (3, 2), colour) for colour in ("red", "blue")]
    turned = Image.Exif()
    turned[0x0112] = 6
    return {
        "16 bits": save(deep, "PNG"),
        "transparent": save(Image.fromarray(clear), "PNG"),
        "animated": save(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "turned": save(Image.fromarray(smooth(16, 32)), "JPEG", exif=turned, quality=95),
        "moving": save(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True),
        "cmyk": save(Image.fromarray(smooth(8, 8)).convert("CMYK"), "JPEG"),
    }


def write_resizes():
    picture = random.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    image = Image.fromarray(picture)

    def cases():
        for height, width in ((7, 9), (20, 10), (33, 41), (64, 64)):
            yield "fit", (height, width), image.resize((width, height), Image.BILINEAR)
            ratio = height / width
            box_width, box_height = min(30, 20 / ratio), min(20, 30 * ratio)
            left, top = (30 - box_width) / 2, (20 - box_height) / 2
            box = (left, top, left + box_width, top + box_height)
            yield "crop", (height, width), image.resize((width, height), Image.BILINEAR, box=box)

    return {
        "picture": text(picture.tobytes()),
        "cases": [
            {"mode": mode, "size": list(size), "pixels": text(np.asarray(scaled).tobytes())}
            for mode, size, scaled in cases()
        ],
    }


print(
    json.dumps(
        {
            "pickles": write_pickles(),
            "evilPickles": write_evil_pickles(),
            "arrays": write_arrays(),
            "npz": write_npz(),
            "pictures": write_pictures(),
            "otherPictures": write_other_pictures(),
            "resizes": write_resizes(),
        },
        indent=1,
    )
)
