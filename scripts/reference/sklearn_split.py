"""Writes the members of scikit-learn's stratified splits.

    python sklearn_split.py REPOSITORY

The labels of CIFAR-10 are not shipped: a formula gives 50,000 labels of ten classes of 5,000, in an order that the test
makes too. Given a folder with the data set as a second argument, the hash for its own labels is written as well.
"""

import hashlib
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.model_selection import train_test_split


def mixed(count, classes):
    """Class numbers in an order without a pattern that a split could profit from."""
    return np.array([(i * 7919 + (i * i) % 101) % classes for i in range(count)])


def balanced(count, classes):
    return np.array([(i * 7919) % count % classes for i in range(count)])


def cifar(folder):
    parts = [np.fromfile(os.path.join(folder, f"data_batch_{i}.bin"), np.uint8) for i in range(1, 6)]
    return np.concatenate(parts).reshape(-1, 3073)[:, 0]


def split(labels, fraction, seed):
    return train_test_split(np.arange(len(labels)), test_size=fraction, random_state=seed, stratify=labels)


def hashed(indices):
    return hashlib.sha256(indices.astype("<i4").tobytes()).hexdigest()


def listed(name, count, classes, fraction, seed):
    train, validation = split({"mixed": mixed, "balanced": balanced}[name](count, classes), fraction, seed)
    members = {"train": train.tolist(), "validation": validation.tolist()} if count <= 100 else {}
    return {
        "labels": name, "count": count, "classes": classes, "fraction": fraction, "seed": seed, **members,
        "trainHash": hashed(train), "validationHash": hashed(validation),
    }


cases = [
    listed("balanced", 20, 2, 0.25, 0),
    listed("mixed", 37, 3, 0.3, 1),
    listed("mixed", 100, 7, 0.11, 20),
    listed("mixed", 1000, 10, 0.137, 4294967295),
    listed("balanced", 5000, 10, 0.1, 3),
    listed("balanced", 50000, 10, 0.2, 20),
]
path = os.path.join(sys.argv[1], "src", "shared", "fixtures", "sklearn-splits.json")
lecture = {}
if len(sys.argv) > 2:
    train, validation = split(cifar(sys.argv[2]), 0.2, 20)
    lecture = {"trainHash": hashed(train), "validationHash": hashed(validation)}
with open(path, "w") as file:
    json.dump({"writtenBy": f"scikit-learn {sklearn.__version__}", "cases": cases, "cifar10": lecture}, file)
    file.write("\n")
