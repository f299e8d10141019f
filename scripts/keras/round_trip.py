"""Lets Keras open each architecture that Receptive wrote, and save it as an archive.

Arguments: a folder with .json files; beside each, a .keras file and the count of its parameters (.txt) are written.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras

for file in sorted(Path(sys.argv[1]).glob("*.json")):
    model = keras.models.model_from_json(file.read_text("utf-8"))
    model.save(file.with_suffix(".keras"))
    file.with_suffix(".txt").write_text(str(model.count_params()))
