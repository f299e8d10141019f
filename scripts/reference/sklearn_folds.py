"""Writes the members of scikit-learn's KFold and StratifiedKFold, shuffled.

    python sklearn_folds.py REPOSITORY
"""

import hashlib
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.model_selection import KFold, StratifiedKFold


def mixed(count, classes):
    """Class numbers in an order without a pattern that a split could profit from."""
    return np.array([(i * 7919 + (i * i) % 101) % classes for i in range(count)])


def hashed(indices):
    return hashlib.sha256(np.asarray(indices).astype("<i4").tobytes()).hexdigest()


def case(count, classes, folds, seed, stratified):
    splitter = (StratifiedKFold if stratified else KFold)(n_splits=folds, shuffle=True, random_state=seed)
    labels = mixed(count, classes)
    parts = list(splitter.split(np.zeros(count), labels))
    return {
        "count": count, "classes": classes, "folds": folds, "seed": seed, "isStratified": stratified,
        "validation": [part[1].tolist() for part in parts] if count <= 50 else None,
        "trainHashes": [hashed(part[0]) for part in parts],
        "validationHashes": [hashed(part[1]) for part in parts],
    }


cases = [case(*one, stratified) for stratified in (True, False) for one in (
    (20, 2, 4, 0), (37, 3, 5, 1), (50, 7, 3, 20), (1003, 10, 10, 4294967295), (5000, 10, 5, 3))]
path = os.path.join(sys.argv[1], "src", "shared", "fixtures", "sklearn-folds.json")
with open(path, "w") as file:
    json.dump({"writtenBy": f"scikit-learn {sklearn.__version__}", "cases": cases}, file)
    file.write("\n")
